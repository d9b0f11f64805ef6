/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.brevoconversations.autoconfigure.webhook;

import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;
import io.github.brevoconversations.webhook.VisitorIds;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link VisitorIds}.
 */
@AutoConfiguration
@ConditionalOnBrevoSwitch(BrevoSwitch.ALL)
@ConditionalOnProperty("brevo.visitor-ids.secret")
@EnableConfigurationProperties(BrevoVisitorIdsProperties.class)
public final class BrevoVisitorIdsAutoConfiguration {

	private static final int SHORTEST_SECRET = 16;

	@Bean
	@ConditionalOnMissingBean
	VisitorIds brevoVisitorIds(BrevoVisitorIdsProperties properties) {
		String secret = properties.getSecret();
		if (secret == null || secret.strip().length() < SHORTEST_SECRET) {
			throw new InvalidConfigurationPropertyValueException("brevo.visitor-ids.secret", "******",
					"It must have at least %s characters, since whoever guesses it can read every chat."
						.formatted(SHORTEST_SECRET));
		}
		return new VisitorIds(secret);
	}

}

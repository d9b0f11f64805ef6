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

package io.github.brevoconversations.autoconfigure;

import io.github.brevoconversations.client.BrevoApiKeyProvider;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches where there is something to authenticate with: a key or a client registration
 * in the properties, a bean that provides keys, or one that says how to connect. While an
 * application is processed ahead of time it matches in any case: a key belongs where the
 * application runs, not where it is built.
 */
class OnBrevoCredentialsCondition extends AnyNestedCondition {

	static final String API_KEY = "brevo.api-key";

	static final String REGISTRATION_ID = "brevo.oauth2.registration-id";

	OnBrevoCredentialsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	static boolean isInProperties(Environment environment) {
		return StringUtils.hasText(environment.getProperty(API_KEY))
				|| StringUtils.hasText(environment.getProperty(REGISTRATION_ID));
	}

	@Conditional(OnPropertiesCondition.class)
	static class Properties {

	}

	@ConditionalOnBean(BrevoApiKeyProvider.class)
	static class ApiKeyProvider {

	}

	@ConditionalOnBean(BrevoConnectionDetails.class)
	static class ConnectionDetails {

	}

	/**
	 * Matches where one of the properties has text. Its messages never name the key.
	 */
	static class OnPropertiesCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Brevo credentials");
			if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
				return ConditionOutcome.match(message.because("they may be set when the application runs"));
			}
			return isInProperties(context.getEnvironment())
					? ConditionOutcome.match(message.found("property", "properties").items(API_KEY, REGISTRATION_ID))
					: ConditionOutcome
						.noMatch(message.didNotFind("property", "properties").items(API_KEY, REGISTRATION_ID));
		}

	}

}

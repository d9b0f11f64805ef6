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

package io.github.brevoconversations.test;

import java.util.UUID;

import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Gives the application's webhook a secret, unless it has one. This imports nothing, but
 * Spring calls it before the auto-configuration decides whether there is a webhook. The
 * secret is random, because others may be able to reach the application.
 */
class WebhookSecretForDevelopment implements ImportSelector {

	private final Environment environment;

	WebhookSecretForDevelopment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public String[] selectImports(AnnotationMetadata metadata) {
		if (this.environment instanceof ConfigurableEnvironment configurable) {
			WebhookSecrets.addIfMissing(configurable, UUID.randomUUID().toString());
		}
		return new String[0];
	}

}

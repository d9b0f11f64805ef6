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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a {@link BrevoConversationsServer} to the context of a test, and connects the
 * application with it, in both directions. All customizers are equal, so that tests can
 * share a context.
 */
final class BrevoConversationsServerContextCustomizer implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		WebhookSecrets.addIfMissing(context.getEnvironment());
		if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
			BrevoConversationsServerBeans.register(registry, "startForAllAccounts", null);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof BrevoConversationsServerContextCustomizer;
	}

	@Override
	public int hashCode() {
		return BrevoConversationsServerContextCustomizer.class.hashCode();
	}

}

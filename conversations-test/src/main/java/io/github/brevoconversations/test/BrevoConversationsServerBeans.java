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

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Registers the beans that replace Brevo with a {@link BrevoConversationsServer}.
 */
final class BrevoConversationsServerBeans {

	private static final String SERVER = "brevoConversationsServer";

	private BrevoConversationsServerBeans() {
	}

	/**
	 * Register the beans, unless they are already registered.
	 * @param registry where to register them
	 * @param factoryMethod the method that starts the server
	 * @param scope the scope of the server, or {@code null} for a singleton
	 */
	static void register(BeanDefinitionRegistry registry, String factoryMethod, @Nullable String scope) {
		if (registry.containsBeanDefinition(SERVER)) {
			return;
		}
		RootBeanDefinition server = new RootBeanDefinition(BrevoConversationsServer.class);
		server.setFactoryMethodName(factoryMethod);
		server.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		if (scope != null) {
			server.setScope(scope);
		}
		registry.registerBeanDefinition(SERVER, server);
		registry.registerBeanDefinition(SERVER + "StandIn",
				new RootBeanDefinition(BrevoConversationsServerStandIn.class));
		registry.registerBeanDefinition(SERVER + "WebhookTarget",
				new RootBeanDefinition(BrevoConversationsServerWebhookTarget.class));
	}

}

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

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of {@link BrevoConversationsServerConfiguration}.
 */
class BrevoConversationsServerRegistrar implements ImportBeanDefinitionRegistrar {

	/**
	 * The scope of the beans that Spring Boot's developer tools keep over a restart.
	 */
	private static final String RESTART_SCOPE = "restart";

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		boolean restarts = registry instanceof ConfigurableBeanFactory beanFactory
				&& beanFactory.getRegisteredScope(RESTART_SCOPE) != null;
		BrevoConversationsServerBeans.register(registry, "startForDevelopment", restarts ? RESTART_SCOPE : null);
		registry.registerBeanDefinition("brevoConversationsServerAnnouncement",
				new RootBeanDefinition(BrevoConversationsServerAnnouncement.class));
	}

}

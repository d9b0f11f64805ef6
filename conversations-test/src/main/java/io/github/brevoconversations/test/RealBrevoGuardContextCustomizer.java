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
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Adds a {@link RealBrevoGuard} to the context of a test. All customizers are equal, so
 * that tests can share a context.
 */
final class RealBrevoGuardContextCustomizer implements ContextCustomizer {

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		// after all other definitions, so that a filter which stubs Brevo comes first
		context.addBeanFactoryPostProcessor((beanFactory) -> {
			if (beanFactory instanceof BeanDefinitionRegistry registry
					&& !registry.containsBeanDefinition(RealBrevoGuard.BEAN_NAME)) {
				registry.registerBeanDefinition(RealBrevoGuard.BEAN_NAME, new RootBeanDefinition(RealBrevoGuard.class));
			}
		});
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RealBrevoGuardContextCustomizer;
	}

	@Override
	public int hashCode() {
		return RealBrevoGuardContextCustomizer.class.hashCode();
	}

}

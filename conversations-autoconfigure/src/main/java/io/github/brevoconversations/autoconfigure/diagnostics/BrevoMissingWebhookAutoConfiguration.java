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

package io.github.brevoconversations.autoconfigure.diagnostics;

import java.lang.reflect.Method;

import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhookAutoConfiguration;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.ConversationEventListenerFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that warns of listeners that hear
 * nobody, since no account has a webhook.
 */
@AutoConfiguration(after = BrevoWebhookAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBrevoSwitch(BrevoSwitch.ALL)
@ConditionalOnMissingBean(BrevoWebhooks.class)
public final class BrevoMissingWebhookAutoConfiguration {

	@Bean
	MissingWebhookWarning brevoMissingWebhookWarning(ListableBeanFactory beanFactory) {
		return new MissingWebhookWarning(beanFactory);
	}

	/**
	 * Warns once if the application has listeners to events of conversations. Spring asks
	 * each {@link EventListenerFactory} for each listener method, so no bean is looked at
	 * twice.
	 */
	static final class MissingWebhookWarning implements EventListenerFactory, Ordered, SmartInitializingSingleton {

		private static final Log logger = LogFactory.getLog(MissingWebhookWarning.class);

		private final ListableBeanFactory beanFactory;

		private boolean warned;

		private MissingWebhookWarning(ListableBeanFactory beanFactory) {
			this.beanFactory = beanFactory;
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public boolean supportsMethod(Method method) {
			if (ConversationEventListenerFactory.isForConversations(method)) {
				warn(method.getDeclaringClass().getSimpleName() + "." + method.getName());
			}
			return false;
		}

		@Override
		public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
			throw new IllegalStateException("This factory supports no method");
		}

		@Override
		public void afterSingletonsInstantiated() {
			String[] handlers = this.beanFactory.getBeanNamesForType(ConversationEventHandler.class, true, false);
			if (handlers.length > 0) {
				warn("bean '" + handlers[0] + "'");
			}
		}

		private void warn(String listener) {
			if (!this.warned) {
				this.warned = true;
				logger.warn("No webhook is served, since 'brevo.webhook.secrets' is not set: %s hears no visitor"
					.formatted(listener));
			}
		}

	}

}

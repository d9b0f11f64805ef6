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

import java.util.List;
import java.util.concurrent.Executor;

import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.autoconfigure.store.ConversationInboxFactory;
import io.github.brevoconversations.autoconfigure.store.ImportConversationInbox;
import io.github.brevoconversations.webhook.ConversationEventListenerFactory;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for receiving Brevo's webhooks,
 * whichever web stack serves them, and for handing their events to the application.
 */
@AutoConfiguration(after = TaskExecutionAutoConfiguration.class,
		afterName = { "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnWebApplication
@ConditionalOnBrevoSwitch(BrevoSwitch.ALL)
@Conditional(OnBrevoWebhookCondition.class)
@EnableConfigurationProperties(BrevoWebhookProperties.class)
public final class BrevoWebhookAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BrevoWebhooks brevoWebhooks(Environment environment, BrevoWebhookFactory brevoWebhookFactory,
			InboxSentMessageMarks brevoSentMessageMarks) {
		BrevoWebhooks webhooks = new BrevoWebhooks(
				WebhookAccounts.from(environment).stream().map(brevoWebhookFactory::create).toList(),
				brevoWebhookFactory.executors());
		brevoSentMessageMarks.use(webhooks);
		return webhooks;
	}

	@Bean
	BrevoWebhooks.Cancellation brevoWebhookCancellation(ObjectProvider<BrevoWebhooks> brevoWebhooks) {
		return new BrevoWebhooks.Cancellation(brevoWebhooks);
	}

	@Bean
	static ConversationEventListenerFactory brevoConversationEventListenerFactory() {
		return new ConversationEventListenerFactory();
	}

	@Bean
	WebhookReception brevoWebhookReception(ObjectProvider<ObservationRegistry> observations) {
		return new WebhookReception(observations.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	@Bean
	InboxSentMessageMarks brevoSentMessageMarks() {
		return new InboxSentMessageMarks();
	}

	@Bean
	BrevoWebhookFactory brevoWebhookFactory(ConfigurableListableBeanFactory beanFactory,
			ApplicationEventPublisher events, Environment environment, ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<EventDispatcher.Transaction> transaction, ObjectProvider<ConversationInboxFactory> inboxes) {
		QualifiedBeans beans = new QualifiedBeans(beanFactory);
		return new BrevoWebhookFactory(new ConversationInboxes(beans, inboxes),
				new AccountListeners(beans, events, environment), executors(beanFactory, environment),
				observations.getIfUnique(() -> ObservationRegistry.NOOP), transaction.getIfAvailable(), environment);
	}

	private static DeliveryExecutors executors(BeanFactory beanFactory, Environment environment) {
		String name = TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME;
		Executor application = (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, Executor.class))
				? beanFactory.getBean(name, Executor.class) : null;
		List<TaskDecorator> decorators = beanFactory.getBeanProvider(TaskDecorator.class).orderedStream().toList();
		return new DeliveryExecutors(application, Threading.VIRTUAL.isActive(environment),
				decorators.isEmpty() ? null : new CompositeTaskDecorator(decorators));
	}

	/**
	 * Imports the inbox. The annotation is not on the auto-configuration itself, whose
	 * annotations are loaded in applications without webhooks as well.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportConversationInbox
	static class InboxConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ PlatformTransactionManager.class, TransactionTemplate.class })
	@ConditionalOnSingleCandidate(PlatformTransactionManager.class)
	static class TransactionConfiguration {

		@Bean
		EventDispatcher.Transaction brevoWebhookTransaction(PlatformTransactionManager transactionManager) {
			TransactionTemplate transaction = new TransactionTemplate(transactionManager);
			return (task) -> transaction.executeWithoutResult((status) -> task.run());
		}

	}

}

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

package io.github.brevoconversations.autoconfigure.store;

import java.util.function.BiFunction;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.store.ConversationInboxProperties.InboxType;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.redis.RedisConversationInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.log.LogMessage;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Configurations of the inboxes for events of webhooks, to be imported in this order. The
 * last one also fails if the inbox that is configured lacks what it needs.
 */
final class ConversationInboxConfigurations {

	private static final Log logger = LogFactory.getLog(ConversationInboxConfigurations.class);

	private ConversationInboxConfigurations() {
	}

	private static void logChoice(String place, Namespaces namespaces) {
		logger.info(LogMessage.format("Webhook events are kept in %s, in the namespace '%s'", place,
				namespaces.of(Namespaces.DEFAULT_ACCOUNT)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnConversationInbox(InboxType.REDIS)
	@ConditionalOnClass(ReactiveRedisConnectionFactory.class)
	@ConditionalOnMissingBean(ConversationInboxFactory.class)
	@EnableConfigurationProperties(ConversationInboxProperties.class)
	static class Redis {

		@Bean
		ConversationInboxFactory brevoConversationInboxFactory(
				@BrevoRedisConnectionFactory ObjectProvider<ReactiveRedisConnectionFactory> qualified,
				ObjectProvider<ReactiveRedisConnectionFactory> all, ConversationInboxProperties properties,
				Environment environment, ListableBeanFactory beanFactory) {
			ReactiveRedisConnectionFactory connectionFactory = RedisConnections.choose(Stored.EVENTS, qualified, all,
					beanFactory);
			Namespaces namespaces = Namespaces.ofEvents(properties.getNamespace(), environment, beanFactory);
			logChoice("Redis", namespaces);
			return new MadeInboxes((account, settings) -> namespaces.create(account,
					(namespace) -> new RedisConversationInbox(connectionFactory, namespace, settings)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnConversationInbox(InboxType.JDBC)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnMissingBean(ConversationInboxFactory.class)
	@EnableConfigurationProperties({ ConversationInboxProperties.class, JdbcConversationInboxProperties.class })
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class Jdbc {

		@Bean
		InboxDatabase brevoInboxDatabase(@BrevoDataSource ObjectProvider<DataSource> qualified,
				ObjectProvider<DataSource> all, JdbcConversationInboxProperties properties,
				ListableBeanFactory beanFactory) {
			return new InboxDatabase(Databases.choose(Stored.EVENTS, qualified, all, beanFactory), properties);
		}

		@Bean
		@ConditionalOnMissingBean
		@Conditional(JdbcConversationInboxSchemaInitializer.OnInitializationCondition.class)
		JdbcConversationInboxSchemaInitializer brevoJdbcConversationInboxSchemaInitializer(InboxDatabase database,
				JdbcConversationInboxProperties properties) {
			return new JdbcConversationInboxSchemaInitializer(database.dataSource(), properties);
		}

		@Bean
		@DependsOnDatabaseInitialization
		ConversationInboxFactory brevoConversationInboxFactory(InboxDatabase database,
				ConversationInboxProperties properties, Environment environment, ListableBeanFactory beanFactory) {
			Namespaces namespaces = Namespaces.ofEvents(properties.getNamespace(), environment, beanFactory);
			database.check();
			logChoice("a database", namespaces);
			return new MadeInboxes((account, settings) -> namespaces.create(account,
					(namespace) -> database.createInbox(namespace, settings)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ConversationInboxFactory.class)
	@EnableConfigurationProperties(ConversationInboxProperties.class)
	static class Memory {

		@Bean
		ConversationInboxFactory brevoConversationInboxFactory(ConversationInboxProperties properties) {
			if (properties.getType() != InboxType.MEMORY) {
				throw unavailable(properties.getType());
			}
			return new MadeInboxes((account, settings) -> new InMemoryConversationInbox(settings));
		}

		private static UnavailableStoreException unavailable(InboxType type) {
			return switch (type) {
				case REDIS -> Stored.EVENTS.withoutRedis();
				case JDBC -> Stored.EVENTS.withoutJdbc();
				case MEMORY -> throw new IllegalArgumentException("Memory is always available");
			};
		}

	}

	/**
	 * The factory that all configurations define. It is not a lambda, since a test could
	 * not spy on it.
	 *
	 * @param inboxes creates an inbox for the name of an account
	 */
	private record MadeInboxes(
			BiFunction<String, InboxSettings, ConversationInbox> inboxes) implements ConversationInboxFactory {

		@Override
		public ConversationInbox createInbox(String account, InboxSettings settings) {
			return this.inboxes.apply(account, settings);
		}

	}

}

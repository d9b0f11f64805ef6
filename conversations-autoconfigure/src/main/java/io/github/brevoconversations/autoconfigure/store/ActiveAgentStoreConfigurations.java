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

import java.util.function.Function;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties.StoreType;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
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
 * Configurations of the stores for active agents, to be imported in this order. The last
 * one also fails if the store that is configured lacks what it needs.
 */
final class ActiveAgentStoreConfigurations {

	private static final Log logger = LogFactory.getLog(ActiveAgentStoreConfigurations.class);

	private ActiveAgentStoreConfigurations() {
	}

	private static void logChoice(String place, Namespaces namespaces) {
		logger.info(LogMessage.format("Active agents are held in %s, in the namespace '%s'", place,
				namespaces.of(Namespaces.DEFAULT_ACCOUNT)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnActiveAgentStore(StoreType.REDIS)
	@ConditionalOnClass(ReactiveRedisConnectionFactory.class)
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties(ActiveAgentStoreProperties.class)
	static class Redis {

		@Bean
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(
				@BrevoRedisConnectionFactory ObjectProvider<ReactiveRedisConnectionFactory> qualified,
				ObjectProvider<ReactiveRedisConnectionFactory> all, ActiveAgentStoreProperties properties,
				Environment environment, ListableBeanFactory beanFactory) {
			ReactiveRedisConnectionFactory connectionFactory = RedisConnections.choose(Stored.AGENTS, qualified, all,
					beanFactory);
			Namespaces namespaces = Namespaces.ofAgents(properties.getNamespace(), environment, beanFactory);
			logChoice("Redis", namespaces);
			return new MadeStores((account) -> namespaces.create(account,
					(namespace) -> new RedisActiveAgentStore(connectionFactory, namespace)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnActiveAgentStore(StoreType.JDBC)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties({ ActiveAgentStoreProperties.class, JdbcActiveAgentStoreProperties.class })
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class Jdbc {

		@Bean
		ActiveAgentDatabase brevoDatabase(@BrevoDataSource ObjectProvider<DataSource> qualified,
				ObjectProvider<DataSource> all, JdbcActiveAgentStoreProperties properties,
				ListableBeanFactory beanFactory) {
			return new ActiveAgentDatabase(Databases.choose(Stored.AGENTS, qualified, all, beanFactory), properties);
		}

		@Bean
		@ConditionalOnMissingBean
		@Conditional(JdbcActiveAgentStoreSchemaInitializer.OnInitializationCondition.class)
		JdbcActiveAgentStoreSchemaInitializer brevoJdbcActiveAgentStoreSchemaInitializer(ActiveAgentDatabase database,
				JdbcActiveAgentStoreProperties properties) {
			return new JdbcActiveAgentStoreSchemaInitializer(database.dataSource(), properties);
		}

		@Bean
		@DependsOnDatabaseInitialization
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(ActiveAgentDatabase database,
				ActiveAgentStoreProperties properties, Environment environment, ListableBeanFactory beanFactory) {
			Namespaces namespaces = Namespaces.ofAgents(properties.getNamespace(), environment, beanFactory);
			database.check();
			logChoice("a database", namespaces);
			return new MadeStores((account) -> namespaces.create(account, database::createStore));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties(ActiveAgentStoreProperties.class)
	static class Memory {

		@Bean
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(ActiveAgentStoreProperties properties) {
			if (properties.getType() != StoreType.MEMORY) {
				throw unavailable(properties.getType());
			}
			logger.debug("Active agents are held in memory, where no other instance sees them");
			return new MadeStores((account) -> new InMemoryActiveAgentStore());
		}

		private static UnavailableStoreException unavailable(StoreType type) {
			return switch (type) {
				case REDIS -> Stored.AGENTS.withoutRedis();
				case JDBC -> Stored.AGENTS.withoutJdbc();
				case MEMORY -> throw new IllegalArgumentException("Memory is always available");
			};
		}

	}

	/**
	 * The factory that all configurations define. It is not a lambda, since a test could
	 * not spy on it.
	 *
	 * @param stores creates a store for the name of an account
	 */
	private record MadeStores(Function<String, ActiveAgentStore> stores) implements ActiveAgentStoreFactory {

		@Override
		public ActiveAgentStore createStore(String account) {
			return this.stores.apply(account);
		}

	}

}

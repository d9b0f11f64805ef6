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

import java.util.Locale;

import javax.sql.DataSource;

import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties.StoreType;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.log.LogMessage;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Configurations of the places where active agents can be held, to be imported in the
 * order in which they are tried.
 */
final class ActiveAgentStoreConfigurations {

	private static final Log logger = LogFactory.getLog(ActiveAgentStoreFactory.class);

	private ActiveAgentStoreConfigurations() {
	}

	private static void logChoice(String place, ActiveAgentStoreProperties properties) {
		logger.info(LogMessage.format("Active agents are held in %s (brevo.heartbeat.store.type is %s)", place,
				properties.getType().name().toLowerCase(Locale.ROOT)));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnActiveAgentStore({ StoreType.AUTO, StoreType.REDIS })
	@ConditionalOnClass(ReactiveRedisConnectionFactory.class)
	@ConditionalOnSingleCandidate(ReactiveRedisConnectionFactory.class)
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties(ActiveAgentStoreProperties.class)
	static class Redis {

		@Bean
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(ReactiveRedisConnectionFactory connectionFactory,
				ActiveAgentStoreProperties properties) {
			logChoice("Redis", properties);
			return (account) -> new RedisActiveAgentStore(connectionFactory, properties.namespaceOf(account));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnActiveAgentStore(StoreType.JDBC)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties({ ActiveAgentStoreProperties.class, JdbcActiveAgentStoreProperties.class })
	@Import(DatabaseInitializationDependencyConfigurer.class)
	static class Jdbc {

		@Bean
		@ConditionalOnMissingBean
		JdbcActiveAgentStoreSchemaInitializer brevoJdbcActiveAgentStoreSchemaInitializer(DataSource dataSource,
				JdbcActiveAgentStoreProperties properties) {
			return new JdbcActiveAgentStoreSchemaInitializer(dataSource, properties);
		}

		@Bean
		@DependsOnDatabaseInitialization
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(DataSource dataSource,
				ActiveAgentStoreProperties properties, JdbcActiveAgentStoreProperties jdbcProperties) {
			logChoice("a database", properties);
			return (account) -> new JdbcActiveAgentStore(dataSource, properties.namespaceOf(account),
					jdbcProperties.getTableName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ActiveAgentStoreFactory.class)
	@EnableConfigurationProperties(ActiveAgentStoreProperties.class)
	static class Memory {

		@Bean
		ActiveAgentStoreFactory brevoActiveAgentStoreFactory(ActiveAgentStoreProperties properties) {
			switch (properties.getType()) {
				case REDIS -> throw unavailable("redis", "There is not exactly one Redis connection factory. "
						+ "Add spring-boot-starter-data-redis-reactive, or mark one of several as primary.");
				case JDBC -> throw unavailable("jdbc", "There is not exactly one data source. "
						+ "Add spring-boot-starter-jdbc and a driver, or mark one of several as primary.");
				case AUTO, MEMORY -> logChoice("memory, where no other instance sees them", properties);
			}
			return (account) -> new InMemoryActiveAgentStore();
		}

		private static InvalidConfigurationPropertyValueException unavailable(String type, String reason) {
			return new InvalidConfigurationPropertyValueException("brevo.heartbeat.store.type", type, reason);
		}

	}

}

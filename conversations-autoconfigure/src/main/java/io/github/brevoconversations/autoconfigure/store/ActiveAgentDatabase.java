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

import javax.sql.DataSource;

import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database that holds active agents.
 *
 * @param dataSource the connections to the database
 * @param properties the properties of the store
 */
record ActiveAgentDatabase(DataSource dataSource, JdbcActiveAgentStoreProperties properties) {

	private static final Log logger = LogFactory.getLog(ActiveAgentDatabase.class);

	ActiveAgentDatabase {
		try {
			new JdbcActiveAgentStore(dataSource, "check", properties.getTableName()).close();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("brevo.heartbeat.store.jdbc.table-name",
					properties.getTableName(), ex.getMessage());
		}
	}

	ActiveAgentStore createStore(String namespace) {
		return new JdbcActiveAgentStore(this.dataSource, namespace, this.properties.getTableName());
	}

	/**
	 * Check that the table exists. If the database cannot be reached, the application
	 * starts nevertheless: the heartbeat retries until it can.
	 * @throws UnavailableStoreException if the table is missing
	 */
	void check() {
		try {
			new JdbcTemplate(this.dataSource).queryForObject(
					"select count(*) from %s where 1 = 0".formatted(this.properties.getTableName()), Long.class);
		}
		catch (BadSqlGrammarException ex) {
			throw Stored.AGENTS.unavailable("jdbc", "the table '%s' of active agents is missing or cannot be read: %s"
				.formatted(this.properties.getTableName(), ex.getMostSpecificCause().getMessage()), action(), ex);
		}
		catch (DataAccessException ex) {
			logger.warn("The database of active agents cannot be reached; the heartbeat retries with each beat", ex);
		}
	}

	private String action() {
		String name = this.properties.getTableName().equals(JdbcActiveAgentStore.DEFAULT_TABLE_NAME) ? ""
				: ", with the name '%s' instead of '%s',".formatted(this.properties.getTableName(),
						JdbcActiveAgentStore.DEFAULT_TABLE_NAME);
		return "Create the table with the statements of %s%s or set 'brevo.heartbeat.store.jdbc.initialize-schema' to 'always' to have it created. The database user must be allowed to do that, and to read and write the table."
			.formatted(String.join(", ", Databases.schema(this.dataSource, this.properties)), name);
	}

}

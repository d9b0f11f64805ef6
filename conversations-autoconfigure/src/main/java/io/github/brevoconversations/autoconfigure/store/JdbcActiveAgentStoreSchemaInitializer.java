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

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.util.StringUtils;

/**
 * Creates the table of the store of active agents in a database. A bean of this type
 * replaces the starter's own.
 */
public class JdbcActiveAgentStoreSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	/**
	 * Create an initializer.
	 * @param dataSource the database
	 * @param properties which script to run, and when
	 */
	public JdbcActiveAgentStoreSchemaInitializer(DataSource dataSource, JdbcActiveAgentStoreProperties properties) {
		super(dataSource, settings(dataSource, properties));
	}

	/**
	 * Run the script, and once more if that fails: instances that start together create
	 * the same table.
	 * @return whether it was run
	 */
	@Override
	public boolean initializeDatabase() {
		try {
			return super.initializeDatabase();
		}
		catch (RuntimeException ex) {
			return super.initializeDatabase();
		}
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource,
			JdbcActiveAgentStoreProperties properties) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(schemaLocations(dataSource, properties));
		settings.setMode(properties.getInitializeSchema());
		return settings;
	}

	private static List<String> schemaLocations(DataSource dataSource, JdbcActiveAgentStoreProperties properties) {
		PlatformPlaceholderDatabaseDriverResolver resolver = new PlatformPlaceholderDatabaseDriverResolver();
		return StringUtils.hasText(properties.getPlatform())
				? resolver.resolveAll(properties.getPlatform(), properties.getSchema())
				: resolver.resolveAll(dataSource, properties.getSchema());
	}

}

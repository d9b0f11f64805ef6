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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Creates the table of active agents in a database, with the name that the properties
 * set. A bean of this type replaces the starter's own.
 */
public class JdbcActiveAgentStoreSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcActiveAgentStoreProperties> {

	private final AgentTableScript script;

	/**
	 * Create an initializer.
	 * @param dataSource the database
	 * @param properties the properties that say which script to run, and when
	 */
	public JdbcActiveAgentStoreSchemaInitializer(DataSource dataSource, JdbcActiveAgentStoreProperties properties) {
		super(dataSource, properties);
		this.script = new AgentTableScript(properties.getTableName());
	}

	@Override
	protected void runScripts(Scripts scripts) {
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator();
		populator.setContinueOnError(scripts.isContinueOnError());
		populator.setSeparator(scripts.getSeparator());
		Charset encoding = (scripts.getEncoding() != null) ? scripts.getEncoding() : StandardCharsets.UTF_8;
		populator.setSqlScriptEncoding(encoding.name());
		for (Resource resource : scripts) {
			populator.addScript(named(resource, encoding));
		}
		customize(populator);
		DatabasePopulatorUtils.execute(populator, getDataSource());
	}

	private Resource named(Resource resource, Charset encoding) {
		try {
			String sql = this.script.named(resource.getContentAsString(encoding));
			return new ByteArrayResource(sql.getBytes(encoding), resource.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Matches unless the properties say that the table is never created.
	 */
	static class OnInitializationCondition extends OnDatabaseInitializationCondition {

		OnInitializationCondition() {
			super("Brevo active agents", "brevo.heartbeat.store.jdbc.initialize-schema");
		}

	}

}

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

import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;

/**
 * Creates the tables of the inbox of webhooks in a database. A bean of this type replaces
 * the starter's own.
 */
public class JdbcConversationInboxSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<JdbcConversationInboxProperties> {

	/**
	 * Create an initializer.
	 * @param dataSource the database
	 * @param properties the properties that say which script to run, and when
	 */
	public JdbcConversationInboxSchemaInitializer(DataSource dataSource, JdbcConversationInboxProperties properties) {
		super(dataSource, properties);
	}

	/**
	 * Matches unless the properties say that the tables are never created.
	 */
	static class OnInitializationCondition extends OnDatabaseInitializationCondition {

		OnInitializationCondition() {
			super("Brevo webhook inbox", "brevo.webhook.inbox.jdbc.initialize-schema");
		}

	}

}

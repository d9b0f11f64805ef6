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

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The database that stores the events of webhooks.
 *
 * @param dataSource the connections to the database
 * @param properties the properties of the inbox
 */
record InboxDatabase(DataSource dataSource, JdbcConversationInboxProperties properties) {

	private static final Log logger = LogFactory.getLog(InboxDatabase.class);

	private static final List<String> TABLES = List.of("brevo_inbox_conversation", "brevo_inbox_event",
			"brevo_inbox_seen", "brevo_inbox_clock");

	ConversationInbox createInbox(String namespace, InboxSettings settings) {
		return new JdbcConversationInbox(this.dataSource, namespace, settings);
	}

	/**
	 * Check that the tables exist. If the database cannot be reached, the application
	 * starts nevertheless: Brevo retries webhooks that fail in the meantime.
	 * @throws UnavailableStoreException if a table is missing
	 */
	void check() {
		for (String table : TABLES) {
			try {
				new JdbcTemplate(this.dataSource).queryForObject("select count(*) from %s where 1 = 0".formatted(table),
						Long.class);
			}
			catch (BadSqlGrammarException ex) {
				throw Stored.EVENTS.unavailable("jdbc", "the table '%s' is missing or cannot be read: %s"
					.formatted(table, ex.getMostSpecificCause().getMessage()), action(), ex);
			}
			catch (DataAccessException ex) {
				logger.warn("The database of webhook events cannot be reached; webhooks are rejected until it can", ex);
				return;
			}
		}
	}

	private String action() {
		return "Create the tables with the statements of %s or set 'brevo.webhook.inbox.jdbc.initialize-schema' to 'always' to have them created. The database user must be allowed to do that, and to read and write the tables."
			.formatted(String.join(", ", Databases.schema(this.dataSource, this.properties)));
	}

}

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

package io.github.brevoconversations.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Tests that this version reads what each release has stored in a database, with the
 * tables that it had. Kept and written as in {@link UpgradeTests}.
 */
abstract class AbstractDatabaseUpgradeTests {

	private static final List<String> TABLES = List.of("brevo_active_agent", "brevo_inbox_conversation",
			"brevo_inbox_event", "brevo_inbox_seen", "brevo_inbox_clock");

	private final DataSource database = database();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	/**
	 * Return connections to a schema that has nothing of other tests.
	 * @return the connections
	 */
	abstract DataSource database();

	abstract String platform();

	/**
	 * Return a text as a literal of the database.
	 * @param text the text
	 * @return the literal
	 */
	String literal(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

	/**
	 * Return how to insert a row with an id of its own.
	 * @param table the table
	 * @param columns the columns
	 * @param values the values
	 * @return the statement
	 */
	abstract String insert(String table, String columns, String values);

	/**
	 * Return what makes a table continue with an id.
	 * @param table the table
	 * @param id the next id
	 * @return the statements
	 */
	List<String> continueWith(String table, long id) {
		return List.of();
	}

	@BeforeEach
	@AfterEach
	void leaveNothing() {
		TABLES.forEach((table) -> this.jdbc.execute("drop table if exists " + table));
	}

	@ParameterizedTest
	@ValueSource(strings = "0.1.0")
	void readsWhatAReleaseStored(String version) {
		run("stored/%s/%s.sql".formatted(version, platform()));
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, StoredExample.AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, StoredExample.INBOX,
						InboxSettings.defaults())) {
			StoredExample.assertReadsAgents(store);
			StoredExample.assertReadsEvents(inbox);
		}
	}

	@Test
	@EnabledIfSystemProperty(named = "stored.version", matches = ".+")
	void writesWhatThisVersionStores() throws IOException {
		Path directory = Path.of("src", "test", "resources", "stored", System.getProperty("stored.version"));
		Files.createDirectories(directory);
		StringBuilder script = new StringBuilder();
		for (String room : List.of("presence", "webhook")) {
			String schema = "io/github/brevoconversations/%s/jdbc/schema-%s.sql".formatted(room, platform());
			run(schema);
			script.append(new ClassPathResource(schema).getContentAsString(StandardCharsets.UTF_8)).append("\n");
		}
		try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.database, StoredExample.AGENTS);
				JdbcConversationInbox inbox = new JdbcConversationInbox(this.database, StoredExample.INBOX,
						InboxSettings.defaults())) {
			StoredExample.store(store, inbox);
		}
		TABLES.forEach((table) -> rows(table).forEach((statement) -> script.append(statement).append(";\n")));
		Files.writeString(directory.resolve(platform() + ".sql"), script);
	}

	private List<String> rows(String table) {
		List<String> statements = new ArrayList<>();
		long last = 0;
		for (Map<String, Object> row : this.jdbc.queryForList("select * from %s order by 1".formatted(table))) {
			last = (row.get("id") instanceof Number id) ? id.longValue() : 0;
			statements.add(insert(table, String.join(", ", row.keySet()),
					row.values().stream().map(this::value).collect(Collectors.joining(", "))));
		}
		if (last > 0) {
			statements.addAll(continueWith(table, last + 1));
		}
		return statements;
	}

	private String value(@Nullable Object value) {
		return (value instanceof String text) ? literal(text) : String.valueOf(value);
	}

	private void run(String script) {
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(new ClassPathResource(script)), this.database);
	}

}

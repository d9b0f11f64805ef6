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

package io.github.brevoconversations.webhook.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.webhook.AbstractConversationInboxTests;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a {@link JdbcConversationInbox} must do on each database.
 */
abstract class AbstractJdbcConversationInboxTests extends AbstractConversationInboxTests {

	private final String namespace = UUID.randomUUID().toString();

	private final List<JdbcConversationInbox> inboxes = new ArrayList<>();

	private final Map<InboxSettings, List<JdbcConversationInbox>> bySettings = new HashMap<>();

	private HikariDataSource pool;

	private int next;

	/**
	 * Return the database.
	 * @return connections, each of them new
	 */
	abstract DataSource database();

	/**
	 * Return the name that Spring Boot has for the database.
	 * @return the name
	 */
	abstract String platform();

	@BeforeEach
	void open() {
		this.pool = new HikariDataSource();
		this.pool.setDataSource(database());
		createTables();
		createTables();
	}

	private void createTables() {
		DatabasePopulatorUtils.execute(
				new ResourceDatabasePopulator(
						new ClassPathResource("schema-" + platform() + ".sql", JdbcConversationInbox.class)),
				this.pool);
	}

	@AfterEach
	void close() {
		this.inboxes.forEach(JdbcConversationInbox::close);
		this.pool.close();
	}

	@Override
	protected synchronized ConversationInbox inbox(InboxSettings settings) {
		List<JdbcConversationInbox> instances = this.bySettings.computeIfAbsent(settings,
				(key) -> List.of(open(this.namespace, key), open(this.namespace, key)));
		this.next = 1 - this.next;
		return instances.get(this.next);
	}

	private JdbcConversationInbox open(String namespace, InboxSettings settings) {
		JdbcConversationInbox inbox = new JdbcConversationInbox(this.pool, namespace, settings);
		this.inboxes.add(inbox);
		return inbox;
	}

	@Override
	protected void setClock(Duration step) {
		new JdbcTemplate(this.pool).update("update brevo_inbox_clock set wall_time = wall_time - ? where namespace = ?",
				step.toMillis(), this.namespace);
	}

	@Test
	void isShared() {
		assertThat(inbox(InboxSettings.defaults()).isShared()).isTrue();
	}

	@Test
	void keepsOutOfTheTransactionsOfTheApplication() {
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			inbox(InboxSettings.defaults()).add(Webhooks.entries("a", "1")).block();
			status.setRollbackOnly();
		});
		assertThat(inbox(InboxSettings.defaults()).size().block().waiting()).isOne();
	}

	@Test
	void separatesNamespaces() {
		JdbcConversationInbox other = open(this.namespace + "x", InboxSettings.defaults());
		other.add(Webhooks.entries("a", "1")).block();
		assertThat(inbox(InboxSettings.defaults()).add(Webhooks.entries("a", "1")).block().added()).hasSize(1);
		assertThat(other.claim(8, HOUR).block().deliveries()).hasSize(1);
		assertThat(other.size().block().waiting()).isOne();
	}

}

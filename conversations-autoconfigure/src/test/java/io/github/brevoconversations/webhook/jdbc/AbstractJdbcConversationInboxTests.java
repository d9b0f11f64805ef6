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

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.webhook.AbstractConversationInboxTests;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.RetainedEntries;
import io.github.brevoconversations.webhook.Webhooks;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

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
	void doesNotJoinTheApplicationsTransactions() {
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			inbox(InboxSettings.defaults()).add(Webhooks.entries("a", "1")).block();
			status.setRollbackOnly();
		});
		assertThat(inbox(InboxSettings.defaults()).size().block().waiting()).isOne();
	}

	@Test
	void keepsNoMoreInTheLongRunThanItRemembers() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withRemember(Duration.ofMinutes(1)));
		long inTheMiddle = 0;
		for (int i = 0; i < 40; i++) {
			RetainedEntries.liveThroughAMinute(inbox, i);
			setClock(Duration.ofSeconds(10));
			if (i == 20) {
				inTheMiddle = rows();
			}
		}
		assertThat(rows()).isPositive().isLessThanOrEqualTo(inTheMiddle + RetainedEntries.IDS_IN_A_MINUTE);
	}

	private long rows() {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		return Stream.of("conversation", "event", "seen", "clock")
			.mapToLong((table) -> jdbc.queryForObject(
					"select count(*) from brevo_inbox_" + table + " where namespace = ?", Long.class, this.namespace))
			.sum();
	}

	@Test
	void leavesNothingClaimedForACallThatWasGivenUp() throws Exception {
		CountDownLatch asked = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean blocked = new AtomicBoolean();
		AtomicInteger asking = new AtomicInteger();
		DataSource slow = new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				asking.incrementAndGet();
				try {
					if (blocked.get()) {
						asked.countDown();
						awaitQuietly(release);
					}
					return super.getConnection();
				}
				finally {
					asking.decrementAndGet();
				}
			}

		};
		JdbcConversationInbox inbox = new JdbcConversationInbox(slow, this.namespace, InboxSettings.defaults());
		this.inboxes.add(inbox);
		inbox.add(Webhooks.entries("a", "1")).block();
		blocked.set(true);
		List<Disposable> given = List.of(inbox.claim(1, HOUR).subscribe(), inbox.markSent("sent").subscribe());
		assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 10; i++) {
			Disposable waiting = inbox.claim(1, HOUR).subscribe();
			waiting.dispose();
		}
		given.forEach(Disposable::dispose);
		blocked.set(false);
		release.countDown();
		// as many as there are threads, so that all calls before them have ended
		Flux.range(0, 40).flatMap((i) -> inbox.size(), 40).blockLast();
		// or one of them may still wait for its connection
		Awaitility.await()
			.until(() -> asking.get() == 0 && this.pool.getHikariPoolMXBean().getActiveConnections() == 0);
		assertThat(inbox.claim(1, HOUR).block().deliveries()).hasSize(1);
		assertThat(inbox.add(Webhooks.entries("b", "sent")).block().added()).isEmpty();
	}

	@Test
	void reclaimsWhatAClaimWithAnUnconfirmedCommitHolds() {
		AtomicBoolean broken = new AtomicBoolean();
		DataSource breaking = new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				return breaking(super.getConnection(), broken);
			}

		};
		JdbcConversationInbox inbox = new JdbcConversationInbox(breaking, this.namespace, InboxSettings.defaults());
		this.inboxes.add(inbox);
		inbox.add(Webhooks.entries("a", "1")).block();
		Delivery held = inbox.claim(1, HOUR).block().deliveries().get(0);
		inbox.add(Webhooks.entries("b", "2")).block();
		inbox.release(inbox.claim(1, HOUR).block().deliveries().get(0), Duration.ofMinutes(1), true).block();
		inbox.add(Webhooks.entries("c", "3")).block();
		broken.set(true);
		assertThatException().isThrownBy(() -> inbox.claim(8, HOUR).block());
		broken.set(false);
		assertThat(inbox(InboxSettings.defaults()).claim(8, HOUR).block().deliveries()).isEmpty();
		assertThat(inbox.claim(8, HOUR).block().deliveries()).extracting((delivery) -> Webhooks.id(delivery.event()))
			.containsExactly("3");
		assertThat(inbox.claim(8, HOUR).block().deliveries()).isEmpty();
		assertThat(inbox.renew(held, HOUR).block()).isTrue();
	}

	private static Connection breaking(Connection connection, AtomicBoolean broken) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					Object result = method.invoke(connection, arguments);
					if (method.getName().equals("commit") && broken.get()) {
						throw new SQLException("The connection broke", "08006");
					}
					return result;
				});
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
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

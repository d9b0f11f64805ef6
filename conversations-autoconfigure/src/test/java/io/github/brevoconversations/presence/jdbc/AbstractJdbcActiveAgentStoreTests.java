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

package io.github.brevoconversations.presence.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AbstractActiveAgentStoreTests;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.LockedAgentsException;
import io.github.brevoconversations.presence.Mark;
import io.github.brevoconversations.presence.NextPing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.core.NestedRuntimeException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a {@link JdbcActiveAgentStore} must do on each database.
 */
abstract class AbstractJdbcActiveAgentStoreTests extends AbstractActiveAgentStoreTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration LATE = Duration.ofSeconds(30);

	private final String namespace = UUID.randomUUID().toString();

	private final List<JdbcActiveAgentStore> stores = new ArrayList<>();

	private final List<HikariDataSource> pools = new ArrayList<>();

	private DataSource pool;

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

	/**
	 * Return a statement that gives a session a time zone far from UTC.
	 * @param hours the hours before or behind UTC
	 * @return the statement
	 */
	abstract String setTimeZone(int hours);

	@BeforeEach
	void open() {
		this.pool = pool(new HikariDataSource());
		DatabasePopulatorUtils.execute(schema(), this.pool);
		IntStream.range(0, 3).forEach((i) -> store(this.pool, this.namespace));
	}

	@AfterEach
	void close() {
		this.stores.forEach(JdbcActiveAgentStore::close);
		this.pools.forEach(HikariDataSource::close);
	}

	@Override
	protected synchronized ActiveAgentStore store() {
		this.next = (this.next + 1) % this.stores.size();
		return this.stores.get(this.next);
	}

	@Test
	void isShared() {
		assertThat(store().isShared()).isTrue();
	}

	@Test
	void createsTheTableRepeatedly() {
		add(LIZ);
		DatabasePopulatorUtils.execute(schema(), this.pool);
		assertThat(list(1)).containsExactly(LIZ);
	}

	@Test
	void separatesNamespaces() {
		List<JdbcActiveAgentStore> accounts = Flux.just("a", "A", "á", "ab")
			.map((account) -> new JdbcActiveAgentStore(this.pool, this.namespace + account))
			.collectList()
			.block();
		accounts.forEach((store) -> store.add(LIZ, null).block());
		accounts.get(0).claimDue(ClaimRequest.of(10, HOUR)).block();
		accounts.get(0).schedule(List.of(new NextPing(LIZ, HOUR, Duration.ZERO))).block();
		accounts.get(1).remove(LIZ).block();
		assertThat(accounts.get(0).claimDue(ClaimRequest.of(10, HOUR)).block().active()).isOne();
		assertThat(accounts.get(1).size().block()).isZero();
		ActiveAgentStore.Claim claim = accounts.get(2).claimDue(ClaimRequest.of(10, HOUR)).block();
		assertThat(claim.active()).isOne();
		assertThat(claim.agents()).extracting(ActiveAgent::lastAcceptedPing).containsOnlyNulls();
		assertThat(accounts.get(3).find(List.of(LIZ)).block()).hasSize(1);
		assertThat(list(10)).isEmpty();
		accounts.forEach(JdbcActiveAgentStore::close);
	}

	@Test
	void usesTheClockOfTheDatabaseWhateverTheTimeZones() {
		JdbcActiveAgentStore ahead = inTimeZone(13);
		JdbcActiveAgentStore behind = inTimeZone(-11);
		ahead.add(LIZ, HOUR).block();
		behind.add(TOM, Duration.ofDays(1)).block();
		ActiveAgentStore.Claim first = behind.claimDue(ClaimRequest.of(1, HOUR)).block();
		ActiveAgentStore.Claim second = ahead.claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(first.agents()).extracting(ActiveAgent::identity).containsExactly(LIZ);
		assertThat(second.agents()).extracting(ActiveAgent::identity).containsExactly(TOM);
		assertThat(second.when()).isBetween(first.when(), first.when().plusSeconds(60));
		assertThat(claim(2, HOUR)).isEmpty();
		ahead.schedule(List.of(new NextPing(LIZ, Duration.ofSeconds(-1), Duration.ofSeconds(2)))).block();
		assertThat(behind.claimDue(ClaimRequest.of(2, HOUR)).block().agents()).singleElement()
			.satisfies((liz) -> assertThat(liz.lastAcceptedPing()).isBetween(first.when().minusSeconds(2),
					first.when().plusSeconds(60)));
	}

	@Test
	void isOfAnotherGenerationOnceItsRowsAreLost() {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		store().configure(List.of(LIZ)).block();
		add(TOM);
		accept(LIZ);
		long generation = store().claimDue(ClaimRequest.of(2, HOUR)).block().generation();
		assertThat(generation).isPositive();
		assertThat(store().claimDue(ClaimRequest.of(2, HOUR)).block().generation()).isEqualTo(generation);
		List<ActiveAgent> held = store().list(2).block();
		jdbc.update("delete from brevo_active_agent where namespace = ?", this.namespace);
		assertThat(store().claimDue(ClaimRequest.of(2, HOUR)).block().generation()).isNotEqualTo(generation);
		store().restore(held, null, held.get(0).activeSince()).block();
		accept(LIZ);
		assertThat(store().claimDue(ClaimRequest.of(0, HOUR)).block().generation()).isNotEqualTo(generation);
		assertThat(store().list(2).block()).extracting(ActiveAgent::identity, ActiveAgent::configured)
			.containsExactly(tuple(LIZ, true), tuple(TOM, false));
	}

	@Test
	void dropsAnAgentThatWasMarkedBeforeTheClockWasSetBack() {
		add(LIZ);
		new JdbcTemplate(this.pool).update(
				"update brevo_active_agent set marked_at = marked_at + 600000 where namespace = ? and kind = 'agent'",
				this.namespace);
		assertThat(store().drop(LIZ, HOUR).block()).isTrue();
	}

	@Test
	void replacesAnAcceptedPingOfTheFuture() {
		add(LIZ);
		schedule(new NextPing(LIZ, HOUR, Duration.ZERO));
		new JdbcTemplate(this.pool).update("update brevo_active_agent set last_accepted_ping = last_accepted_ping"
				+ " + 600000 where namespace = ? and kind = 'agent'", this.namespace);
		schedule(new NextPing(LIZ, HOUR, null));
		Instant future = find(LIZ).get(0).lastAcceptedPing();
		schedule(new NextPing(LIZ, HOUR, Duration.ofSeconds(5)));
		assertThat(find(LIZ).get(0).lastAcceptedPing()).isBefore(future.minusSeconds(500));
	}

	private void accept(AgentIdentity agent) {
		store()
			.schedule(List.of(new NextPing(agent, HOUR, Duration.ZERO)),
					new AccountUpdate(null, 1, Duration.ZERO, null, null, null))
			.block();
	}

	@Test
	void keepsOutOfTheTransactionsOfTheApplication() {
		add(LIZ);
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			add(TOM);
			store().remove(LIZ).block();
			assertThat(claim(10, HOUR)).containsExactly(TOM);
			status.setRollbackOnly();
		});
		assertThat(list(10)).containsExactly(TOM);
		assertThat(claim(10, HOUR)).isEmpty();
	}

	@Test
	void commitsWithoutAutoCommit() {
		HikariDataSource pool = new HikariDataSource();
		pool.setAutoCommit(false);
		JdbcActiveAgentStore store = store(pool(pool), this.namespace);
		store.add(LIZ, null).block();
		store.add(LIZ, null).block();
		store.add(TOM, null).block();
		store.remove(TOM).block();
		assertThat(store.claimDue(ClaimRequest.of(1, HOUR)).block().agents()).hasSize(1);
		assertThat(claim(1, HOUR)).isEmpty();
		store.schedule(List.of(new NextPing(LIZ, Duration.ZERO, null))).block();
		assertThat(claim(2, HOUR)).containsExactly(LIZ);
	}

	@Test
	void claimsWithSerializableConnections() {
		HikariDataSource pool = new HikariDataSource();
		pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		JdbcActiveAgentStore store = store(pool(pool), this.namespace);
		List<AgentIdentity> agents = IntStream.range(0, 40).mapToObj((i) -> AgentIdentity.ofId("agent" + i)).toList();
		store.mark(agents.stream().map((agent) -> Mark.active(agent, null)).toList()).block();
		List<AgentIdentity> claimed = Flux.range(0, 60)
			.flatMap((i) -> store.claimDue(ClaimRequest.of(1, HOUR))
				.flatMap((claim) -> store
					.schedule(claim.agents()
						.stream()
						.map((agent) -> new NextPing(agent.identity(), HOUR, Duration.ZERO))
						.toList(), new AccountUpdate(null, 1, Duration.ZERO, null, null, null))
					.thenReturn(claim.agents())), 16)
			.flatMapIterable((claim) -> claim)
			.map(ActiveAgent::identity)
			.collectList()
			.block();
		claimed.addAll(claim(agents.size(), HOUR));
		assertThat(claimed).containsExactlyInAnyOrderElementsOf(agents);
	}

	@Test
	void leavesOutAgentsThatSomebodyElseHasLockedAndSaysSo() throws SQLException {
		AgentIdentity ann = AgentIdentity.ofId("ann");
		AgentIdentity sue = AgentIdentity.ofId("sue");
		store().configure(List.of(ann)).block();
		add(LIZ);
		add(TOM);
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			// by its primary key, since MariaDB locks all that it reads
			for (AgentIdentity locked : List.of(LIZ, ann)) {
				statement.execute("update brevo_active_agent set origin = 'c' where id = " + id(locked));
			}
			assertThatExceptionOfType(LockedAgentsException.class)
				.isThrownBy(store().mark(
						List.of(Mark.inactive(LIZ), Mark.inactive(TOM), Mark.active(sue, null), Mark.active(ann, HOUR)))
					.timeout(LATE)::block)
				.satisfies((failure) -> assertThat(failure.getAgents()).containsExactlyInAnyOrder(LIZ, ann));
			assertThatExceptionOfType(ActiveAgentStoreException.class)
				.isThrownBy(store().configure(List.of(TOM)).timeout(LATE)::block)
				.withMessageContaining("1 configured agents");
			assertThat(store().drop(LIZ, Duration.ZERO).timeout(LATE).block()).isFalse();
			assertThat(list(10)).containsExactlyInAnyOrder(ann, LIZ, sue, TOM);
			connection.rollback();
		}
		store().configure(List.of(TOM)).block();
		store().mark(List.of(Mark.inactive(LIZ))).block();
		assertThat(list(10)).containsExactlyInAnyOrder(sue, TOM);
	}

	private long id(AgentIdentity agent) {
		return new JdbcTemplate(this.pool).queryForObject(
				"select id from brevo_active_agent where namespace = ? and kind = 'agent' and agent_key = ?",
				Long.class, this.namespace, AgentKeys.of(agent));
	}

	@Test
	void storesMarksInTheOrderInWhichTheyAreMade() {
		ActiveAgentStore store = store();
		List<AgentIdentity> agents = agents(50);
		Flux.fromIterable(agents)
			.flatMap((agent) -> Mono.when(store.add(agent, null), store.remove(agent), store.add(agent, HOUR),
					store.remove(agent), store.add(agent, null)), 50)
			.blockLast();
		assertThat(list(100)).containsExactlyInAnyOrderElementsOf(agents);
		assertThat(store.list(100).block()).extracting(ActiveAgent::activeUntil).containsOnlyNulls();
	}

	@Test
	void schedulesInIndependentBatches() {
		List<AgentIdentity> agents = agents(60);
		agents.forEach(this::add);
		Flux.range(0, 60).flatMap((i) -> {
			List<AgentIdentity> shuffled = new ArrayList<>(agents);
			Collections.shuffle(shuffled, new Random(i));
			ActiveAgentStore store = store();
			return Mono.when(store.claimDue(ClaimRequest.of(20, Duration.ZERO)),
					store.schedule(shuffled.stream().map((agent) -> new NextPing(agent, Duration.ZERO, null)).toList()),
					store.add(AgentIdentity.ofId("other" + i), null),
					store.remove(agents.get(i)).retryWhen(whileLocked()));
		}, 10).blockLast();
		assertThat(list(100)).hasSize(60).doesNotContainAnyElementsOf(agents);
	}

	@Test
	void deletesExpiredAgents() {
		store().add(LIZ, Duration.ofMillis(1)).block();
		store().add(TOM, HOUR).block();
		Awaitility.await().until(() -> list(10).equals(List.of(TOM)));
		assertThat(rows()).isEqualTo(2);
		store().claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(rows()).isEqualTo(1);
	}

	@Test
	void saysWhatToDoAboutAMissingTable() {
		JdbcActiveAgentStore store = new JdbcActiveAgentStore(this.pool, this.namespace, "no_such_table");
		for (Mono<?> call : List.of(store.drop(LIZ, HOUR), store.claimDue(ClaimRequest.of(1, HOUR)),
				store.claimDue(ClaimRequest.of(0, HOUR)), store.schedule(List.of(new NextPing(LIZ, HOUR, null))))) {
			assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class).isThrownBy(call::block)
				.withMessageContaining("'no_such_table'")
				.withMessageContaining("schema-");
		}
		store.close();
	}

	@Test
	void failsUntilTheDatabaseIsAvailable() {
		HikariDataSource closed = pool(new HikariDataSource());
		closed.close();
		JdbcActiveAgentStore store = new JdbcActiveAgentStore(closed, this.namespace);
		assertThatExceptionOfType(ActiveAgentStoreException.class).isThrownBy(store.add(LIZ, null)::block)
			.withCauseInstanceOf(NestedRuntimeException.class)
			.matches((failure) -> !failure.isOutcomeUnknown());
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(store.claimDue(ClaimRequest.of(1, HOUR))::block);
		store.close();
		assertThat(list(1)).isEmpty();
	}

	@Test
	void rejectsWhatNoDatabaseCanStore() {
		assertThatIllegalArgumentException().isThrownBy(store().add(AgentIdentity.ofId("a\0b"), null)::block);
		assertThat(list(1)).isEmpty();
		add(AgentIdentity.ofId("a\ud83d\ude00b"));
		assertThat(list(1)).containsExactly(AgentIdentity.ofId("a\ud83d\ude00b"));
	}

	private static Retry whileLocked() {
		return Retry.fixedDelay(20, Duration.ofMillis(250)).filter(LockedAgentsException.class::isInstance);
	}

	private int rows() {
		return new JdbcTemplate(this.pool).queryForObject(
				"select count(*) from brevo_active_agent where namespace = ? and kind = 'agent'", Integer.class,
				this.namespace);
	}

	private ResourceDatabasePopulator schema() {
		return new ResourceDatabasePopulator(
				new ClassPathResource("schema-" + platform() + ".sql", JdbcActiveAgentStore.class));
	}

	private JdbcActiveAgentStore inTimeZone(int hours) {
		HikariDataSource pool = new HikariDataSource();
		pool.setConnectionInitSql(setTimeZone(hours));
		return store(pool(pool), this.namespace);
	}

	private JdbcActiveAgentStore store(DataSource dataSource, String namespace) {
		JdbcActiveAgentStore store = new JdbcActiveAgentStore(dataSource, namespace);
		this.stores.add(store);
		return store;
	}

	private HikariDataSource pool(HikariDataSource pool) {
		pool.setDataSource(database());
		pool.setMaximumPoolSize(10);
		pool.setMinimumIdle(0);
		this.pools.add(pool);
		return pool;
	}

	final String namespace() {
		return this.namespace;
	}

	final DataSource connections() {
		return this.pool;
	}

}

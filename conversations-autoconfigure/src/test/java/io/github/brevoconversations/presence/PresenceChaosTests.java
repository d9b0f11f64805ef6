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

package io.github.brevoconversations.presence;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances on a real store, to which everything happens at random: kills, lost
 * keys, outages and clock steps of the store, and whatever may be thrown by the code of
 * others. The {@link PresenceInvariant} must hold all the time, no thread may end with
 * what is thrown, and afterwards all must be well.
 */
@Timeout(300)
class PresenceChaosTests {

	private static final Duration CHAOS = Duration.ofSeconds(Boolean.getBoolean("soak") ? 120 : 4);

	private static final Duration SETTLED = Duration.ofSeconds(60);

	private static final List<AgentIdentity> AGENTS = AbstractHeartbeatTests.agents("agent", 8);

	private static final Set<String> PLACES = Set.of("claim", "claim when subscribed to", "claim with the result",
			"schedule", "schedule when subscribed to", "schedule with the result", "mark", "mark when subscribed to",
			"mark with the result", "key provider", "filter", "filter with the response", "rate limit observer",
			"call observer of a success", "call observer of a failure", "listener to pings");

	private final SplittableRandom random = new SplittableRandom(20261127);

	private final TreeMap<Integer, Boolean> marks = new TreeMap<>();

	private final Map<Integer, CompletableFuture<Void>> pending = new HashMap<>();

	private final Set<AgentIdentity> marked = ConcurrentHashMap.newKeySet();

	private final Sabotage sabotage = new Sabotage();

	@Test
	void keepsMarkedAgentsOnlineWhateverIsThrown() {
		try (RealCluster cluster = new RealCluster(new SharedStore(Clock.systemUTC()), this.sabotage)) {
			cluster.start(3);
			PresenceInvariant invariant = invariant(cluster);
			this.sabotage.begin(0.1);
			runUntil(() -> this.sabotage.places().containsAll(PLACES), cluster, () -> mark(cluster),
					() -> invariant.check(heartbeats(cluster), this.marked, now()));
			this.sabotage.end();
			assertAllIsWell(cluster);
		}
	}

	@Test
	void keepsMarkedAgentsOnlineWithRedis() {
		try (RedisStore redis = new RedisStore()) {
			run(redis);
		}
	}

	@Test
	void keepsMarkedAgentsOnlineWithPostgresql() {
		try (PostgresStore postgres = new PostgresStore()) {
			run(postgres);
		}
	}

	private void run(FaultyStore store) {
		try (RealCluster cluster = new RealCluster(store.store(), this.sabotage)) {
			cluster.start(3);
			PresenceInvariant invariant = invariant(cluster);
			// a mark that the store loses together with an instance is lost
			runUntil(() -> true, cluster, () -> disturb(cluster, store),
					() -> invariant.check(heartbeats(cluster), List.of(), now()));
			cluster.network = (ping) -> ping;
			this.sabotage.end();
			store.recover();
			assertAllIsWell(cluster);
		}
	}

	private void runUntil(BooleanSupplier done, RealCluster cluster, Runnable disturb, Runnable check) {
		Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> cluster.uncaught.add(failure));
		try {
			long end = System.nanoTime() + CHAOS.toNanos();
			while (System.nanoTime() - end < 0 || !done.getAsBoolean()) {
				assertThat(System.nanoTime() - end)
					.as("%s, and only %s were hit", cluster.states(), this.sabotage.places())
					.isLessThan(SETTLED.toNanos());
				disturb.run();
				long pause = System.nanoTime() + this.random.nextLong(20_000_000, 200_000_000);
				Awaitility.await().until(() -> {
					check.run();
					return System.nanoTime() - pause > 0;
				});
			}
			assertThat(cluster.uncaught).as("what threads ended with").isEmpty();
		}
		finally {
			Thread.setDefaultUncaughtExceptionHandler(before);
		}
	}

	private static PresenceInvariant invariant(RealCluster cluster) {
		return new PresenceInvariant(AGENTS, () -> {
			long now = System.nanoTime();
			return (agent) -> cluster.isOnline(agent, now);
		}, RealCluster.SETTINGS.interval());
	}

	private static Duration now() {
		return Duration.ofNanos(System.nanoTime());
	}

	private static List<AgentPresenceHeartbeat> heartbeats(RealCluster cluster) {
		return cluster.instances.stream().map((instance) -> instance.heartbeat).toList();
	}

	private void disturb(RealCluster cluster, FaultyStore store) {
		switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> mark(cluster);
			case 3 -> {
				// a kill: what it held is lost with it
				cluster.instances.remove(this.random.nextInt(3)).close();
				cluster.start(1);
			}
			case 4, 5 -> store.disturb(this.random);
			default -> {
				cluster.network = PresenceChaosTests::fail;
				this.sabotage.begin(0.1);
			}
		}
	}

	private void mark(RealCluster cluster) {
		int number = this.random.nextInt(AGENTS.size());
		CompletableFuture<Void> before = this.pending.get(number);
		if (before != null && !before.isDone()) {
			// of two at once, either may be the last
			return;
		}
		boolean active = this.random.nextInt(3) > 0;
		AgentIdentity agent = AGENTS.get(number);
		AgentPresence presence = cluster.instances.get(this.random.nextInt(3)).presence;
		this.marks.put(number, active);
		this.marked.remove(agent);
		CompletableFuture<Void> mark = active ? presence.markActive(agent) : presence.markInactive(agent);
		this.pending.put(number, active ? mark.thenRun(() -> this.marked.add(agent)) : mark);
	}

	private static Mono<Void> fail(Mono<Void> ping) {
		return switch (ThreadLocalRandom.current().nextInt(10)) {
			case 0 -> Mono.error(SimulatedFault.UNREACHABLE);
			case 1 -> ping.then(Mono.error(SimulatedFault.SERVER_ERROR));
			case 2 -> ping.then(Mono.never());
			case 3 -> Mono.error(SimulatedFault.page(404));
			default -> ping;
		};
	}

	private void assertAllIsWell(RealCluster cluster) {
		AgentPresence presence = cluster.instances.get(0).presence;
		Awaitility.await().atMost(SETTLED).ignoreExceptions().until(() -> {
			// of some it is not known whether they were stored
			this.marks.forEach((agent, active) -> (active ? presence.markActive(AGENTS.get(agent))
					: presence.markInactive(AGENTS.get(agent)))
				.join());
			return true;
		});
		Set<AgentIdentity> active = this.marks.entrySet()
			.stream()
			.filter((mark) -> mark.getValue())
			.map((mark) -> AGENTS.get(mark.getKey()))
			.collect(Collectors.toSet());
		PresenceInvariant invariant = invariant(cluster);
		Awaitility.await().atMost(SETTLED).untilAsserted(() -> {
			invariant.check(heartbeats(cluster), List.of(), now());
			assertThat(AGENTS.stream().filter(cluster::isOnline)).containsExactlyInAnyOrderElementsOf(active);
			assertThat(presence.activeAgents().join()).containsExactlyInAnyOrderElementsOf(active);
			assertThat(cluster.instances).extracting((instance) -> instance.heartbeat.state().condition())
				.containsOnly(Condition.PINGING);
		});
	}

	/**
	 * A store and what may happen to it.
	 */
	private interface FaultyStore extends AutoCloseable {

		ActiveAgentStore store();

		void disturb(SplittableRandom random);

		void recover();

		@Override
		void close();

	}

	/**
	 * Redis that survives a kill.
	 */
	private static final class RedisStore implements FaultyStore {

		private static final List<String> KEYS = List.of("agents", "since", "due", "until", "meta");

		private final LocalRedis redis = LocalRedis.start("appendonly", "yes", "appendfsync", "always");

		private final LettuceConnectionFactory connections;

		private final RedisActiveAgentStore store;

		private RedisStore() {
			URI url = this.redis.getUrl();
			this.connections = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration(url.getHost(), url.getPort()));
			this.connections.afterPropertiesSet();
			this.connections.start();
			this.store = new RedisActiveAgentStore(this.connections, "chaos");
		}

		@Override
		public ActiveAgentStore store() {
			return this.store;
		}

		@Override
		public void disturb(SplittableRandom random) {
			switch (random.nextInt(4)) {
				case 0 -> this.redis.restart();
				case 1 -> this.redis.send("FLUSHALL");
				case 2 -> this.redis.send("CONFIG SET maxmemory " + (random.nextBoolean() ? "1" : "0"));
				default -> this.redis.send("DEL chaos:{chaos}:" + KEYS.get(random.nextInt(KEYS.size())));
			}
		}

		@Override
		public void recover() {
			this.redis.send("CONFIG SET maxmemory 0");
		}

		@Override
		public void close() {
			this.store.close();
			this.connections.destroy();
			this.redis.close();
		}

	}

	/**
	 * PostgreSQL.
	 */
	private static final class PostgresStore implements FaultyStore {

		private static final String DEADLOCK = "40P01";

		private final PostgresServer server = new PostgresServer();

		private final HikariDataSource pool = new HikariDataSource();

		private final JdbcActiveAgentStore store;

		private PostgresStore() {
			this.pool.setDataSource(this.server.dataSource());
			this.pool.setConnectionTimeout(1000);
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
					new ClassPathResource("schema-postgresql.sql", JdbcActiveAgentStore.class)), this.pool);
			this.store = new JdbcActiveAgentStore(this.pool, "chaos");
		}

		@Override
		public ActiveAgentStore store() {
			return this.store;
		}

		@Override
		public void disturb(SplittableRandom random) {
			switch (random.nextInt(Boolean.getBoolean("soak") ? 6 : 5)) {
				case 0 -> execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> "
						+ "pg_backend_pid() and backend_type = 'client backend'");
				case 1 -> execute("begin; lock table brevo_active_agent in access exclusive mode; "
						+ "select pg_sleep(0.4); rollback");
				case 2 -> execute("update brevo_active_agent set ping_due = ping_due + 600000 where kind = 'agent'");
				case 3 -> execute("update brevo_active_agent set ping_due = ping_due - 600000 where kind = 'agent'");
				case 4 -> execute("delete from brevo_active_agent where kind = 'account'");
				default -> {
					this.server.stop();
					this.server.restart();
				}
			}
		}

		// PostgreSQL may choose this of two transactions to end a deadlock
		private void execute(String sql) {
			try (Connection connection = this.server.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				if (!DEADLOCK.equals(ex.getSQLState())) {
					throw new IllegalStateException(ex);
				}
			}
		}

		@Override
		public void recover() {
		}

		@Override
		public void close() {
			this.store.close();
			this.pool.close();
			this.server.close();
		}

	}

}

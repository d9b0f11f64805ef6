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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
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
 * keys, outages and clock steps of the store, and whatever may be thrown by whom. What
 * the states say must be true all the time, and afterwards all must be well.
 */
@Timeout(300)
class PresenceChaosTests {

	private static final Duration CHAOS = Duration.ofSeconds(Boolean.getBoolean("soak") ? 120 : 4);

	private static final Duration SETTLED = Duration.ofSeconds(60);

	private static final List<AgentIdentity> AGENTS = AbstractHeartbeatTests.agents("agent", 8);

	private final SplittableRandom random = new SplittableRandom(20261127);

	private final TreeMap<Integer, Boolean> marks = new TreeMap<>();

	@Test
	void keepsOnlineWhoIsMarkedOnRedis() {
		try (RedisStore redis = new RedisStore()) {
			run(redis);
		}
	}

	@Test
	void keepsOnlineWhoIsMarkedOnPostgresql() {
		try (PostgresStore postgres = new PostgresStore()) {
			run(postgres);
		}
	}

	private void run(FaultyStore store) {
		try (RealCluster cluster = new RealCluster(store.store())) {
			cluster.start(3);
			long end = System.nanoTime() + CHAOS.toNanos();
			while (System.nanoTime() - end < 0) {
				disturb(cluster, store);
				long pause = System.nanoTime() + this.random.nextLong(20_000_000, 200_000_000);
				Awaitility.await().until(() -> {
					assertStatesAreTrue(cluster);
					return System.nanoTime() - pause > 0;
				});
			}
			cluster.network = (ping) -> ping;
			cluster.listener = () -> {
			};
			cluster.publisher = (event) -> {
			};
			store.recover();
			assertAllIsWell(cluster);
		}
	}

	private void disturb(RealCluster cluster, FaultyStore store) {
		switch (this.random.nextInt(8)) {
			case 0, 1, 2 -> {
				int agent = this.random.nextInt(AGENTS.size());
				boolean active = this.random.nextInt(3) > 0;
				this.marks.put(agent, active);
				mark(cluster, agent, active);
			}
			case 3 -> {
				// a kill: what it held is lost with it
				cluster.instances.remove(this.random.nextInt(3)).close();
				cluster.start(1);
			}
			case 4, 5 -> store.disturb(this.random);
			default -> {
				cluster.network = PresenceChaosTests::fail;
				cluster.listener = () -> {
					throw new StackOverflowError("listener");
				};
				cluster.publisher = (event) -> {
					throw new NoClassDefFoundError("listener");
				};
			}
		}
	}

	private void mark(RealCluster cluster, int agent, boolean active) {
		AgentPresence presence = cluster.instances.get(this.random.nextInt(3)).presence;
		CompletableFuture<Void> unused = active ? presence.markActive(AGENTS.get(agent))
				: presence.markInactive(AGENTS.get(agent));
	}

	private static Mono<Void> fail(Mono<Void> ping) {
		return switch (ThreadLocalRandom.current().nextInt(10)) {
			case 0 -> Mono.error(SimulatedFault.UNREACHABLE);
			case 1 -> ping.then(Mono.error(SimulatedFault.SERVER_ERROR));
			case 2 -> ping.then(Mono.never());
			case 3 -> throw new NoClassDefFoundError("filter");
			case 4 -> Mono.defer(() -> {
				throw new OutOfMemoryError("filter");
			});
			case 5 -> Mono.error(SimulatedFault.page(404));
			default -> ping;
		};
	}

	private static void assertStatesAreTrue(RealCluster cluster) {
		for (RealCluster.Instance instance : cluster.instances) {
			long before = System.nanoTime();
			HeartbeatState state = instance.heartbeat.state();
			assertThat(state.onlineAgents()).as("%s", state)
				.isLessThanOrEqualTo((int) AGENTS.stream().filter((agent) -> cluster.isOnline(agent, before)).count());
			for (AgentIdentity agent : AGENTS) {
				long asked = System.nanoTime();
				AgentPingStatus status = instance.heartbeat.status(agent);
				assertThat(status == null || !status.online() || cluster.isOnline(agent, asked)).as("%s", status)
					.isTrue();
			}
		}
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
		Awaitility.await().atMost(SETTLED).untilAsserted(() -> {
			assertStatesAreTrue(cluster);
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

		private void execute(String sql) {
			try (Connection connection = this.server.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
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

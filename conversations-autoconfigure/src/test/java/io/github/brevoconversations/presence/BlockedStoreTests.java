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

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the application or others block goes on being pinged, as far as it can be.
 */
@Timeout(120)
class BlockedStoreTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final AgentIdentity ANN = AgentIdentity.ofId("ann");

	private static final Duration LATE = Duration.ofSeconds(60);

	private final CountDownLatch end = new CountDownLatch(1);

	private final HikariDataSource pool = new HikariDataSource();

	@AfterEach
	void release() {
		this.end.countDown();
		this.pool.close();
	}

	@Test
	void pingsOthersWhileARowIsLocked() throws SQLException {
		JdbcActiveAgentStore store = database("locked");
		try (RealCluster cluster = new RealCluster(store);
				Connection connection = PostgresServer.shared().getConnection();
				Statement statement = connection.createStatement()) {
			markAndAwait(cluster, LIZ, TOM);
			connection.setAutoCommit(false);
			statement
				.execute("update brevo_active_agent set origin = 'm' where agent_id = 'liz' and namespace = 'locked'");
			assertIsPinged(cluster, TOM);
			markAndAwait(cluster, ANN);
			assertIsPinged(cluster, TOM);
			assertIsPinged(cluster, ANN);
			connection.rollback();
			assertIsPinged(cluster, LIZ);
		}
		finally {
			store.close();
		}
	}

	@Test
	void marksOthersWhileARowIsLocked() throws SQLException {
		JdbcActiveAgentStore store = database("marks");
		try (RealCluster cluster = new RealCluster(store);
				Connection connection = PostgresServer.shared().getConnection();
				Statement statement = connection.createStatement()) {
			markAndAwait(cluster, LIZ);
			AgentPresence presence = cluster.instances.get(0).presence;
			connection.setAutoCommit(false);
			statement
				.execute("update brevo_active_agent set origin = 'm' where agent_id = 'liz' and namespace = 'marks'");
			CompletableFuture<Void> locked = presence.markInactive(LIZ);
			CompletableFuture<Void> later = presence.markActive(LIZ);
			List<AgentIdentity> others = AbstractHeartbeatTests.agents("other", 200);
			assertThat(presence.markActive(others)).succeedsWithin(LATE);
			assertThat(presence.markInactive(others.get(0))).succeedsWithin(LATE);
			// and so nobody has waited for the row
			assertThat(locked).isNotDone();
			connection.rollback();
			assertThat(locked).succeedsWithin(LATE);
			assertThat(later).succeedsWithin(LATE);
			assertThat(presence.activeAgents().join()).hasSize(200).contains(LIZ).doesNotContain(others.get(0));
		}
		finally {
			store.close();
		}
	}

	@Test
	void goesOnWhileTheAccountsRowIsLocked() throws SQLException {
		JdbcActiveAgentStore store = database("account");
		try (RealCluster cluster = new RealCluster(store);
				Connection connection = PostgresServer.shared().getConnection();
				Statement statement = connection.createStatement()) {
			markAndAwait(cluster, LIZ, TOM);
			assertIsPinged(cluster, TOM);
			connection.setAutoCommit(false);
			statement.execute("select * from brevo_active_agent where kind = 'account' for update");
			assertIsPinged(cluster, TOM);
			assertIsPinged(cluster, LIZ);
			assertIsPinged(cluster, TOM);
			connection.rollback();
		}
		finally {
			store.close();
		}
	}

	@Test
	void continuesWhileAllConnectionsAreInUse() throws SQLException {
		JdbcActiveAgentStore store = database("pool");
		try (RealCluster cluster = new RealCluster(store)) {
			markAndAwait(cluster, LIZ, TOM);
			List<Connection> taken = new ArrayList<>();
			for (int i = 0; i < this.pool.getMaximumPoolSize(); i++) {
				taken.add(this.pool.getConnection());
			}
			assertIsPinged(cluster, LIZ);
			assertIsPinged(cluster, TOM);
			for (Connection connection : taken) {
				connection.close();
			}
			markAndAwait(cluster, ANN);
		}
		finally {
			store.close();
		}
	}

	@Test
	void needsNoThreadOfReactorsOwnForBlockingCalls() {
		Scheduler blocked = Schedulers.boundedElastic();
		for (int i = 0; i < 10 * Runtime.getRuntime().availableProcessors(); i++) {
			Disposable unused = blocked.schedule(this::block);
		}
		onRedis((redis, cluster) -> {
			markAndAwait(cluster, LIZ);
			assertIsPinged(cluster, LIZ);
		});
	}

	@Test
	void continuesForLongWhileRedisIsFull() {
		onRedis((redis, cluster) -> {
			markAndAwait(cluster, LIZ, TOM);
			redis.send("CONFIG SET maxmemory 1");
			for (int i = 0; i < 4; i++) {
				assertIsPinged(cluster, LIZ);
				assertIsPinged(cluster, TOM);
			}
			HeartbeatState state = cluster.instances.get(0).heartbeat.state();
			assertThat(state.condition()).isEqualTo(HeartbeatState.Condition.STORE_FAILING);
			assertThat(state.failure().cause()).hasStackTraceContaining("OOM");
			assertThat(state.onlineAgents()).isPositive();
			redis.send("CONFIG SET maxmemory 0");
			markAndAwait(cluster, ANN);
		});
	}

	@Test
	void recoversFromAStoreThatBlocksOrNeverCompletes() {
		HangingStore store = new HangingStore();
		try (RealCluster cluster = new RealCluster(store)) {
			markAndAwait(cluster, LIZ);
			store.hanging = this::block;
			Awaitility.await().atMost(LATE).until(() -> store.hung.get() > 1);
			store.hanging = null;
			assertIsPinged(cluster, LIZ);
			store.never = true;
			Awaitility.await().atMost(LATE).until(() -> store.hung.get() > 3);
			store.never = false;
			assertIsPinged(cluster, LIZ);
			markAndAwait(cluster, TOM);
		}
	}

	private static void onRedis(BiConsumer<LocalRedis, RealCluster> test) {
		LocalRedis redis = LocalRedis.start();
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", redis.getPort()));
		connections.afterPropertiesSet();
		connections.start();
		RedisActiveAgentStore store = new RedisActiveAgentStore(connections, "blocked");
		try (RealCluster cluster = new RealCluster(store)) {
			test.accept(redis, cluster);
		}
		finally {
			store.close();
			connections.destroy();
			redis.close();
		}
	}

	private JdbcActiveAgentStore database(String namespace) {
		this.pool.setDataSource(PostgresServer.shared());
		this.pool.setConnectionTimeout(30_000);
		DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
				new ClassPathResource("schema-postgresql.sql", JdbcActiveAgentStore.class)), this.pool);
		return new JdbcActiveAgentStore(this.pool, namespace);
	}

	private static void markAndAwait(RealCluster cluster, AgentIdentity... agents) {
		if (cluster.instances.isEmpty()) {
			cluster.start(1);
		}
		for (AgentIdentity agent : agents) {
			assertThat(cluster.instances.get(0).presence.markActive(agent)).succeedsWithin(LATE);
		}
		for (AgentIdentity agent : agents) {
			Awaitility.await().atMost(LATE).until(() -> cluster.isOnline(agent));
		}
	}

	private static void assertIsPinged(RealCluster cluster, AgentIdentity agent) {
		long begun = System.nanoTime();
		Awaitility.await().atMost(LATE).until(() -> cluster.isPingedSince(agent, begun));
	}

	private void block() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Store of an application's own that blocks whoever asks it, or never responds.
	 */
	private static final class HangingStore extends InMemoryActiveAgentStore {

		private volatile Runnable hanging;

		private volatile boolean never;

		private final AtomicInteger hung = new AtomicInteger();

		@Override
		public Mono<Claim> claimDue(ClaimRequest request) {
			Runnable hanging = this.hanging;
			if (hanging != null || this.never) {
				this.hung.incrementAndGet();
			}
			if (hanging != null) {
				hanging.run();
			}
			return this.never ? Mono.never() : super.claimDue(request);
		}

	}

}

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

package io.github.brevoconversations.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.NextPing;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import reactor.core.publisher.Flux;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Measures what a {@link JdbcActiveAgentStore} costs with 10,000 agents in a PostgreSQL
 * on this machine: claims and pings per second, and round trips per ping.
 */
public final class JdbcStoreCost {

	private static final int AGENTS = 10_000;

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final JdbcActiveAgentStore store;

	private JdbcStoreCost(JdbcActiveAgentStore store) {
		this.store = store;
	}

	/**
	 * Measure, and print the results.
	 * @param arguments ignored
	 * @throws IOException if the server does not start
	 */
	public static void main(String[] arguments) throws IOException {
		LoggingSystem.get(JdbcStoreCost.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		try (EmbeddedPostgres server = EmbeddedPostgres.builder().setPGStartupWait(MINUTE).start();
				HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
			pool.addDataSourceProperty("socketFactory", RoundTripCounter.class.getName());
			pool.setMaximumPoolSize(4);
			DatabasePopulatorUtils.execute(new ResourceDatabasePopulator(
					new ClassPathResource("schema-postgresql.sql", JdbcActiveAgentStore.class)), pool);
			try (JdbcActiveAgentStore store = new JdbcActiveAgentStore(pool, "benchmark")) {
				new JdbcStoreCost(store).measure();
			}
		}
	}

	private void measure() {
		List<AgentIdentity> agents = IntStream.range(0, AGENTS)
			.mapToObj((i) -> AgentIdentity.ofId("d9nKoegKSjmCtyK78-" + i))
			.toList();
		long begin = System.nanoTime();
		Flux.fromIterable(agents).flatMap((agent) -> this.store.add(agent, null), 64).blockLast();
		System.out.printf("%d marks in %.1f s%n%n", AGENTS, secondsSince(begin));
		System.out.println("| agents a claim | claims/s | pings/s, claimed and scheduled | round trips a ping |");
		System.out.println("|---|---|---|---|");
		for (int round = 0; round < 2; round++) {
			measure(agents, 8);
			measure(agents, 100);
		}
	}

	private void measure(List<AgentIdentity> agents, int batch) {
		Flux.fromIterable(agents)
			.map((agent) -> new NextPing(agent, Duration.ofSeconds(-1), null))
			.buffer(500)
			.concatMap(this.store::schedule)
			.blockLast();
		long trips = RoundTripCounter.trips();
		long begin = System.nanoTime();
		long claiming = 0;
		int claims = 0;
		int pings = 0;
		while (pings < AGENTS) {
			long claimBegin = System.nanoTime();
			List<ActiveAgent> claimed = Objects
				.requireNonNull(this.store.claimDue(ClaimRequest.of(batch, MINUTE)).block())
				.agents();
			claiming += System.nanoTime() - claimBegin;
			claims++;
			pings += claimed.size();
			this.store
				.schedule(claimed.stream()
					.map((agent) -> new NextPing(agent.identity(), Duration.ofHours(1), Duration.ZERO))
					.toList())
				.block();
		}
		System.out.printf("| %d | %.0f | %.0f | %.3f |%n", batch, claims / (claiming / 1e9),
				pings / secondsSince(begin), (RoundTripCounter.trips() - trips) / (double) pings);
	}

	private static double secondsSince(long begin) {
		return (System.nanoTime() - begin) / 1e9;
	}

}

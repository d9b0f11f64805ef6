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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.NextPing;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Measures what the stores in memory and in Redis cost: agents are claimed in batches and
 * scheduled again batch by batch, by one instance or by several at once.
 */
public final class StoreCost {

	private static final int AGENTS = 10_000;

	private static final List<Integer> BATCHES = List.of(1, 8, 100);

	private static final List<Integer> CLAIMERS = List.of(1, 4);

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration MEASUREMENT = Duration.ofSeconds(10);

	private final StoreServer server;

	private final ActiveAgentStore store;

	StoreCost(StoreServer server) {
		this.server = server;
		this.store = server.createStore();
	}

	/**
	 * Measure, and print the results.
	 * @param arguments ignored
	 */
	public static void main(String[] arguments) {
		LoggingSystem.get(StoreCost.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		Map<String, Supplier<StoreServer>> servers = new LinkedHashMap<>();
		servers.put("memory", MemoryStoreServer::new);
		servers.put("redis", RedisStoreServer::new);
		StringBuilder table = new StringBuilder("""

				| store, with %,d agents | at once | batch | claims a second | pings a second | round trips a ping |
				|---|---|---|---|---|---|
				""".formatted(AGENTS));
		servers.forEach((name, server) -> {
			try (StoreServer started = server.get()) {
				StoreCost cost = new StoreCost(started);
				System.out.printf("%n%s: %,d B of memory on the server for each agent%n", name, cost.addAgents(AGENTS));
				for (int claimers : CLAIMERS) {
					for (int batch : BATCHES) {
						cost.measure(claimers, batch, WARM_UP);
						table.append("| %s %s%n".formatted(name, cost.measure(claimers, batch, MEASUREMENT)));
					}
				}
			}
		});
		System.out.print(table);
	}

	/**
	 * Add agents.
	 * @param number how many
	 * @return the memory that each takes on the server, or 0 if it is not known
	 */
	long addAgents(int number) {
		this.store.size().block();
		long before = this.server.memory();
		Flux.range(0, number)
			.flatMap((i) -> this.store.add(AgentIdentity.ofId(Sample.AGENT_ID + i), null), 32)
			.blockLast();
		// After this, all agents have a last accepted ping, which takes memory as well
		claimAndSchedule(number).block();
		return (this.server.memory() - before) / number;
	}

	/**
	 * Claim and schedule agents repeatedly.
	 * @param claimers how many instances claim at once
	 * @param batch how many agents each claims at once
	 * @param duration for how long
	 * @return the results
	 */
	Result measure(int claimers, int batch, Duration duration) {
		long tripsBefore = this.server.roundTrips();
		long start = System.nanoTime();
		List<Integer> claims = Objects.requireNonNull(Flux.range(0, claimers)
			.flatMap((i) -> claimAndSchedule(batch).repeat(() -> System.nanoTime() - start < duration.toNanos()),
					claimers)
			.collectList()
			.block());
		double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
		long pings = claims.stream().mapToLong(Integer::longValue).sum();
		return new Result(claimers, batch, claims.size() / seconds, pings / seconds,
				(this.server.roundTrips() - tripsBefore) / (double) pings);
	}

	private Mono<Integer> claimAndSchedule(int batch) {
		return this.store.claimDue(ClaimRequest.of(batch, Duration.ofMinutes(1)))
			.flatMap((claim) -> this.store.schedule(claim.agents().stream().map(this::next).toList())
				.thenReturn(claim.agents().size()));
	}

	private NextPing next(ActiveAgent agent) {
		return new NextPing(agent.identity(), Duration.ZERO, Duration.ofMillis(5));
	}

	/**
	 * The result of a measurement.
	 *
	 * @param claimers how many claimed at once
	 * @param batch how many agents each claimed at once
	 * @param claims the claims per second
	 * @param pings the agents that were claimed and scheduled per second
	 * @param roundTrips the round trips to the server per agent
	 */
	record Result(int claimers, int batch, double claims, double pings, double roundTrips) {

		@Override
		public String toString() {
			return "| %d | %d | %,.0f | %,.0f | %.2f |".formatted(this.claimers, this.batch, this.claims, this.pings,
					this.roundTrips);
		}

	}

}

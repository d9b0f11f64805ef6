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

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances on a real store, to which everything happens at random: kills, lost
 * keys, outages and clock steps of the store, and whatever may be thrown by the code of
 * others. The {@link PresenceInvariant} must hold all the time, no thread may end with
 * what is thrown, and afterwards all must be well. Each store has a class of its own, and
 * names lie apart, so that other tests run while one of them waits.
 */
@Timeout(300)
abstract class AbstractPresenceChaosTests {

	private static final Duration CHAOS = Duration.ofSeconds(Boolean.getBoolean("soak") ? 120 : 4);

	private static final Duration SETTLED = Duration.ofSeconds(60);

	private static final List<AgentIdentity> AGENTS = AbstractHeartbeatTests.agents("agent", 8);

	private final SplittableRandom random = new SplittableRandom(20261127);

	private final TreeMap<Integer, Boolean> marks = new TreeMap<>();

	private final Map<Integer, CompletableFuture<Void>> pending = new HashMap<>();

	final Set<AgentIdentity> marked = ConcurrentHashMap.newKeySet();

	final Sabotage sabotage = new Sabotage();

	final void run(FaultyStore store) {
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

	final void runUntil(BooleanSupplier done, RealCluster cluster, Runnable disturb, Runnable check) {
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

	static PresenceInvariant invariant(RealCluster cluster) {
		return new PresenceInvariant(AGENTS, () -> {
			long now = System.nanoTime();
			return (agent) -> cluster.isOnline(agent, now);
		}, RealCluster.SETTINGS.interval());
	}

	static Duration now() {
		return Duration.ofNanos(System.nanoTime());
	}

	static List<AgentPresenceHeartbeat> heartbeats(RealCluster cluster) {
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
				cluster.network = AbstractPresenceChaosTests::fail;
				this.sabotage.begin(0.1);
			}
		}
	}

	final void mark(RealCluster cluster) {
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

	final void assertAllIsWell(RealCluster cluster) {
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
		// one of the connections that the store lost last may still be in use
		Awaitility.await().atMost(SETTLED).ignoreExceptionsInstanceOf(CompletionException.class).untilAsserted(() -> {
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
	interface FaultyStore extends AutoCloseable {

		ActiveAgentStore store();

		void disturb(SplittableRandom random);

		void recover();

		@Override
		void close();

	}

}

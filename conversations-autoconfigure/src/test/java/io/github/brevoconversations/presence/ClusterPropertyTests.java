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
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what holds whatever happens to several instances and their store: in random
 * order, agents are marked, instances start and die, the store is away, fails now and
 * then, loses what it held or has its clock set, Brevo cannot be reached, and errors are
 * thrown. At every moment an agent that is said to be online is, and once all is well,
 * everybody is online who is marked, and nobody else is pinged.
 */
class ClusterPropertyTests {

	private static final Duration SETTLED = Duration.ofSeconds(150);

	private static final int STEPS = 120;

	private static final List<SharedStore.State> STATES = List.of(SharedStore.State.ANSWERING,
			SharedStore.State.FAILING, SharedStore.State.HANGING);

	private final SilencedLoggers silenced = new SilencedLoggers();

	private SimulatedCluster cluster;

	private final List<AgentIdentity> agents = IntStream.range(0, 12)
		.mapToObj((i) -> AgentIdentity.ofId("agent-" + i))
		.toList();

	private final Set<AgentIdentity> marked = new LinkedHashSet<>();

	private Instant lastDisturbed;

	private boolean saved;

	@AfterEach
	void tearDown() {
		this.silenced.close();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void keepsAgentsOnlineAndReportsTheTruth(long seed) {
		try (SimulatedCluster simulated = new SimulatedCluster(null, SimulatedFault.NONE)) {
			this.cluster = simulated;
			this.lastDisturbed = simulated.clock.instant();
			SplittableRandom random = new SplittableRandom(seed);
			this.cluster.start(3, HeartbeatSettings.defaults());
			for (int step = 0; step < STEPS; step++) {
				disturb(random);
				advance(Duration.ofSeconds(random.nextInt(1, 40)));
			}
			recover();
			advance(SETTLED.multipliedBy(2));
			assertAllIsWell();
		}
	}

	static LongStream seeds() {
		return LongStream.rangeClosed(1, Long.getLong("seeds", Boolean.getBoolean("soak") ? 50 : 20));
	}

	private void disturb(SplittableRandom random) {
		switch (random.nextInt(13)) {
			case 0, 1, 2 -> mark(this.agents.get(random.nextInt(this.agents.size())), random.nextInt(4) > 0);
			case 3 -> replaceAnInstance(random);
			case 4 -> this.cluster.store.is(STATES.get(random.nextInt(STATES.size())));
			case 5 -> loseAgents();
			case 6 -> this.cluster.store.moveClock(Duration.ofSeconds(random.nextInt(-3600, 3600)));
			case 7 -> breakTheNetwork(random);
			case 8 -> saveSnapshot();
			case 9 -> comeBackOlder();
			case 10 -> failNowAndThen(random.split(), random.nextDouble(0.05, 0.7));
			default -> recover();
		}
	}

	private void mark(AgentIdentity agent, boolean active) {
		this.cluster.store.is(SharedStore.State.ANSWERING);
		this.cluster.store.failIf(() -> false);
		AgentPresence presence = this.cluster.instances.get(0).presence;
		if (active) {
			presence.markActive(agent).join();
			this.marked.add(agent);
		}
		else {
			presence.markInactive(agent).join();
			this.marked.remove(agent);
		}
		this.lastDisturbed = this.cluster.clock.instant();
	}

	// Whom the store has lost or revived, perhaps only one instance knows, so it must
	// have
	// repaired that before it may die.
	private void replaceAnInstance(SplittableRandom random) {
		int index = random.nextInt(this.cluster.instances.size());
		if (!this.cluster.store.held().equals(this.marked)) {
			return;
		}
		SimulatedCluster.Instance dying = this.cluster.instances.remove(index);
		dying.heartbeat.stop();
		this.saved = false;
		this.cluster.start(1, HeartbeatSettings.defaults());
		this.lastDisturbed = this.cluster.clock.instant();
	}

	// Only what the instances have pinged since can be restored.
	private void loseAgents() {
		if (this.cluster.clock.instant().isAfter(this.lastDisturbed.plus(SETTLED)) && isSettled()) {
			this.cluster.store.loseAgents();
		}
	}

	private void saveSnapshot() {
		this.cluster.store.saveSnapshot();
		this.saved = true;
	}

	// Whom an instance made inactive, only that one knows.
	private void comeBackOlder() {
		if (this.saved && this.cluster.clock.instant().isAfter(this.lastDisturbed.plus(SETTLED)) && isSettled()) {
			this.cluster.store.comeBackOlder();
		}
	}

	private boolean isSettled() {
		return this.cluster.states().stream().allMatch((state) -> state.condition() == Condition.PINGING)
				&& this.marked.stream().allMatch(this::isOnline);
	}

	private void breakTheNetwork(SplittableRandom random) {
		this.cluster.network = (ping) -> fail(ping, random);
	}

	private static Mono<Void> fail(Mono<Void> ping, SplittableRandom random) {
		List<Supplier<Mono<Void>>> failures = List.of(() -> ping, () -> ping, () -> ping.then(Mono.never()),
				() -> Mono.error(SimulatedFault.UNREACHABLE), () -> Mono.error(SimulatedFault.page(404)), () -> {
					throw new NoClassDefFoundError("filter");
				}, () -> Mono.error(new StackOverflowError("codec")));
		return failures.get(random.nextInt(failures.size())).get();
	}

	private void failNowAndThen(SplittableRandom random, double share) {
		this.cluster.store.failIf(() -> random.nextDouble() < share);
	}

	private void recover() {
		this.cluster.store.is(SharedStore.State.ANSWERING);
		this.cluster.store.failIf(() -> false);
		this.cluster.network = (ping) -> ping;
	}

	private void advance(Duration duration) {
		Instant end = this.cluster.clock.instant().plus(duration);
		while (this.cluster.clock.instant().isBefore(end)) {
			this.cluster.advance(Duration.ofSeconds(1));
			assertThatStatesAreTrue();
		}
	}

	private void assertThatStatesAreTrue() {
		for (SimulatedCluster.Instance instance : this.cluster.instances) {
			HeartbeatState state = instance.heartbeat.state();
			long online = this.agents.stream().filter(this::isOnline).count();
			assertThat(state.onlineAgents()).as("online agents of %s at %s", state, this.cluster.clock.instant())
				.isLessThanOrEqualTo((int) online);
			for (AgentIdentity agent : this.agents) {
				AgentState.Pings pings = instance.heartbeat.pings(agent);
				assertThat(pings == null || !pings.online() || isOnline(agent))
					.as("truth of %s at %s", pings, this.cluster.clock.instant())
					.isTrue();
			}
		}
	}

	private boolean isOnline(AgentIdentity agent) {
		return this.cluster.brevo.isOnline(agent, this.cluster.clock.instant());
	}

	private void assertAllIsWell() {
		assertThat(this.cluster.states()).extracting(HeartbeatState::condition).containsOnly(Condition.PINGING);
		assertThat(this.cluster.states()).extracting(HeartbeatState::activeAgents).containsOnly(this.marked.size());
		assertThat(this.agents).allSatisfy((agent) -> assertThat(isOnline(agent)).as("%s is online", agent)
			.isEqualTo(this.marked.contains(agent)));
	}

}

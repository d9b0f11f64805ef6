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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentRefused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of several {@link AgentPresenceHeartbeat}s on one store, on virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatClusterTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final Map<AgentIdentity, List<Duration>> pings = new HashMap<>();

	private final Map<AgentIdentity, Mono<Void>> answers = new HashMap<>();

	private final List<Instance> instances = new ArrayList<>();

	private ManualTaskScheduler scheduler;

	private SharedStore store;

	private Instant start;

	@BeforeEach
	void setUp() {
		this.scheduler = ManualTaskScheduler.ofAllSchedulers();
		this.store = new SharedStore(this.scheduler.getClock());
		this.start = this.scheduler.getClock().instant();
	}

	@AfterEach
	void tearDown() {
		this.instances.forEach((instance) -> instance.heartbeat.stop());
		ManualTaskScheduler.reset();
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "3", "10" })
	void pingsEachAgentOncePerInterval(int instances) {
		start(instances);
		List<AgentIdentity> agents = markActive(100);
		advance(120);
		this.pings.clear();
		advance(600);
		assertThat(this.pings).containsOnlyKeys(agents);
		assertThat(this.pings.values()).allSatisfy((times) -> assertThat(gaps(times)).hasSizeBetween(8, 10)
			.allSatisfy((gap) -> assertThat(gap).isBetween(seconds(60), seconds(62))));
		if (instances < 5) {
			assertThat(this.instances).allSatisfy((instance) -> assertThat(instance.pinged).isPositive());
		}
	}

	@Test
	void pingsAnAgentMarkedOnAnInstanceWithoutAHeartbeat() {
		start(2);
		advance(600);
		AgentPresence.of(this.store).markActive(LIZ).join();
		advance(5);
		assertThat(this.pings.get(LIZ)).hasSize(1);
	}

	@Test
	void stopsPingingAnAgentMarkedInactiveOnAnInstanceWithoutAHeartbeat() {
		start(2);
		markActive(LIZ);
		advance(30);
		AgentPresence.of(this.store).markInactive(LIZ).join();
		advance(600);
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.instances).allSatisfy((instance) -> assertThat(instance.heartbeat.pings(LIZ)).isNull());
		assertThat(events()).containsExactly(new AgentOnline("default", LIZ));
	}

	@Test
	void keepsEverybodyOnlineWhenAnInstanceDiesDuringItsPings() {
		start(3);
		List<AgentIdentity> agents = markActive(100);
		advance(120);
		this.pings.clear();
		advance(300);
		Instance dying = this.instances.get(0);
		dying.network = Mono.never();
		advance(2);
		dying.heartbeat.stop();
		advance(600);
		assertNobodyWentOffline(agents);
		assertThat(this.pings.values()).allSatisfy((times) -> assertThat(gaps(times))
			.allSatisfy((gap) -> assertThat(gap).isBetween(seconds(59), seconds(80))));
		assertThat(events()).hasSize(100).hasOnlyElementsOfType(AgentOnline.class);
	}

	@Test
	void keepsEverybodyOnlineThroughARollingRestart() {
		start(3);
		List<AgentIdentity> agents = markActive(100);
		for (int i = 0; i < 3; i++) {
			advance(100);
			this.instances.get(i).heartbeat.stop();
			advance(15);
			start(1);
		}
		advance(300);
		assertNobodyWentOffline(agents);
		assertThat(events()).hasOnlyElementsOfType(AgentOnline.class);
	}

	@Test
	void resumesAfterAllInstancesStopped() {
		start(2);
		List<AgentIdentity> agents = markActive(50);
		advance(100);
		this.instances.forEach((instance) -> instance.heartbeat.stop());
		advance(40);
		start(2);
		advance(300);
		assertNobodyWentOffline(agents);
	}

	@ParameterizedTest
	@CsvSource({ "FAILING, 24", "FAILING, 110", "FAILING, 400", "HANGING, 24", "HANGING, 110", "HANGING, 400" })
	void keepsEverybodyOnlineDuringAnOutageOfTheStore(SharedStore.State state, int outage, CapturedOutput output) {
		start(3);
		List<AgentIdentity> agents = markActive(100);
		advance(120);
		this.pings.clear();
		advance(300);
		this.store.is(state);
		advance(outage);
		this.store.is(SharedStore.State.ANSWERING);
		advance(300);
		assertNobodyWentOffline(agents);
		assertThat(events()).hasSize(100).hasOnlyElementsOfType(AgentOnline.class);
		assertThat(this.pings.values()).allSatisfy((times) -> assertThat(gaps(times))
			.allSatisfy((gap) -> assertThat(gap).isBetween(seconds(50), seconds(70))));
		assertThat(output.toString()).contains("cannot be read; ").contains("can be read again");
	}

	@Test
	void stopsPingingAnAgentMarkedInactiveBeforeTheStoreCanOnlyBeRead() {
		start(2);
		markActive(LIZ);
		AgentIdentity tom = AgentIdentity.ofId("tom");
		markActive(tom);
		advance(30);
		AgentPresence.of(this.store).markInactive(LIZ).join();
		this.store.is(SharedStore.State.READ_ONLY);
		advance(600);
		assertThat(this.pings.get(LIZ)).hasSize(1);
		assertThat(this.pings.get(tom)).hasSizeGreaterThan(9);
		assertThat(events()).containsExactlyInAnyOrder(new AgentOnline("default", LIZ),
				new AgentOnline("default", tom));
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4, 5, 7, 10 })
	void keepsEverybodyOnlineWithAStoreThatFailsEveryFewTrips(int trips) {
		AtomicInteger made = new AtomicInteger();
		assertNobodyGoesOfflineIf(() -> made.incrementAndGet() % trips == 0);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.1, 0.3, 0.5, 0.7 })
	void keepsEverybodyOnlineWithAStoreThatFailsAtRandom(double share) {
		SplittableRandom random = new SplittableRandom(20261127);
		assertNobodyGoesOfflineIf(() -> random.nextDouble() < share);
	}

	private void assertNobodyGoesOfflineIf(BooleanSupplier storeFails) {
		start(3);
		List<AgentIdentity> agents = new ArrayList<>(markActive(20));
		advance(300);
		this.store.failIf(storeFails);
		advance(300);
		this.store.failIf(() -> false);
		this.instances.get(0).presence.markActive(LIZ).join();
		this.store.failIf(storeFails);
		advance(60);
		assertThat(this.pings).containsKey(LIZ);
		advance(300);
		agents.add(LIZ);
		assertNobodyWentOffline(agents);
		assertThat(this.pings.values().stream().mapToInt(List::size).average().getAsDouble())
			.as("pings of an agent in 16 minutes")
			.isLessThan(2 * 16);
	}

	@Test
	void rarelyPingsTwiceAfterATakeoverDuringAnOutage() {
		start(3);
		markActive(100);
		advance(300);
		this.instances.get(0).network = Mono.error(SimulatedFault.UNREACHABLE);
		advance(200);
		this.instances.get(0).network = Mono.empty();
		advance(100);
		this.pings.clear();
		this.store.is(SharedStore.State.FAILING);
		advance(200);
		assertThat(this.pings).hasSize(100);
		// who was taken over in the last three seconds before
		assertThat(this.pings.values()).filteredOn((times) -> times.size() > 4).hasSizeLessThan(15);
		assertThat(this.pings.values()).allSatisfy(
				(times) -> assertThat(gaps(times)).allSatisfy((gap) -> assertThat(gap).isLessThan(seconds(70))));
	}

	@ParameterizedTest
	@CsvSource({ "0", "24" })
	void keepsEverybodyOnlineWhenTheStoreLosesItsContents(int outage, CapturedOutput output) {
		start(3);
		List<AgentIdentity> agents = markActive(100);
		this.instances.get(0).presence.markActive(LIZ, Duration.ofMinutes(10)).join();
		advance(300);
		this.store.is(SharedStore.State.FAILING);
		advance(outage);
		this.store.loseAgents();
		this.store.is(SharedStore.State.ANSWERING);
		advance(200);
		assertThat(this.pings).containsKey(LIZ);
		advance(200);
		this.pings.remove(LIZ);
		assertNobodyWentOffline(agents);
		assertThat(this.instances.get(1).presence.activeAgents().join()).containsExactlyInAnyOrderElementsOf(agents);
		assertThat(output).contains("lost its contents");
		assertThat(events()).hasSize(101).hasOnlyElementsOfType(AgentOnline.class);
	}

	@Test
	void stopsPingingWhenTheStoreIsDownForTooLong() {
		start(HeartbeatSettings.defaults().withContinueWithoutStoreFor(Duration.ofMinutes(10)));
		start(HeartbeatSettings.defaults().withContinueWithoutStoreFor(Duration.ofMinutes(10)));
		List<AgentIdentity> agents = markActive(20);
		advance(300);
		this.store.is(SharedStore.State.FAILING);
		advance(690);
		this.pings.clear();
		advance(300);
		assertThat(this.pings).isEmpty();
		this.store.is(SharedStore.State.ANSWERING);
		advance(20);
		assertThat(this.pings).containsOnlyKeys(agents);
	}

	@Test
	void stopsPingingAnExpiredAgentDuringAnOutageOfTheStore() {
		start(2);
		this.instances.get(0).presence.markActive(LIZ, seconds(150)).join();
		advance(100);
		this.store.is(SharedStore.State.FAILING);
		advance(300);
		assertThat(this.pings.get(LIZ)).hasSize(3);
	}

	@Test
	void pingsForHoursDuringAnOutageOfTheStore() {
		start(2);
		List<AgentIdentity> agents = markActive(20);
		advance(300);
		this.store.is(SharedStore.State.HANGING);
		advance(Duration.ofHours(2).toSeconds());
		assertNobodyWentOffline(agents);
	}

	@ParameterizedTest
	@EnumSource(names = { "FAILING", "HANGING" })
	void pingsConfiguredAgentsIfTheStoreIsDownAtTheStart(SharedStore.State state) {
		this.store.is(state);
		start(HeartbeatSettings.defaults().withAgents(List.of(LIZ)));
		advance(10);
		assertThat(this.pings.get(LIZ)).hasSize(1);
		advance(110);
		assertNobodyWentOffline(List.of(LIZ));
		this.store.is(SharedStore.State.ANSWERING);
		advance(120);
		assertNobodyWentOffline(List.of(LIZ));
		assertThat(this.instances.get(0).presence.activeAgents().join()).containsExactly(LIZ);
	}

	@ParameterizedTest
	@EnumSource(names = { "FAILING", "HANGING" })
	void failsAMarkThatIsNotStored(SharedStore.State state) {
		start(1);
		this.store.is(state);
		AgentPresence presence = this.instances.get(0).presence;
		CompletableFuture<?> mark = presence.markActive(LIZ);
		List<CompletableFuture<?>> calls = List.of(mark, presence.markInactive(LIZ), presence.activeAgents(),
				this.instances.get(0).heartbeat.agentStates());
		advance(10);
		assertThat(calls).allSatisfy((call) -> assertThat(call).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(ActiveAgentStoreException.class)
			.withMessageContaining("the store failed or did not respond in time"));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(mark::join)
			.withMessageContaining("It is unknown whether agent liz is marked active, because");
		this.store.is(SharedStore.State.ANSWERING);
		advance(60);
		assertThat(this.pings).isEmpty();
	}

	@Test
	void stopsPingingAnAgentMarkedInactiveDuringAnOutageOfTheStore() {
		start(1);
		markActive(LIZ);
		advance(30);
		this.store.is(SharedStore.State.FAILING);
		advance(2);
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(() -> this.instances.get(0).presence.markInactive(LIZ).join());
		advance(120);
		assertThat(this.pings.get(LIZ)).hasSize(1);
	}

	@Test
	void marksTheInitialAgentsOnceTheStoreIsBack() {
		this.store.is(SharedStore.State.FAILING);
		List<AgentIdentity> agents = AbstractHeartbeatTests.agents("initial", 3);
		start(HeartbeatSettings.defaults().withAgents(agents));
		advance(100);
		this.store.is(SharedStore.State.ANSWERING);
		advance(20);
		assertThat(this.pings).containsOnlyKeys(agents);
		assertThat(this.instances.get(0).presence.activeAgents().join()).isEqualTo(agents);
	}

	@Test
	void dropsAnAgentThatBrevoRejectsOnAllInstances() {
		this.answers.put(LIZ, Mono.error(SimulatedFault.NOT_FOUND));
		start(3);
		List<AgentIdentity> others = markActive(3);
		markActive(LIZ);
		advance(1800);
		assertThat(this.instances.get(2).presence.activeAgents().join()).isEqualTo(others);
		assertThat(events()).filteredOn((event) -> !(event instanceof AgentOnline))
			.singleElement()
			.isInstanceOf(AgentRefused.class);
	}

	@Test
	void reportsThatAnAgentMayBeOfflineOnlyWhenNobodyCouldPingIt() {
		start(3);
		List<AgentIdentity> agents = markActive(30);
		advance(300);
		this.instances.get(1).network = Mono.error(SimulatedFault.UNREACHABLE);
		advance(300);
		assertNobodyWentOffline(agents);
		assertThat(events()).hasOnlyElementsOfType(AgentOnline.class);
		this.instances.forEach((instance) -> instance.network = Mono.error(SimulatedFault.UNREACHABLE));
		advance(150);
		assertThat(events()).filteredOn(AgentPossiblyOffline.class::isInstance)
			.extracting((event) -> ((AgentPossiblyOffline) event).agent())
			.containsAll(agents);
	}

	@Test
	void makesFewTripsToTheStore() {
		start(1);
		markActive(100);
		advance(600);
		int trips = this.store.trips();
		int pinged = this.instances.get(0).pinged;
		advance(600);
		assertThat(this.store.trips() - trips).isLessThan(600 + 2 * (this.instances.get(0).pinged - pinged));
	}

	private void start(int number) {
		IntStream.range(0, number).forEach((i) -> start(HeartbeatSettings.defaults()));
	}

	private void start(HeartbeatSettings settings) {
		Instance instance = new Instance(settings);
		this.instances.add(instance);
		instance.heartbeat.start();
	}

	private void markActive(AgentIdentity agent) {
		this.instances.get(0).presence.markActive(agent).join();
	}

	private List<AgentIdentity> markActive(int number) {
		List<AgentIdentity> agents = AbstractHeartbeatTests.agents("agent", number);
		agents.forEach(this::markActive);
		return agents;
	}

	private void advance(long seconds) {
		this.scheduler.advance(Duration.ofSeconds(seconds));
	}

	private Duration now() {
		return Duration.between(this.start, this.scheduler.getClock().instant());
	}

	private List<Object> events() {
		return this.instances.stream().flatMap((instance) -> instance.events.stream()).toList();
	}

	private void assertNobodyWentOffline(List<AgentIdentity> agents) {
		assertThat(this.pings).containsOnlyKeys(agents);
		this.pings.values().forEach((times) -> {
			assertThat(gaps(times)).allSatisfy((gap) -> assertThat(gap).isLessThan(seconds(120)));
			assertThat(now().minus(times.get(times.size() - 1))).isLessThan(seconds(120));
		});
	}

	private static List<Duration> gaps(List<Duration> times) {
		return IntStream.range(1, times.size()).mapToObj((i) -> times.get(i).minus(times.get(i - 1))).toList();
	}

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

	/**
	 * One of the instances.
	 */
	private final class Instance {

		private final AgentPresence presence = VirtualEnvironment.presence(HeartbeatClusterTests.this.store);

		private final List<Object> events = new ArrayList<>();

		private final AgentPresenceHeartbeat heartbeat;

		private Mono<Void> network = Mono.empty();

		private int pinged;

		private Instance(HeartbeatSettings settings) {
			ManualTaskScheduler scheduler = HeartbeatClusterTests.this.scheduler;
			this.heartbeat = new AgentPresenceHeartbeat(ConversationsClientStub.pinging(this::ping), this.presence,
					HeartbeatClusterTests.this.store, scheduler, settings, new RateLimitTracker(scheduler.getClock()),
					new VirtualEnvironment(scheduler.getClock(), () -> 1));
			this.heartbeat.setApplicationEventPublisher(this.events::add);
		}

		private Mono<Void> ping(AgentIdentity agent) {
			return this.network.then(Mono.defer(() -> {
				this.pinged++;
				HeartbeatClusterTests.this.pings.computeIfAbsent(agent, (key) -> new ArrayList<>()).add(now());
				return HeartbeatClusterTests.this.answers.getOrDefault(agent, Mono.empty());
			}));
		}

	}

}

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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Instances of an application against a {@link SimulatedBrevo}, on virtual time.
 */
final class SimulatedCluster implements AutoCloseable {

	private static final long SEED = 20261123;

	final ManualTaskScheduler scheduler = ManualTaskScheduler.ofAllSchedulers();

	final Clock clock = this.scheduler.getClock();

	final SharedStore store = new SharedStore(this.clock);

	final List<Instance> instances = new ArrayList<>();

	final List<AgentPresenceEvent> events = new ArrayList<>();

	final SimulatedBrevo brevo;

	/**
	 * What lies between the instances and Brevo.
	 */
	UnaryOperator<Mono<Void>> network = UnaryOperator.identity();

	SimulatedCluster(@Nullable Integer limit, FaultSchedule faults) {
		this.brevo = new SimulatedBrevo(this.clock, limit, faults, SEED, new RateLimitTracker(this.clock));
	}

	/**
	 * Start instances that share a store.
	 * @param number how many
	 * @param settings how they ping
	 */
	void start(int number, HeartbeatSettings settings) {
		for (int i = 0; i < number; i++) {
			start(settings, this.store);
		}
	}

	Instance start(HeartbeatSettings settings, ActiveAgentStore store) {
		Instance instance = new Instance(settings, store);
		this.instances.add(instance);
		instance.heartbeat.start();
		return instance;
	}

	void advance(Duration duration) {
		this.scheduler.advance(duration);
	}

	List<HeartbeatState> states() {
		return this.instances.stream().map((instance) -> instance.heartbeat.state()).toList();
	}

	<T extends AgentPresenceEvent> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Return for how long agents were offline.
	 * @param agents the agents
	 * @return the seconds of each
	 */
	List<Long> offline(List<AgentIdentity> agents) {
		return agents.stream().map((agent) -> this.brevo.offline(agent, this.clock.instant()).toSeconds()).toList();
	}

	@Override
	public void close() {
		this.instances.forEach((instance) -> instance.heartbeat.stop());
		ManualTaskScheduler.reset();
	}

	/**
	 * One of the instances, which knows of the rate limit by its own pings only.
	 */
	final class Instance {

		final AgentPresence presence;

		final RateLimitTracker rateLimit = new RateLimitTracker(SimulatedCluster.this.clock);

		final AgentPresenceHeartbeat heartbeat;

		private Instance(HeartbeatSettings settings, ActiveAgentStore store) {
			this.presence = VirtualEnvironment.presence(store);
			this.heartbeat = new AgentPresenceHeartbeat(ConversationsClientStub.pinging(this::ping), this.presence,
					store, SimulatedCluster.this.scheduler, settings, this.rateLimit,
					new VirtualEnvironment(SimulatedCluster.this.clock,
							new SplittableRandom(SEED + SimulatedCluster.this.instances.size())::nextDouble));
			this.heartbeat
				.setApplicationEventPublisher((event) -> SimulatedCluster.this.events.add((AgentPresenceEvent) event));
		}

		private Mono<Void> ping(AgentIdentity agent) {
			return SimulatedCluster.this.network.apply(SimulatedCluster.this.brevo.ping(agent, this.rateLimit));
		}

	}

}

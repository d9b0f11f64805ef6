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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Instances of a heartbeat in real time on a real store, and what Brevo knows of their
 * agents.
 */
final class RealCluster implements AutoCloseable {

	static final HeartbeatSettings SETTINGS = HeartbeatSettings.defaults()
		.withTimes(Duration.ofMillis(1400), Duration.ofMillis(2800), Duration.ofMillis(4000));

	final List<Instance> instances = new ArrayList<>();

	private final ActiveAgentStore store;

	private final Map<AgentIdentity, Long> pingedAt = new ConcurrentHashMap<>();

	private final SilencedLoggers silenced = new SilencedLoggers("com.zaxxer.hikari", "io.lettuce",
			"org.springframework.transaction.support.TransactionTemplate");

	/**
	 * What lies between the instances and Brevo.
	 */
	volatile Function<Mono<Void>, Mono<Void>> network = (ping) -> ping;

	/**
	 * What the instances' listeners to pings do.
	 */
	volatile Runnable listener = () -> {
	};

	volatile ApplicationEventPublisher publisher = (event) -> {
	};

	RealCluster(ActiveAgentStore store) {
		this.store = store;
	}

	void start(int number) {
		for (int i = 0; i < number; i++) {
			this.instances.add(new Instance());
		}
	}

	private Mono<Void> ping(AgentIdentity agent) {
		return this.network.apply(Mono.fromRunnable(() -> this.pingedAt.put(agent, System.nanoTime())));
	}

	/**
	 * Return whether an agent was online at a time.
	 * @param agent the agent
	 * @param nanos the time
	 * @return whether it was pinged in the window before, or since
	 */
	boolean isOnline(AgentIdentity agent, long nanos) {
		Long pinged = this.pingedAt.get(agent);
		return pinged != null && nanos - pinged < SETTINGS.onlineWindow().toNanos();
	}

	boolean isOnline(AgentIdentity agent) {
		return isOnline(agent, System.nanoTime());
	}

	boolean isPingedSince(AgentIdentity agent, long nanos) {
		Long pinged = this.pingedAt.get(agent);
		return pinged != null && pinged - nanos > 0;
	}

	@Override
	public void close() {
		this.instances.forEach(Instance::close);
		this.silenced.close();
	}

	/**
	 * One of the instances.
	 */
	final class Instance implements AutoCloseable {

		final AgentPresence presence = AgentPresence.of(RealCluster.this.store);

		final AgentPresenceHeartbeat heartbeat;

		final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

		private Instance() {
			this.scheduler.initialize();
			ConversationsClient client = ConversationsClientStub.pinging(RealCluster.this::ping);
			this.heartbeat = new AgentPresenceHeartbeat(client, this.presence, RealCluster.this.store, this.scheduler,
					SETTINGS, new RateLimitTracker());
			this.heartbeat.setApplicationEventPublisher((event) -> RealCluster.this.publisher.publishEvent(event));
			this.heartbeat.addPingListener(new PingListener() {

				@Override
				public void pingBegun(Duration lateness) {
					RealCluster.this.listener.run();
				}

				@Override
				public void pingEnded(Outcome outcome) {
					RealCluster.this.listener.run();
				}

			});
			this.heartbeat.start();
		}

		@Override
		public void close() {
			this.heartbeat.stop();
			this.scheduler.shutdown();
		}

	}

}

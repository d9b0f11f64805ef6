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
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Instances of a heartbeat in real time on a real store, and what Brevo knows of their
 * agents.
 */
final class RealCluster implements AutoCloseable {

	static final HeartbeatSettings SETTINGS = HeartbeatSettings.defaults()
		.withTimes(Duration.ofMillis(1400), Duration.ofMillis(2800), Duration.ofMillis(4000));

	final List<Instance> instances = new ArrayList<>();

	private final ActiveAgentStore store;

	private final Sabotage sabotage;

	private final Map<AgentIdentity, Long> pingedAt = new ConcurrentHashMap<>();

	private final SilencedLoggers silenced = new SilencedLoggers("com.zaxxer.hikari", "io.lettuce",
			"org.springframework.transaction.support.TransactionTemplate");

	/**
	 * What lies between the instances and Brevo.
	 */
	volatile Function<Mono<Void>, Mono<Void>> network = (ping) -> ping;

	/**
	 * What the threads of the instances ended with.
	 */
	final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();

	RealCluster(ActiveAgentStore store) {
		this(store, new Sabotage());
	}

	/**
	 * Create a cluster.
	 * @param store the store
	 * @param sabotage makes the code of others throw
	 */
	RealCluster(ActiveAgentStore store, Sabotage sabotage) {
		this.store = sabotage.in(store);
		this.sabotage = sabotage;
	}

	void start(int number) {
		for (int i = 0; i < number; i++) {
			this.instances.add(new Instance());
		}
	}

	private Mono<ClientResponse> ping(AgentIdentity agent) {
		this.sabotage.strike("filter");
		return this.network.apply(Mono.fromRunnable(() -> this.pingedAt.put(agent, System.nanoTime())))
			.then(Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.NO_CONTENT)
				.header("x-sib-ratelimit-limit", "1000000")
				.header("x-sib-ratelimit-remaining", "999999")
				.header("x-sib-ratelimit-reset", "3600")
				.build()))
			.doOnSuccess((response) -> this.sabotage.strike("filter with the response"));
	}

	private ConversationsClient client(RateLimitTracker rateLimit) {
		ConversationsClient client = ConversationsClient.builder().apiKeyProvider(() -> {
			this.sabotage.strike("key provider");
			return "key";
		})
			.webClientBuilder(WebClient.builder()
				.exchangeFunction(
						(request) -> Mono.deferContextual((context) -> ping(context.get(AgentIdentity.class)))))
			.rateLimitObserver((limit) -> {
				rateLimit.observe(limit);
				this.sabotage.strike("rate limit observer");
			})
			.callObserver(new CallObserver() {

				@Override
				public void succeeded(String operation, @Nullable ConversationsMessage message) {
					RealCluster.this.sabotage.strike("call observer of a success");
				}

				@Override
				public void failed(String operation, BrevoException failure) {
					RealCluster.this.sabotage.strike("call observer of a failure");
				}

			})
			.build();
		return ConversationsClientStub.pinging((agent) -> client.pingAgentOnline(agent)
			.contextWrite((context) -> context.put(AgentIdentity.class, agent)));
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

	List<HeartbeatState> states() {
		return this.instances.stream().map((instance) -> instance.heartbeat.state()).toList();
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
			this.scheduler.setErrorHandler(RealCluster.this.uncaught::add);
			this.scheduler.initialize();
			RateLimitTracker rateLimit = new RateLimitTracker();
			this.heartbeat = new AgentPresenceHeartbeat(client(rateLimit), this.presence, RealCluster.this.store,
					this.scheduler, SETTINGS, rateLimit);
			this.heartbeat
				.setApplicationEventPublisher((event) -> RealCluster.this.sabotage.strike("listener to events"));
			this.heartbeat.addPingListener(new PingListener() {

				@Override
				public void pingBegun(Duration lateness) {
					RealCluster.this.sabotage.strike("listener to pings");
				}

				@Override
				public void pingEnded(Outcome outcome) {
					RealCluster.this.sabotage.strike("listener to pings");
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

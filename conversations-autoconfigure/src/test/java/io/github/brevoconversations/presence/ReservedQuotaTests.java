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
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of bursts of messages, the heartbeat and the requests that are reserved for it,
 * all together, on virtual time: nobody goes offline, and the messages wait in order, but
 * not too long.
 */
class ReservedQuotaTests {

	private static final Duration LATENCY = Duration.ofMillis(400);

	private final ManualTaskScheduler scheduler = ManualTaskScheduler.ofAllSchedulers();

	private final SimulatedBrevo brevo = new SimulatedBrevo(this.scheduler.getClock(), null, SimulatedFault.NONE, 1,
			new RateLimitTracker(this.scheduler.getClock()));

	private final long begin = now();

	private final List<Message> sent = new ArrayList<>();

	private final List<Message> done = new ArrayList<>();

	private final List<Message> refused = new ArrayList<>();

	private final List<AgentPresenceEvent> events = new ArrayList<>();

	private final List<Integer> messages = new ArrayList<>();

	private RateLimitTracker rateLimit = new RateLimitTracker(this.scheduler.getClock());

	private int limit;

	private int used;

	private int rateLimited;

	private SplittableRandom random = new SplittableRandom();

	@AfterEach
	void tearDown() {
		ManualTaskScheduler.reset();
	}

	@ParameterizedTest
	@CsvSource({ "1, 100, 70, 10", "1, 100, 70, 7200", "2, 200, 140, 60", "10, 600, 480, 600", "14, 600, 550, 10" })
	void takesNobodyOfflineWithBursts(int agents, int limit, int reserve, long maxWait) {
		this.limit = limit;
		ConversationsClient client = client(reserve, Duration.ofSeconds(maxWait));
		AgentPresenceHeartbeat heartbeat = heartbeat(client, agents);
		burst(client, 3 * limit);
		heartbeat.start();
		burst(client, 3 * limit);
		this.scheduler.advance(Duration.ofMinutes(30));
		burst(client, limit);
		// across the reset, and after a quiet time
		this.scheduler.advance(Duration.ofMinutes(30).minusSeconds(2));
		burst(client, limit);
		this.scheduler.advance(Duration.ofSeconds(4));
		burst(client, limit);
		this.scheduler.advance(Duration.ofMinutes(100));
		burst(client, 2 * limit);
		this.scheduler.advance(Duration.ofMinutes(130));
		heartbeat.stop();
		assertNobodyWasOffline(agents);
		assertMessagesWaitedInOrder(Duration.ofSeconds(maxWait));
		assertThat(this.messages).allMatch((inWindow) -> inWindow <= limit - reserve)
			.anyMatch((inWindow) -> inWindow > 0.9 * (limit - reserve));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void takesNobodyOfflineWhenever(long seed) {
		this.random = new SplittableRandom(seed);
		int agents = this.random.nextInt(1, 8);
		this.limit = 100 * agents;
		int reserve = 70 * agents;
		Duration maxWait = Duration.ofSeconds(this.random.nextInt(1, 4000));
		ConversationsClient client = client(reserve, maxWait);
		AgentPresenceHeartbeat heartbeat = heartbeat(client, agents);
		if (this.random.nextBoolean()) {
			burst(client, this.random.nextInt(2 * this.limit));
			this.scheduler.advance(Duration.ofMillis(this.random.nextInt(2000)));
		}
		heartbeat.start();
		for (int i = 0; i < 40; i++) {
			burst(client, this.random.nextInt(4) * this.random.nextInt(this.limit));
			this.scheduler.advance(Duration.ofSeconds(this.random.nextInt(900)));
		}
		this.scheduler.advance(Duration.ofHours(2));
		heartbeat.stop();
		assertNobodyWasOffline(agents);
		assertMessagesWaitedInOrder(maxWait);
	}

	@Test
	void wouldTakeAgentsOfflineWithoutAReserve() {
		this.limit = 100;
		ConversationsClient client = client(0, Duration.ofSeconds(10));
		AgentPresenceHeartbeat heartbeat = heartbeat(client, 1);
		burst(client, 300);
		heartbeat.start();
		this.scheduler.advance(Duration.ofMinutes(30));
		heartbeat.stop();
		assertThat(offline(1)).isNotZero();
	}

	private void assertNobodyWasOffline(int agents) {
		assertThat(offline(agents)).as("seconds offline").isZero();
		assertThat(this.rateLimited).as("responses with status 429").isZero();
		assertThat(this.events).doesNotHaveAnyElementsOfTypes(AgentPresenceEvent.QuotaExceeded.class,
				AgentPresenceEvent.PingingSuspended.class);
	}

	private void assertMessagesWaitedInOrder(Duration maxWait) {
		assertThat(this.done.size() + this.refused.size()).isEqualTo(this.sent.size());
		assertThat(this.done).extracting(Message::number).isSorted();
		assertThat(this.refused).allMatch((message) -> message.waited() <= maxWait.toMillis() + 60);
		assertThat(this.done)
			.allMatch((message) -> message.waited() <= maxWait.plus(LATENCY.multipliedBy(3)).toMillis());
	}

	private long offline(int agents) {
		return agents(agents).stream()
			.mapToLong((agent) -> this.brevo.offline(agent, this.scheduler.getClock().instant()).toMillis())
			.sum() / 1000;
	}

	private void burst(ConversationsClient client, int count) {
		for (int i = 0; i < count; i++) {
			Message message = new Message(this.sent.size());
			this.sent.add(message);
			client.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")))
				.subscribe((result) -> message.end(this.done), (failure) -> {
					assertThat(failure).isInstanceOf(BrevoRateLimitedException.class)
						.hasMessageContaining("Nothing was sent");
					message.end(this.refused);
				});
		}
	}

	private static List<AgentIdentity> agents(int number) {
		return IntStream.range(0, number).mapToObj((i) -> AgentIdentity.ofId("agent" + i)).toList();
	}

	private AgentPresenceHeartbeat heartbeat(ConversationsClient client, int agents) {
		InMemoryActiveAgentStore store = new InMemoryActiveAgentStore(this.scheduler.getClock());
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(
				ConversationsClientStub.pinging((agent) -> ping(client, agent)), VirtualEnvironment.presence(store),
				store, this.scheduler, HeartbeatSettings.defaults().withAgents(agents(agents)), this.rateLimit,
				new VirtualEnvironment(this.scheduler.getClock(), this.random::nextDouble));
		heartbeat.setApplicationEventPublisher((event) -> this.events.add((AgentPresenceEvent) event));
		return heartbeat;
	}

	private Mono<Void> ping(ConversationsClient client, AgentIdentity agent) {
		return client.pingAgentOnline(agent)
			.doOnSuccess((done) -> this.brevo.request(agent, this.scheduler.getClock().instant()));
	}

	private ConversationsClient client(int reserve, Duration maxWait) {
		this.rateLimit = new RateLimitTracker(this.scheduler.getClock(), reserve);
		return ConversationsClient.builder()
			.apiKey("secret")
			.maxQuotaWait(maxWait)
			.reservedForPings(reserve)
			.rateLimitObserver(this.rateLimit)
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		boolean ping = request.url().getPath().endsWith("agentOnlinePing");
		return Mono.delay(LATENCY.dividedBy(2))
			.then(Mono.fromSupplier(() -> respond(ping)))
			.delayElement(LATENCY.dividedBy(2));
	}

	private ClientResponse respond(boolean ping) {
		long hour = Duration.ofHours(1).toMillis();
		long elapsed = now() - this.begin;
		while (this.messages.size() <= elapsed / hour) {
			this.messages.add(0);
			this.used = 0;
		}
		boolean allowed = this.used < this.limit;
		if (allowed) {
			this.used++;
			int window = this.messages.size() - 1;
			this.messages.set(window, this.messages.get(window) + (ping ? 0 : 1));
		}
		else {
			this.rateLimited++;
		}
		return ClientResponse.create(HttpStatusCode.valueOf(allowed ? 201 : 429))
			.header("x-sib-ratelimit-limit", String.valueOf(this.limit))
			.header("x-sib-ratelimit-remaining", String.valueOf(this.limit - this.used))
			.header("x-sib-ratelimit-reset", String.valueOf((hour - elapsed % hour + 999) / 1000))
			.body("{\"id\":\"m1\"}")
			.build();
	}

	private long now() {
		return this.scheduler.getClock().millis();
	}

	/**
	 * A message, and how long it waited.
	 */
	private final class Message {

		private final int number;

		private final long begin = now();

		private long end;

		Message(int number) {
			this.number = number;
		}

		private int number() {
			return this.number;
		}

		private void end(List<Message> outcome) {
			this.end = now();
			outcome.add(this);
		}

		private long waited() {
			return this.end - this.begin;
		}

	}

}

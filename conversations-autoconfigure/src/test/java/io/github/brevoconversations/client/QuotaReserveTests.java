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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link QuotaGate} keeps what is reserved for pings while it does not know,
 * or not for certain, what is left: before the first response, while calls are under way,
 * after calls that got none, and after the reset.
 */
class QuotaReserveTests {

	private static final int LIMIT = 20;

	private static final int RESERVE = 15;

	private static final Duration WINDOW = Duration.ofMinutes(60);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final Deque<Sinks.One<ClientResponse>> unanswered = new ArrayDeque<>();

	private final List<Integer> done = new ArrayList<>();

	private final List<BrevoException> failures = new ArrayList<>();

	private int sent;

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void letsOneOfABurstFindOutWhatIsLeft() {
		burst(client(Duration.ofSeconds(90)), 10);
		assertThat(this.unanswered).hasSize(1);
		answer(LIMIT - 1, WINDOW);
		assertThat(this.unanswered).hasSize(LIMIT - 1 - RESERVE);
		answerAll();
		assertThat(this.done).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.failures).hasSize(5)
			.allSatisfy((failure) -> assertThat(failure).isInstanceOf(BrevoRateLimitedException.class)
				.hasMessageContaining("reserved for pings"));
	}

	@Test
	void letsOneOfABurstFindOutWhatIsLeftEvenIfCallsMayNotWaitForTheReset() {
		burst(client(null), 10);
		assertThat(this.unanswered).hasSize(1);
		assertThat(this.failures).isEmpty();
		answer(LIMIT - 1, WINDOW);
		answerAll();
		assertThat(this.done).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.failures).hasSize(5);
	}

	@Test
	void sendsTheFirstMessageAtOnceWhilePingsAreUnderWay() {
		ConversationsClient client = client(Duration.ofSeconds(90));
		ping(client);
		ping(client);
		burst(client, 1);
		assertThat(this.unanswered).hasSize(3);
	}

	@Test
	void learnsWhatIsLeftFromPings() {
		ConversationsClient client = client(Duration.ofSeconds(90));
		burst(client, 1);
		ping(client);
		burst(client, 3);
		assertThat(this.unanswered).hasSize(2);
		Sinks.One<ClientResponse> hanging = this.unanswered.remove();
		answer(RESERVE + 3, WINDOW);
		assertThat(this.unanswered).hasSize(2);
		hanging.tryEmitValue(response(RESERVE + 2, WINDOW));
		answer(RESERVE + 1, WINDOW);
		answer(RESERVE, WINDOW);
		assertThat(this.unanswered).isEmpty();
		assertThat(this.done).hasSize(3);
	}

	@Test
	void findsOutAgainAfterTheReset() {
		ConversationsClient client = client(Duration.ofHours(2));
		burst(client, 1);
		answer(RESERVE, WINDOW);
		burst(client, 10);
		assertThat(this.unanswered).isEmpty();
		this.time.advanceTimeBy(WINDOW.plusMillis(10));
		assertThat(this.unanswered).hasSize(1);
		// somebody else has already used most of the new window
		answer(RESERVE + 1, WINDOW);
		assertThat(this.unanswered).hasSize(1);
		answer(RESERVE, WINDOW);
		assertThat(this.unanswered).isEmpty();
		assertThat(this.done).containsExactly(1, 2, 3);
	}

	@Test
	void findsOutAgainAfterAQuietTime() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(LIMIT - 1, WINDOW);
		this.time.advanceTimeBy(WINDOW.multipliedBy(5));
		burst(client, 10);
		assertThat(this.unanswered).hasSize(1);
	}

	@Test
	void countsCallsThatMayHaveReachedBrevoButGotNoResponse() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(RESERVE + 4, WINDOW);
		burst(client, 4);
		assertThat(this.unanswered).hasSize(4);
		// one of them responds, and three are lost, however they end
		answer(RESERVE + 3, WINDOW);
		fail(new IllegalStateException("Connection reset"));
		answerWithoutReport(502);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.failures).hasSize(3);
		this.unanswered.clear();
		burst(client, 2);
		assertThat(this.unanswered).isEmpty();
		ping(client);
		// one of them had not reached Brevo
		answer(RESERVE + 1, WINDOW.minusMinutes(1));
		burst(client, 3);
		assertThat(this.unanswered).hasSize(1);
	}

	@Test
	void countsCallsThatAreCancelled() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(RESERVE + 2, WINDOW);
		Disposable[] calls = { send(client), send(client) };
		assertThat(this.unanswered).hasSize(2);
		for (Disposable call : calls) {
			call.dispose();
		}
		this.unanswered.clear();
		burst(client, 1);
		assertThat(this.unanswered).isEmpty();
	}

	@Test
	void believesTheLowestOfReportsThatArriveOutOfOrder() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(RESERVE + 3, WINDOW);
		burst(client, 3);
		this.time.advanceTimeBy(Duration.ofSeconds(2));
		answer(RESERVE, WINDOW.minusSeconds(2));
		answer(RESERVE + 1, WINDOW.minusSeconds(1));
		answer(RESERVE + 2, WINDOW);
		burst(client, 1);
		assertThat(this.unanswered).isEmpty();
	}

	@Test
	void doesNotBelieveALateReportOfTheWindowBefore() {
		ConversationsClient client = client(null);
		ping(client);
		Sinks.One<ClientResponse> late = this.unanswered.remove();
		burst(client, 1);
		answer(RESERVE, WINDOW);
		late.tryEmitValue(response(LIMIT, Duration.ofSeconds(1)));
		burst(client, 1);
		assertThat(this.unanswered).isEmpty();
	}

	@Test
	void doesNotCountCallsThatBrevoDidNotCount() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(RESERVE + 2, WINDOW);
		burst(client, 1);
		answerWithoutReport(429);
		burst(client, 2);
		assertThat(this.unanswered).hasSize(2);
	}

	@Test
	void limitsNobodyIfBrevoReportsNothing() {
		ConversationsClient client = client(Duration.ofSeconds(90));
		burst(client, 100);
		answerWithoutReport(201);
		assertThat(this.unanswered).hasSize(99);
		while (!this.unanswered.isEmpty()) {
			answerWithoutReport(201);
		}
		burst(client, 100);
		assertThat(this.unanswered).hasSize(100);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void limitsNobodyIfBrevoRejectsTheFirstCallAndReportsNothing() {
		ConversationsClient client = client(null);
		burst(client, 10);
		answerWithoutReport(400);
		assertThat(this.unanswered).hasSize(9);
	}

	@Test
	void letsTheNextCallFindOutIfTheFirstGotNoResponse() {
		burst(client(Duration.ofSeconds(90)), 5);
		fail(new IllegalStateException("Connection reset"));
		assertThat(this.unanswered).hasSize(1);
		answerWithoutReport(502);
		assertThat(this.unanswered).hasSize(1);
		answer(LIMIT - 1, WINDOW);
		answerAll();
		assertThat(this.done).containsExactly(3, 4, 5);
	}

	@Test
	void keepsToTheKnownLimitIfBrevoStopsReporting() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(LIMIT - 1, WINDOW);
		this.time.advanceTimeBy(WINDOW);
		for (int i = 0; i < LIMIT; i++) {
			burst(client, 1);
			while (!this.unanswered.isEmpty()) {
				answerWithoutReport(201);
			}
		}
		assertThat(this.done).hasSize(1 + LIMIT - RESERVE);
		this.time.advanceTimeBy(WINDOW);
		burst(client, 1);
		answerWithoutReport(201);
		assertThat(this.done).hasSize(2 + LIMIT - RESERVE);
	}

	@Test
	void keepsTheReserveIfBrevoReportsNoReset() {
		ConversationsClient client = client(null);
		burst(client, 1);
		answer(RESERVE, null);
		burst(client, 5);
		assertThat(this.unanswered).isEmpty();
		assertThat(this.failures).hasSize(5);
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		burst(client, 5);
		assertThat(this.unanswered).hasSize(1);
	}

	@Test
	void waitsForTheFirstResponseNoLongerThanCallsMayWait() {
		burst(client(Duration.ofSeconds(5)), 3);
		this.time.advanceTimeBy(Duration.ofMillis(4900));
		assertThat(this.failures).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(200));
		assertThat(this.unanswered).hasSize(1);
		assertThat(this.failures).hasSize(2).allSatisfy((failure) -> {
			assertThat(failure).isInstanceOf(BrevoRateLimitedException.class)
				.hasMessageContaining("Nothing was sent for sendMessage, because no response has shown in time");
			assertThat(((BrevoRateLimitedException) failure).getRetryAfter()).isNull();
		});
	}

	@Test
	void waitsForTheFirstResponseForTenSecondsIfCallsMayNotWaitForTheReset() {
		burst(client(null), 3);
		this.time.advanceTimeBy(Duration.ofMillis(9900));
		assertThat(this.failures).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(200));
		assertThat(this.failures).hasSize(2);
	}

	@Test
	void sendsNoMoreOfABurstWhileBrevoAsksForAPause() {
		burst(client(Duration.ofSeconds(90)), 5);
		Sinks.One<ClientResponse> rejected = this.unanswered.remove();
		rejected.tryEmitValue(
				ClientResponse.create(HttpStatusCode.valueOf(429)).header("Retry-After", "30").body("{}").build());
		assertThat(this.unanswered).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(31));
		assertThat(this.unanswered).hasSize(1);
		answer(LIMIT - 1, WINDOW);
		answerAll();
		assertThat(this.done).containsExactly(1, 2, 3, 4, 5);
	}

	private void burst(ConversationsClient client, int count) {
		for (int i = 0; i < count; i++) {
			send(client);
		}
	}

	private Disposable send(ConversationsClient client) {
		int number = ++this.sent;
		return client.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")))
			.subscribe((message) -> this.done.add(number), (failure) -> this.failures.add((BrevoException) failure));
	}

	private void ping(ConversationsClient client) {
		client.pingAgentOnline(AgentIdentity.ofId("liz")).onErrorComplete().subscribe();
	}

	private void answer(long remaining, @Nullable Duration resetsIn) {
		this.unanswered.remove().tryEmitValue(response(remaining, resetsIn));
	}

	private void answerAll() {
		for (int remaining = LIMIT - 2; !this.unanswered.isEmpty(); remaining--) {
			answer(remaining, WINDOW);
		}
	}

	private void answerWithoutReport(int status) {
		this.unanswered.remove()
			.tryEmitValue(ClientResponse.create(HttpStatusCode.valueOf(status))
				.header("sib-request-id", "r1")
				.body((status < 300) ? "{\"id\":\"m1\"}" : "{\"code\":\"error\",\"message\":\"No\"}")
				.build());
	}

	private void fail(Throwable failure) {
		this.unanswered.remove().tryEmitError(failure);
	}

	private static ClientResponse response(long remaining, @Nullable Duration resetsIn) {
		ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(201))
			.header("x-sib-ratelimit-limit", String.valueOf(LIMIT))
			.header("x-sib-ratelimit-remaining", String.valueOf(remaining));
		if (resetsIn != null) {
			response.header("x-sib-ratelimit-reset", String.valueOf(resetsIn.toSeconds()));
		}
		return response.body("{\"id\":\"m1\"}").build();
	}

	private ConversationsClient client(@Nullable Duration maxWait) {
		return ConversationsClient.builder()
			.apiKey("secret")
			.retry(RetrySettings.none())
			.maxQuotaWait(maxWait)
			.reservedForPings(RESERVE)
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			Sinks.One<ClientResponse> response = Sinks.one();
			this.unanswered.add(response);
			return request
				.writeTo(new MockClientHttpRequest(request.method(), request.url()), ExchangeStrategies.withDefaults())
				.then(response.asMono());
		});
	}

}

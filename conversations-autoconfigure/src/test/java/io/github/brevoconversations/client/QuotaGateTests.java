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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link QuotaGate} and {@link ConversationsClient#rateLimit()}.
 */
class QuotaGateTests {

	private static final int LIMIT = 5;

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<String> served = new ArrayList<>();

	private final List<String> done = new ArrayList<>();

	private final List<BrevoException> failures = new ArrayList<>();

	private final AtomicInteger remaining = new AtomicInteger(LIMIT);

	private boolean hangs;

	private String retryAfter = String.valueOf(WINDOW.toSeconds());

	private boolean headers = true;

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void knowsTheRateLimitAsItIsNow() {
		ConversationsClient client = client(null, 0);
		assertThat(client.rateLimit()).isNull();
		get(client, "m1");
		assertThat(client.rateLimit()).isEqualTo(new RateLimit(5L, 4L, WINDOW));
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		assertThat(client.rateLimit()).isEqualTo(new RateLimit(5L, 4L, Duration.ofSeconds(40)));
		assertThat(BlockingConversationsClient.of(client).rateLimit()).isEqualTo(client.rateLimit());
		this.time.advanceTimeBy(Duration.ofSeconds(41));
		assertThat(client.rateLimit()).isEqualTo(new RateLimit(5L, 5L, null));
	}

	@Test
	void letsCallsWaitInOrderUntilTheReset() {
		ConversationsClient client = client(Duration.ofSeconds(90), 0);
		for (int i = 1; i <= 8; i++) {
			get(client, "m" + i);
		}
		assertThat(this.served).containsExactly("m1", "m2", "m3", "m4", "m5");
		assertThat(this.failures).isEmpty();
		this.remaining.set(LIMIT);
		this.time.advanceTimeBy(WINDOW.plusMillis(10));
		assertThat(this.done).containsExactly("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
	}

	@Test
	void failsImmediatelyIfTheWaitWouldBeTooLong() {
		ConversationsClient client = client(Duration.ofSeconds(30), 0);
		for (int i = 1; i <= 6; i++) {
			get(client, "m" + i);
		}
		assertThat(this.served).hasSize(5);
		assertThat(this.failures).singleElement().isInstanceOfSatisfying(BrevoRateLimitedException.class, (failure) -> {
			assertThat(failure.getRetryAfter()).isEqualTo(WINDOW);
			assertThat(failure.getStatusCode()).isNull();
			assertThat(failure).hasMessageContaining("Nothing was sent for getMessage");
		});
	}

	@Test
	void keepsAPartForPings() {
		ConversationsClient client = client(null, 3);
		for (int i = 1; i <= 4; i++) {
			get(client, "m" + i);
		}
		assertThat(this.served).containsExactly("m1", "m2");
		assertThat(this.failures).hasSize(2).allMatch(BrevoRateLimitedException.class::isInstance);
		for (int i = 0; i < 3; i++) {
			client.pingAgentOnline(AgentIdentity.ofId("liz")).subscribe();
		}
		assertThat(this.served).hasSize(5);
	}

	@Test
	void asksBrevoWithoutSettings() {
		ConversationsClient client = client(null, 0);
		for (int i = 1; i <= 6; i++) {
			get(client, "m" + i);
		}
		assertThat(this.served).hasSize(6);
	}

	@Test
	void waitsOutA429() {
		this.headers = false;
		this.remaining.set(0);
		ConversationsClient client = client(Duration.ofSeconds(90), 0);
		get(client, "m1");
		get(client, "m2");
		assertThat(this.served).containsExactly("m1");
		this.remaining.set(LIMIT);
		this.time.advanceTimeBy(WINDOW.plusMillis(10));
		assertThat(this.done).containsExactly("m1", "m2");
	}

	@Test
	void sendsNoStormOfRequestsIfA429AsksForNoDelay() {
		this.headers = false;
		this.retryAfter = "0";
		this.remaining.set(0);
		get(client(Duration.ofSeconds(30), 0), "m1");
		assertThat(this.served).hasSize(1);
		this.time.advanceTimeBy(Duration.ofSeconds(40));
		assertThat(this.failures).hasSize(1);
		assertThat(this.served).hasSizeLessThanOrEqualTo(31);
	}

	@Test
	void letsAPingFailWithA429InsteadOfRepeatingIt() {
		this.headers = false;
		this.remaining.set(0);
		client(Duration.ofSeconds(90), 0).pingAgentOnline(AgentIdentity.ofId("a1"))
			.subscribe(null, (failure) -> this.failures.add((BrevoException) failure));
		assertThat(this.served).hasSize(1);
		assertThat(this.failures).singleElement().isInstanceOf(BrevoRateLimitedException.class);
	}

	@Test
	void asksWhatIsLeftIfAllOfItMayHaveBeenUsedWithoutAResponse() {
		ConversationsClient client = client(Duration.ofSeconds(1), 0);
		get(client, "m1");
		this.hangs = true;
		List<Disposable> lost = IntStream.rangeClosed(2, LIMIT).mapToObj((i) -> get(client, "m" + i)).toList();
		lost.forEach(Disposable::dispose);
		this.hangs = false;
		get(client, "m6");
		get(client, "m7");
		assertThat(this.done).containsExactly("m1", "m6", "m7");
	}

	@Test
	void forgetsACallThatIsCancelled() {
		ConversationsClient client = client(Duration.ofSeconds(90), 0);
		for (int i = 1; i <= 5; i++) {
			get(client, "m" + i);
		}
		Disposable cancelled = get(client, "m6");
		get(client, "m7");
		cancelled.dispose();
		this.remaining.set(LIMIT);
		this.time.advanceTimeBy(WINDOW.plusMillis(10));
		assertThat(this.served).doesNotContain("m6").endsWith("m7");
	}

	@Test
	void letsCallsInAgainAfterReactorsSchedulersWereExchanged() {
		ConversationsClient client = client(Duration.ofSeconds(90), 0);
		for (int i = 1; i <= 6; i++) {
			get(client, "m" + i);
		}
		assertThat(this.done).hasSize(5);
		VirtualTimeScheduler exchanged = VirtualTimeScheduler.create();
		VirtualTimeScheduler.set(exchanged);
		this.remaining.set(LIMIT);
		exchanged.advanceTimeBy(WINDOW.plusMillis(10));
		get(client, "m7");
		exchanged.advanceTimeBy(Duration.ofMillis(10));
		assertThat(this.done).endsWith("m6", "m7");
	}

	private Disposable get(ConversationsClient client, String id) {
		return client.getMessage(id)
			.subscribe((message) -> this.done.add(message.id()),
					(failure) -> this.failures.add((BrevoException) failure));
	}

	private ConversationsClient client(Duration maxWait, int reserved) {
		return ConversationsClient.builder()
			.apiKey("secret")
			.retry(RetrySettings.none())
			.maxQuotaWait(maxWait)
			.reservedForPings(reserved)
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		if (this.hangs) {
			return Mono.never();
		}
		return Mono.fromSupplier(() -> {
			String path = request.url().getPath();
			String id = path.substring(path.lastIndexOf('/') + 1);
			this.served.add(id);
			int left = this.remaining.getAndUpdate((value) -> Math.max(0, value - 1));
			ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf((left > 0) ? 200 : 429));
			if (this.headers) {
				response.header("x-sib-ratelimit-limit", String.valueOf(LIMIT))
					.header("x-sib-ratelimit-remaining", String.valueOf(Math.max(0, left - 1)))
					.header("x-sib-ratelimit-reset", String.valueOf(WINDOW.toSeconds()));
			}
			else if (left == 0) {
				response.header("Retry-After", this.retryAfter);
			}
			return response.body("{\"id\":\"%s\"}".formatted(id)).build();
		});
	}

}

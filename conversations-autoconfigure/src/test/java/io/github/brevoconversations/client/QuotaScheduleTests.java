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
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpStatusCode;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with random schedules that calls never use what is reserved for pings: bursts,
 * quiet times, pings, and responses that come late or out of order. If calls are also
 * cancelled, and responses come without headers or never, no more of the reserve is used
 * than it takes to find out what such calls have left.
 */
class QuotaScheduleTests {

	private static final int LIMIT = 30;

	private static final Duration WINDOW = Duration.ofMinutes(10);

	private static final int STEPS = 400;

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Disposable> calls = new ArrayList<>();

	private final List<Integer> windows = new ArrayList<>();

	private int sent;

	private int ended;

	private int reserve;

	private int used;

	private boolean reported;

	private boolean lossy;

	private final List<Integer> lost = new ArrayList<>();

	private SplittableRandom random = new SplittableRandom();

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	static List<Long> seeds() {
		return new SplittableRandom(12).longs(15).boxed().toList();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void callsNeverUseTheReserve(long seed) {
		run(seed);
		assertThat(this.windows)
			.as("seed %s, messages in each window of %s with %s reserved", seed, LIMIT, this.reserve)
			.hasSizeGreaterThan(3)
			.allMatch((messages) -> messages <= LIMIT - this.reserve)
			.anyMatch((messages) -> messages >= (LIMIT - this.reserve) / 2);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void callsWithoutAResponseUseAlmostNothingOfTheReserve(long seed) {
		this.lossy = true;
		run(seed);
		for (int window = 0; window < this.windows.size(); window++) {
			assertThat(this.windows.get(window))
				.as("seed %s, messages in window %s of %s with %s reserved", seed, window, LIMIT, this.reserve)
				.isLessThanOrEqualTo(LIMIT - this.reserve + this.lost.get(window));
		}
	}

	private void run(long seed) {
		this.random = new SplittableRandom(seed);
		this.reserve = this.random.nextInt(1, LIMIT);
		ConversationsClient client = client();
		for (int i = 0; i < STEPS; i++) {
			step(client);
		}
		this.time.advanceTimeBy(WINDOW.multipliedBy(3));
		assertThat(this.ended).as("calls that ended").isEqualTo(this.sent);
	}

	private void step(ConversationsClient client) {
		switch (this.random.nextInt(8)) {
			case 0 -> burst(client, this.random.nextInt(2 * LIMIT));
			case 1, 2 -> burst(client, 1);
			case 3, 4 -> client.pingAgentOnline(AgentIdentity.ofId("liz")).onErrorComplete().subscribe();
			case 5 -> cancel();
			case 6 -> this.time.advanceTimeBy(Duration.ofMillis(this.random.nextInt(5_000)));
			default -> this.time
				.advanceTimeBy(Duration.ofSeconds(this.random.nextInt((this.random.nextInt(8) == 0) ? 2_000 : 60)));
		}
	}

	private void burst(ConversationsClient client, int count) {
		for (int i = 0; i < count; i++) {
			this.sent++;
			this.calls.add(client.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")))
				.doFinally((signal) -> this.ended++)
				.onErrorComplete(BrevoException.class)
				.subscribe());
		}
	}

	private void cancel() {
		if (this.lossy && !this.calls.isEmpty() && !this.lost.isEmpty()) {
			this.lost.set(this.lost.size() - 1, this.lost.get(this.lost.size() - 1) + 1);
			this.calls.remove(this.random.nextInt(this.calls.size())).dispose();
		}
	}

	private ConversationsClient client() {
		return ConversationsClient.builder()
			.apiKey("secret")
			.retry(RetrySettings.none())
			.maxQuotaWait(this.random.nextBoolean() ? Duration.ofSeconds(this.random.nextInt(1, 1_000)) : null)
			.reservedForPings(this.reserve)
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
			.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		boolean ping = request.url().getPath().endsWith("agentOnlinePing");
		return request
			.writeTo(new MockClientHttpRequest(request.method(), request.url()), ExchangeStrategies.withDefaults())
			.then(latency())
			.then(Mono.defer(() -> response(ping)));
	}

	private Mono<Long> latency() {
		return Mono.delay(Duration.ofMillis(this.random.nextInt(2_000)));
	}

	private Mono<ClientResponse> response(boolean ping) {
		if (this.random.nextInt(20) == 0) {
			return latency().thenReturn(ClientResponse.create(HttpStatusCode.valueOf(429)).body("{}").build());
		}
		Used used = use(ping);
		int fate = this.lossy ? this.random.nextInt(12) : 12;
		if (fate <= 3) {
			int window = this.windows.size() - 1;
			this.lost.set(window, this.lost.get(window) + 1);
		}
		return switch (fate) {
			case 0 -> Mono.never();
			case 1 -> latency().then(Mono.error(new IllegalStateException("Connection reset")));
			case 2 -> latency().thenReturn(ClientResponse.create(HttpStatusCode.valueOf(502)).body("Bad").build());
			case 3 -> latency().thenReturn(this.reported ? withoutReport(ping) : used.response());
			default -> {
				this.reported = true;
				yield latency().thenReturn(used.response());
			}
		};
	}

	private static ClientResponse withoutReport(boolean ping) {
		return ClientResponse.create(HttpStatusCode.valueOf(201)).body(ping ? "" : "{\"id\":\"m1\"}").build();
	}

	private Used use(boolean ping) {
		long millis = this.time.now(TimeUnit.MILLISECONDS);
		int window = (int) (millis / WINDOW.toMillis());
		if (window >= this.windows.size()) {
			this.used = 0;
			while (window >= this.windows.size()) {
				this.windows.add(0);
				this.lost.add(0);
			}
		}
		boolean allowed = this.used < LIMIT;
		if (allowed) {
			this.used++;
			if (!ping) {
				this.windows.set(window, this.windows.get(window) + 1);
			}
		}
		long left = WINDOW.toMillis() - millis % WINDOW.toMillis();
		return new Used(allowed, LIMIT - this.used, (left + 999) / 1000);
	}

	/**
	 * What a request was told of the limit.
	 *
	 * @param allowed whether it was within the limit
	 * @param remaining how many requests are left
	 * @param reset the seconds until the reset
	 */
	private record Used(boolean allowed, int remaining, long reset) {

		ClientResponse response() {
			return ClientResponse.create(HttpStatusCode.valueOf(this.allowed ? 201 : 429))
				.header("x-sib-ratelimit-limit", String.valueOf(LIMIT))
				.header("x-sib-ratelimit-remaining", String.valueOf(this.remaining))
				.header("x-sib-ratelimit-reset", String.valueOf(this.reset))
				.body("{\"id\":\"m1\"}")
				.build();
		}

	}

}

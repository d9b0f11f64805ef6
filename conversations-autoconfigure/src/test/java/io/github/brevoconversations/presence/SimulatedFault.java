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

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RetrySettings;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * What goes wrong in a simulation. The failures are those that the real client makes.
 */
@SuppressWarnings("StaticAssignmentOfThrowable") // a simulation needs many of them
enum SimulatedFault implements FaultSchedule {

	NONE, ERRORS_10, ERRORS_30, OUTAGES, SLOW, RATE_LIMITS;

	static final BrevoException UNREACHABLE = failure(
			Mono.error(new WebClientRequestException(new ConnectException("Connection refused"), HttpMethod.POST,
					URI.create("https://api.brevo.com"), HttpHeaders.EMPTY)));

	static final BrevoException SERVER_ERROR = failure(answer(500, "1"));

	static final BrevoException NOT_FOUND = failure(answer(404, "1"));

	static final BrevoException RATE_LIMITED = failure(answer(429, "5"));

	static final BrevoException RATE_LIMITED_FOR_LONG = failure(answer(429, "600"));

	private static final Duration OUTAGE = Duration.ofSeconds(50);

	private static final Duration RATE_LIMIT = Duration.ofSeconds(20);

	private static final Duration PERIOD = Duration.ofMinutes(10);

	@Override
	public Effect effect(Duration sinceStart, SplittableRandom random) {
		return switch (this) {
			case NONE, SLOW -> Effect.NONE;
			case ERRORS_10 -> (random.nextDouble() < 0.1) ? Effect.ERROR : Effect.NONE;
			case ERRORS_30 -> (random.nextDouble() < 0.3) ? Effect.ERROR : Effect.NONE;
			case RATE_LIMITS -> isIn(sinceStart, RATE_LIMIT) ? Effect.RATE_LIMITED : Effect.NONE;
			case OUTAGES -> isIn(sinceStart, OUTAGE) ? Effect.UNREACHABLE : Effect.NONE;
		};
	}

	private static boolean isIn(Duration sinceStart, Duration episode) {
		long millis = sinceStart.toMillis();
		return millis >= PERIOD.toMillis() && millis % PERIOD.toMillis() < episode.toMillis();
	}

	@Override
	public Duration latency(Duration sinceStart, SplittableRandom random) {
		return Duration.ofMillis((this == SLOW) ? random.nextInt(500, 4500) : random.nextInt(20, 120));
	}

	static BrevoException page(int status) {
		return failure(Mono.just(ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Content-Type", "text/html")
			.body("<html>Not here</html>")
			.build()));
	}

	static BrevoException failure(int status) {
		return failure(answer(status, "1"));
	}

	static BrevoException rateLimited(String retryAfter) {
		return failure(answer(429, retryAfter));
	}

	/**
	 * A limit of bursts was reached, while the hour's has something left.
	 */
	static BrevoException burst() {
		return failure(Mono.just(ClientResponse.create(HttpStatusCode.valueOf(429))
			.header("x-sib-ratelimit-limit", "6000")
			.header("x-sib-ratelimit-remaining", "5900")
			.header("x-sib-ratelimit-reset", "3000")
			.header("Content-Type", "application/json")
			.body("{\"code\":\"too_many_requests\",\"message\":\"Slow down\"}")
			.build()));
	}

	static BrevoException pageWithRetryAfter(int status, String retryAfter) {
		return failure(Mono.just(ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Retry-After", retryAfter)
			.header("Content-Type", "text/html")
			.body("<html>Later</html>")
			.build()));
	}

	private static Mono<ClientResponse> answer(int status, String reset) {
		return Mono.just(ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Retry-After", reset)
			.header("Content-Type", "application/json")
			.body("{\"code\":\"refused\",\"message\":\"Refused\"}")
			.build());
	}

	private static BrevoException failure(Mono<ClientResponse> answer) {
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("key")
			.retry(RetrySettings.none())
			.webClientBuilder(WebClient.builder().exchangeFunction((request) -> answer))
			.build();
		try {
			client.pingAgentOnline(AgentIdentity.ofId("agent")).block();
			throw new IllegalStateException("The call did not fail");
		}
		catch (BrevoException ex) {
			return ex;
		}
	}

}

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

package io.github.brevoconversations.faults;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a call fails at once with an error that a filter of the application throws,
 * on whatever thread.
 */
@Timeout(120)
class ThrownErrorTests {

	private static final List<Supplier<Error>> ERRORS = List.of(() -> new StackOverflowError("a filter's"),
			() -> new NoClassDefFoundError("a filter's"), () -> new AssertionError("a filter's"));

	@RegisterExtension
	private static final Applications applications = new Applications();

	private FaultyServer server;

	@BeforeEach
	void setUp() {
		this.server = FaultyServer.start();
	}

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource
	void failsWithAnErrorOfAFilter(Connector connector, Place place) {
		for (Supplier<Error> error : ERRORS) {
			this.server.requests().clear();
			assertThat(failure(connector, place, error)).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> {
						assertThat(exception.isRequestSent()).isEqualTo(!place.isBefore());
						assertThat(exception.isTransient()).isFalse();
						assertThat(exception).hasMessageContaining("a filter's").hasCauseInstanceOf(Error.class);
					});
			assertThat(this.server.requests()).hasSize(place.isBefore() ? 0 : 1);
		}
	}

	static Stream<Arguments> failsWithAnErrorOfAFilter() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Arrays.stream(Place.values()).map((place) -> Arguments.of(connector, place)));
	}

	@ParameterizedTest
	@MethodSource("failsWithAnErrorOfAFilter")
	void keepsARejectionEvenIfAFilterThrowsAnError(Connector connector, Place place) {
		this.server.respondWith(Behaviour.refusal(400));
		for (Supplier<Error> error : ERRORS) {
			Throwable failure = failure(connector, place, error);
			assertThat(failure).hasMessageContaining(place.isBefore() ? "a filter's" : "Some message");
		}
	}

	private Throwable failure(Connector connector, Place place, Supplier<Error> error) {
		Application application = applications.get(connector);
		application
			.customizeWebClient((builder) -> builder.filter((request, next) -> place.filter(request, next, error)));
		long beganAt = System.nanoTime();
		Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
		// the call's time is 90 s
		assertThat(Duration.ofNanos(System.nanoTime() - beganAt)).isLessThan(FaultyServer.PATIENCE);
		return failure;
	}

	/**
	 * Where a filter throws.
	 */
	enum Place {

		BEFORE {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				throw error.get();
			}

		},

		BEFORE_ON_SUBSCRIPTION {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return Mono.defer(() -> {
					throw error.get();
				});
			}

		},

		AFTER {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return next.exchange(request).map((response) -> {
					throw error.get();
				});
			}

		},

		AFTER_IN_ANOTHER {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return next.exchange(request).flatMap((response) -> {
					throw error.get();
				});
			}

		},

		AT_THE_END {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return next.exchange(request).doOnTerminate(() -> {
					throw error.get();
				});
			}

		},

		WITH_THE_BODY {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return next.exchange(request).flatMap((response) -> response.bodyToMono(String.class).map((body) -> {
					throw error.get();
				}));
			}

		},

		IN_THE_BODY {

			@Override
			Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error) {
				return next.exchange(request).map((response) -> response.mutate().body((body) -> body.map((part) -> {
					throw error.get();
				})).build());
			}

		};

		abstract Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next, Supplier<Error> error);

		boolean isBefore() {
			return this == BEFORE || this == BEFORE_ON_SUBSCRIPTION;
		}

	}

}

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

package io.github.brevoconversations.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches for the keys in everything that a call leaves behind, however it goes: the
 * log, exceptions, metrics, observations, and what the application's filters see.
 */
@Timeout(240)
class SecretHuntTests {

	static final String API_KEY = "zq9HuntedApiKey-7d2f8a61c0";

	static final String PARTNER_KEY = "zp4HuntedPartnerKey-5b1e93";

	private static final String[] LOGGERS = { "io.github.brevoconversations", "org.springframework", "reactor",
			"io.netty", "io.micrometer" };

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final RecordedObservations observations = new RecordedObservations();

	private final CuriousFilter filter = new CuriousFilter();

	private final SecretHunter hunter = new SecretHunter(API_KEY, PARTNER_KEY);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				SslAutoConfiguration.class, ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(RecordedObservations.class, () -> this.observations)
		.withBean(WebClientCustomizer.class,
				() -> (builder) -> builder.filter(this.filter)
					.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(true)))
		.withPropertyValues("brevo.api-key=" + API_KEY, "brevo.partner-key=" + PARTNER_KEY,
				"brevo.base-url=" + this.brevo.url(), "brevo.retry.enabled=false");

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@ParameterizedTest
	@EnumSource(FailurePath.class)
	void leavesNoKeyBehind(FailurePath path) {
		this.brevo.replyWith(path.reply());
		List<Throwable> failures = new ArrayList<>();
		try (RecordedLog log = new RecordedLog(LOGGERS)) {
			this.contextRunner.withPropertyValues(path.properties(this.brevo)).run((context) -> {
				for (Call operation : Call.values()) {
					failures.addAll(failures(context, operation));
				}
				assertThat(context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
					.allSatisfy((meter) -> assertThat(this.hunter.find(meter.getId())).isEmpty());
			});
			assertThat(log.lines()).anyMatch((line) -> line.contains(" reactor.netty."))
				.anyMatch((line) -> line.contains("ExchangeFunctions"))
				.filteredOn(this.hunter::isIn)
				.as("log")
				.isEmpty();
		}
		if (path.isFailure()) {
			assertThat(failures).hasSize(2 * Call.values().length);
		}
		assertThat(failures).allSatisfy((failure) -> {
			assertThat(failure).isInstanceOf(BrevoException.class);
			assertThat(this.hunter.findInReportsOf(failure)).as("exception").isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(FailurePath.class)
	void showsNoKeyToObservationsAndFilters(FailurePath path) {
		this.brevo.replyWith(path.reply());
		// the exchange as it was on the wire, which no method leads to
		SecretHunter hunter = new SecretHunter(API_KEY, PARTNER_KEY).ignoring("io.netty.")
			.ignoring("reactor.")
			// the one place that holds the keys, to write them
			.ignoring("io.github.brevoconversations.client.RequestCredential")
			// leads to the application, and so to all its beans
			.ignoring("org.springframework.boot.http.client.reactive.")
			.ignoring("org.springframework.web.reactive.function.client.DefaultClientResponseBuilder$");
		this.contextRunner.withPropertyValues(path.properties(this.brevo)).run((context) -> {
			Call.GET_MESSAGE.on(context.getBean(ConversationsClient.class))
				.then()
				.onErrorComplete()
				.block(Duration.ofSeconds(20));
			assertThat(this.filter.seen).isNotEmpty()
				.allSatisfy((seen) -> assertThat(hunter.find(seen)).as("filter").isEmpty());
			// an observation ends after the call
			Awaitility.await().until(() -> !this.observations.contexts().isEmpty());
			assertThat(this.observations.contexts()).allSatisfy(
					(observation) -> assertThat(hunter.find(reported(observation))).as("observation").isEmpty());
		});
	}

	/**
	 * Return what conventions and handlers report of an observation.
	 */
	private static Object[] reported(Observation.Context context) {
		ClientRequestObservationContext request = (ClientRequestObservationContext) context;
		return new Object[] { context.toString(), context.getAllKeyValues(), context.getError(), request.getCarrier(),
				request.getRequest(), request.getResponse() };
	}

	private static List<Throwable> failures(ApplicationContext context, Call operation) {
		List<Throwable> failures = new ArrayList<>();
		operation.on(context.getBean(ConversationsClient.class)).then().onErrorResume((failure) -> {
			failures.add(failure);
			return Mono.empty();
		}).block(Duration.ofSeconds(20));
		Throwable failure = Assertions
			.catchThrowable(() -> operation.on(context.getBean(BlockingConversationsClient.class)));
		if (failure != null) {
			failures.add(failure);
		}
		return failures;
	}

	/**
	 * A filter of the application that keeps all that it sees.
	 */
	private static final class CuriousFilter implements ExchangeFilterFunction {

		private final List<Object> seen = new ArrayList<>();

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			this.seen.add(request);
			return next.exchange(request).doOnNext((response) -> {
				this.seen.add(response);
				this.seen.add(response.request());
				this.seen.add(response.request().getHeaders());
			}).doOnError(this.seen::add);
		}

	}

}

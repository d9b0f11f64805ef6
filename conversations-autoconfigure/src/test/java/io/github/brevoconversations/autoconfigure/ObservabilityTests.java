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

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ClientCodecConfigurer;
import org.springframework.web.reactive.function.client.ClientRequestObservationContext;
import org.springframework.web.reactive.function.client.ClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the calls are observed as the application's other calls are, and that they
 * are kept apart from them.
 */
@Timeout(120)
class ObservabilityTests {

	private static final String KEY = "xkeysib-4715";

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final RecordedObservations observations = new RecordedObservations();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				SslAutoConfiguration.class, ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(RecordedObservations.class, () -> this.observations)
		.withPropertyValues("brevo.api-key=" + KEY, "brevo.base-url=" + this.brevo.url(), "brevo.retry.enabled=false");

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@ParameterizedTest
	@EnumSource(Call.class)
	void observesEachOperationByItsUriTemplate(Call operation) {
		this.contextRunner.run((context) -> {
			call(context, operation);
			assertThat(this.observations.contexts()).singleElement()
				.isInstanceOf(ClientRequestObservationContext.class)
				.satisfies((observation) -> assertThat(observation.getName()).isEqualTo("http.client.requests"))
				.extracting(ObservabilityTests::lowCardinality)
				.asString()
				.contains("uri=/v3" + operation.uriTemplate() + ",", "method=" + operation.method() + ",",
						"status=200,", "outcome=SUCCESS,", "client.name=127.0.0.1,");
			assertThat(context.getBean(MeterRegistry.class)
				.get("http.client.requests")
				.tag("uri", "/v3" + operation.uriTemplate())
				.tag("method", operation.method().name())
				.timers()).singleElement().extracting(Timer::count).isEqualTo(1L);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 404, 500 })
	void tagsNothingWithAnIdOrTheKey(int status) {
		this.brevo.replyWith(LoopbackBrevo.status(status, "Content-Type: application/json", "{\"id\":\"4711\"}"));
		this.contextRunner.run((context) -> {
			for (Call operation : Call.values()) {
				call(context, operation);
			}
			assertThat(this.observations.contexts()).hasSize(Call.values().length)
				.extracting(ObservabilityTests::lowCardinality)
				.allSatisfy(ObservabilityTests::assertNoIdAndNoKey);
			assertThat(context.getBean(MeterRegistry.class).getMeters()).isNotEmpty()
				.extracting(Meter::getId)
				.allSatisfy(
						(id) -> assertNoIdAndNoKey(id.getName() + id.getTags().stream().map(Tag::getValue).toList()));
			assertThat(this.observations.contexts()).extracting(ObservabilityTests::highCardinality)
				.allSatisfy((values) -> assertThat(values).doesNotContain(KEY));
		});
	}

	@Test
	void observesByTheApplicationsConvention() {
		this.contextRunner.withBean(ClientRequestObservationConvention.class, OwnConvention::new).run((context) -> {
			call(context, Call.GET_MESSAGE);
			assertThat(this.observations.contexts()).singleElement()
				.extracting(ObservabilityTests::highCardinality)
				.asString()
				.contains("http.url=hidden");
		});
	}

	@Test
	void appliesTheApplicationsFiltersButHidesTheKeyFromThem() {
		List<HttpHeaders> seen = new ArrayList<>();
		this.contextRunner.withPropertyValues("brevo.partner-key=" + KEY)
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Application", "desk").filter((request, next) -> {
						seen.add(request.headers());
						return next.exchange(request);
					}))
			.run((context) -> {
				for (Call operation : Call.values()) {
					call(context, operation);
				}
				assertThat(seen).hasSize(Call.values().length)
					.allSatisfy((headers) -> assertThat(headers.toString()).doesNotContain(KEY));
				assertThat(this.brevo.heads()).hasSize(Call.values().length)
					.allSatisfy((head) -> assertThat(head).contains("X-Application: desk", "api-key: " + KEY,
							"partner-key: " + KEY));
			});
	}

	@Test
	void doesNotAffectTheApplicationsOtherWebClients() {
		this.contextRunner.run((context) -> {
			WebClient before = context.getBean(WebClient.Builder.class).build();
			call(context, Call.GET_MESSAGE);
			WebClient after = context.getBean(WebClient.Builder.class).build();
			assertThat(resolve("/other", context.getBean(WebClient.Builder.class))).hasToString("/other");
			this.brevo.heads().clear();
			get(before);
			get(after);
			assertThat(this.brevo.heads()).hasSize(2)
				.allSatisfy((head) -> assertThat(head).startsWith("GET /other ").doesNotContain(KEY));
		});
	}

	@Test
	void doesNotAffectTheApplicationsSharedBuilder() {
		List<ClientCodecConfigurer> codecs = new ArrayList<>();
		WebClient.Builder shared = WebClient.builder().codecs((configurer) -> {
			configurer.defaultCodecs().enableLoggingRequestDetails(true);
			codecs.add(configurer);
		});
		this.contextRunner.withBean(WebClient.Builder.class, () -> shared).run((context) -> {
			call(context, Call.GET_MESSAGE);
			this.brevo.heads().clear();
			get(shared.build());
			assertThat(this.brevo.heads()).singleElement().asString().startsWith("GET /other ").doesNotContain(KEY);
			assertThat(codecs).extracting("defaultCodecs.enableLoggingRequestDetails").containsExactly(true);
			assertThat(resolve("/other", shared)).hasToString("/other");
			shared.filters((filters) -> assertThat(filters).isEmpty());
		});
	}

	private static URI resolve(String uri, WebClient.Builder builder) {
		AtomicReference<URI> resolved = new AtomicReference<>();
		builder.clone().exchangeFunction((request) -> {
			resolved.set(request.url());
			return Mono.just(ClientResponse.create(HttpStatus.OK).build());
		}).build().get().uri(uri).exchangeToMono((response) -> response.releaseBody()).block(Duration.ofSeconds(20));
		return resolved.get();
	}

	private void get(WebClient client) {
		client.get()
			.uri(URI.create("http://127.0.0.1:" + this.brevo.port() + "/other"))
			.retrieve()
			.toBodilessEntity()
			.block(Duration.ofSeconds(20));
	}

	private static void call(ApplicationContext context, Call operation) {
		operation.on(context.getBean(ConversationsClient.class)).then().onErrorComplete().block(Duration.ofSeconds(20));
	}

	private static void assertNoIdAndNoKey(String text) {
		assertThat(text).doesNotContain(KEY).doesNotContain(Call.IDS);
	}

	private static String lowCardinality(Observation.Context context) {
		return text(context.getLowCardinalityKeyValues());
	}

	private static String highCardinality(Observation.Context context) {
		return text(context.getHighCardinalityKeyValues());
	}

	private static String text(Iterable<KeyValue> values) {
		StringBuilder text = new StringBuilder();
		values.forEach((value) -> text.append(value.getKey()).append('=').append(value.getValue()).append(','));
		return text.toString();
	}

	/**
	 * An application's convention that hides the URL.
	 */
	private static final class OwnConvention extends DefaultClientRequestObservationConvention {

		@Override
		protected KeyValue httpUrl(ClientRequestObservationContext context) {
			return KeyValue.of("http.url", "hidden");
		}

	}

}

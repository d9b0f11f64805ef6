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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.autoconfigure.metrics.BrevoClientMetrics;
import io.github.brevoconversations.autoconfigure.metrics.BrevoClientMetricsAutoConfiguration;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.micrometer.context.ContextRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is known of a call all through its retries: the trace and whatever else
 * belongs to the caller's thread, and {@link BrevoClientMetrics}.
 */
@Timeout(120)
class CallsThroughRetriesTests {

	private static final String KEY = "brevo-test-tenant";

	private static final LoopbackBrevo.Reply FAILURE = LoopbackBrevo.status(503, "Retry-After: 0", "{}");

	private static final SendMessageRequest MESSAGE = SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz"));

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final RecordedObservations observations = new RecordedObservations();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				BrevoAccountsAutoConfiguration.class, BrevoClientMetricsAutoConfiguration.class,
				WebClientAutoConfiguration.class, WebClientObservationAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				SslAutoConfiguration.class, ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withBean(RecordedObservations.class, () -> this.observations)
		.withPropertyValues("brevo.api-key=xkeysib-4715", "brevo.base-url=" + this.brevo.url(),
				"brevo.retry.delay=1ms");

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void belongsToTheCallersTraceWithEachAttempt(boolean blocking) {
		this.brevo.replyWith(failing(2));
		this.contextRunner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			Observation.createNotStarted("request", registry).observe(() -> {
				if (blocking) {
					context.getBean(BlockingConversationsClient.class).getMessage("m1");
				}
				else {
					context.getBean(ConversationsClient.class)
						.getMessage("m1")
						.contextCapture()
						.block(Duration.ofSeconds(20));
				}
			});
			assertThat(this.observations.contexts()).filteredOn((each) -> !"request".equals(each.getName()))
				.hasSize(3)
				.allSatisfy((each) -> assertThat(each.getParentObservation()).isNotNull()
					.extracting((parent) -> parent.getContextView().getName())
					.isEqualTo("request"));
		});
	}

	@Test
	void propagatesTheCallersContextToEachAttempt() {
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, tenant);
		List<String> seen = new CopyOnWriteArrayList<>();
		this.brevo.replyWith(failing(2));
		try {
			this.contextRunner.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.filter((request, next) -> Mono.deferContextual((context) -> {
						seen.add(context.getOrDefault(KEY, "none"));
						return next.exchange(request);
					})))
				.run((context) -> {
					tenant.set("acme");
					context.getBean(BlockingConversationsClient.class).getMessage("m1");
				});
			assertThat(seen).containsExactly("acme", "acme", "acme");
		}
		finally {
			tenant.remove();
			ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		}
	}

	@Test
	void countsCallsAndRetries() {
		this.brevo.replyWith(failing(2));
		this.contextRunner.run((context) -> {
			context.getBean(BlockingConversationsClient.class).getMessage("m1");
			context.getBean(BlockingConversationsClient.class).sendMessage(MESSAGE);
			assertThat(count(context, "calls", "operation", "getMessage", "outcome", "success", "sent", "true"))
				.isOne();
			assertThat(count(context, "calls", "operation", "sendMessage", "outcome", "success", "sent", "true"))
				.isOne();
			assertThat(count(context, "retries", "operation", "getMessage", "outcome", "server_failure"))
				.isEqualTo(2.0);
		});
	}

	@ParameterizedTest
	@CsvSource({ "400, invalid_request", "401, unauthorized", "403, forbidden", "404, not_found", "429, rate_limited",
			"500, server_failure" })
	void countsFailuresByTheirKind(int status, String outcome) {
		this.brevo.replyWith(
				LoopbackBrevo.status(status, "Retry-After: 3600", "{\"code\":\"some_code\",\"message\":\"No\"}"));
		this.contextRunner.run((context) -> {
			fail(context);
			assertThat(count(context, "calls", "outcome", outcome, "sent", "true")).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countsWhetherARequestWasSent(boolean sent) {
		this.brevo.replyWith(LoopbackBrevo.reset());
		if (!sent) {
			this.brevo.close();
		}
		this.contextRunner.run((context) -> {
			fail(context);
			assertThat(count(context, "calls", "outcome", "no_usable_response", "sent", Boolean.toString(sent)))
				.isOne();
			assertThat(context.getBean(MeterRegistry.class).find("brevo.client.retries").counters())
				.hasSize(sent ? 0 : 1);
		});
	}

	@Test
	void keepsAccountsApartAndTagsNothingWithAnId() {
		this.contextRunner
			.withPropertyValues("brevo.accounts.shop.api-key=xkeysib-4716",
					"brevo.accounts.shop.base-url=" + this.brevo.url())
			.run((context) -> {
				BrevoAccounts accounts = context.getBean(BrevoAccounts.class);
				accounts.client("shop").getMessage("m1").block(Duration.ofSeconds(20));
				assertThat(count(context, "calls", "account", "shop")).isOne();
				assertThat(context.getBean(MeterRegistry.class)
					.find("brevo.client.calls")
					.tag("account", "default")
					.meters()).isEmpty();
				assertThat(context.getBean(MeterRegistry.class).find("brevo.client.calls").meters())
					.extracting(Meter::getId)
					.allSatisfy((id) -> assertThat(id.getTags()).extracting(Tag::getValue)
						.doesNotContain("m1", "xkeysib-4716"));
			});
	}

	@Test
	void countsForEachRegistryThatItIsBoundTo() {
		this.contextRunner.withBean("own", SimpleMeterRegistry.class).run((context) -> {
			context.getBean(BlockingConversationsClient.class).getMessage("m1");
			assertThat(context.getBean("own", MeterRegistry.class).get("brevo.client.calls").counter().count()).isOne();
		});
	}

	@Test
	void backsOffWithoutARegistryOrWhenTheUserDefinesMetrics() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BrevoClientMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(BrevoClientMetrics.class));
		this.contextRunner.withBean("own", BrevoClientMetrics.class)
			.run((context) -> assertThat(context).getBeanNames(BrevoClientMetrics.class).containsExactly("own"));
	}

	private static void fail(ApplicationContext context) {
		assertThatExceptionOfType(BrevoException.class)
			.isThrownBy(() -> context.getBean(BlockingConversationsClient.class).sendMessage(MESSAGE));
	}

	private static double count(ApplicationContext context, String meter, String... tags) {
		return context.getBean(MeterRegistry.class)
			.get("brevo.client." + meter)
			.tags(tags)
			.counters()
			.stream()
			.mapToDouble(Counter::count)
			.sum();
	}

	private static LoopbackBrevo.Reply failing(int times) {
		AtomicInteger failures = new AtomicInteger();
		return (connection) -> ((failures.incrementAndGet() <= times) ? FAILURE : LoopbackBrevo.MESSAGE)
			.send(connection);
	}

}

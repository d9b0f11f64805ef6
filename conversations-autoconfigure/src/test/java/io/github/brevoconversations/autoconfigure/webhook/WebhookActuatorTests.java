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

package io.github.brevoconversations.autoconfigure.webhook;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.DeliveryDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.ParkedEventDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.WebhookDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpointAutoConfiguration;
import io.github.brevoconversations.autoconfigure.health.BrevoWebhookHealthContributorAutoConfiguration;
import io.github.brevoconversations.autoconfigure.health.BrevoWebhookHealthIndicator;
import io.github.brevoconversations.autoconfigure.metrics.BrevoWebhookMetricsAutoConfiguration;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookRequest;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the health, the metrics and the endpoint of webhooks.
 */
class WebhookActuatorTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class,
				BrevoWebhookMetricsAutoConfiguration.class, BrevoWebhookHealthContributorAutoConfiguration.class,
				BrevoWebhooksEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class))
		.withUserConfiguration(Listener.class)
		.withPropertyValues("brevo.webhook.secrets=of-default", "brevo.accounts.sales.webhook.secrets=of-sales",
				"brevo.webhook.max-attempts=1", "management.endpoints.web.exposure.include=*");

	@Test
	void countsRequestsAndEvents() {
		this.contextRunner.run((context) -> {
			receive(context, 0, WebhookApplication.message("m1", "Hello"));
			receive(context, 0, WebhookApplication.message("m1", "Hello"));
			receive(context, 1, "no JSON");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("brevo.webhook.requests")
				.tags("account", "default", "outcome", "accepted")
				.counter()
				.count()).isEqualTo(2);
			assertThat(meters.get("brevo.webhook.requests")
				.tags("account", "sales", "outcome", "not-json")
				.counter()
				.count()).isOne();
			assertThat(meters.get("brevo.webhook.events.received").tags("reception", "duplicate").counter().count())
				.isOne();
			Awaitility.await()
				.until(() -> meters.find("brevo.webhook.events.handling")
					.tags("kind", "visitor_message", "outcome", "done")
					.timer() != null);
			assertThat(meters.get("brevo.webhook.inbox.parked").tags("account", "sales").gauge().value()).isZero();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "brevo.webhook.secrets=a | default",
			"brevo.accounts.north-sales.webhook.secrets=a | north-sales",
			"brevo.webhook.secrets=a, brevo.accounts.north-sales.webhook.secrets=b | default, north-sales",
			"brevo.accounts.north-sales.webhook.secrets=a, brevo.accounts.support.webhook.secrets=b | north-sales, support" })
	void reportsEachAccount(String properties, String names) {
		List<String> accounts = List.of(names.split(", "));
		this.contextRunner.withPropertyValues("brevo.webhook.secrets=", "brevo.accounts.sales.webhook.secrets=")
			.withPropertyValues(properties.split(", "))
			.run((context) -> {
				assertThat(health(context).getDetails().keySet()).containsExactlyElementsOf(accounts);
				assertThat(context.getBean(MeterRegistry.class).find("brevo.webhook.inbox.parked").gauges())
					.extracting((gauge) -> gauge.getId().getTag("account"))
					.containsExactlyInAnyOrderElementsOf(accounts);
				BrevoWebhooksEndpoint endpoint = context.getBean(BrevoWebhooksEndpoint.class);
				assertThat(endpoint.webhooks().block().webhooks()).extracting(WebhookDescriptor::account)
					.containsExactlyElementsOf(accounts);
				String last = accounts.get(accounts.size() - 1);
				assertThat(endpoint.deliver(last.replace("-", "").toUpperCase(Locale.ROOT), "none").getBody())
					.isEqualTo(new DeliveryDescriptor(last, "none", false));
			});
	}

	@Test
	void showsParkedEventsWithoutTheirTextsAndDeliversThemAgain() {
		this.contextRunner.run((context) -> {
			Listener listener = context.getBean(Listener.class);
			listener.failing = true;
			receive(context, 0, WebhookApplication.message("m1", "a private text"));
			BrevoWebhooksEndpoint endpoint = context.getBean(BrevoWebhooksEndpoint.class);
			Awaitility.await().until(() -> !parked(endpoint).isEmpty());
			assertThat(health(context).getStatus().getCode()).isEqualTo("DEGRADED");
			ParkedEventDescriptor event = parked(endpoint).get(0);
			assertThat(event.kind()).isEqualTo("visitor_message");
			assertThat(event.outcome()).contains("IllegalStateException");
			assertThat(endpoint.webhooks().block()).asString().doesNotContain("a private text");
			assertThat(health(context).getDetails()).asString().doesNotContain("a private text");
			listener.failing = false;
			assertThat(endpoint.deliver("default", event.id()).getBody().found()).isTrue();
			Awaitility.await().until(() -> health(context).getStatus().getCode().equals("UP"));
			assertThat(endpoint.deliver("default", event.id()).getStatus()).isEqualTo(404);
		});
	}

	@Test
	void tellOfHandlersThatHang() {
		this.contextRunner.withPropertyValues("brevo.webhook.handling-timeout=1ms").run((context) -> {
			Listener listener = context.getBean(Listener.class);
			listener.hanging = new CountDownLatch(1);
			receive(context, 0, WebhookApplication.message("m1", "Hello"));
			BrevoWebhook webhook = context.getBean(BrevoWebhooks.class).all().get(0);
			Awaitility.await().until(() -> !webhook.delivery().state().hung().isEmpty());
			assertThat(health(context).getStatus().getCode()).isEqualTo("DEGRADED");
			assertThat(health(context).getDetails().get("default")).asString().contains("hungHandlers=1");
			assertThat(context.getBean(MeterRegistry.class)
				.get("brevo.webhook.handlers.hung")
				.tag("account", "default")
				.gauge()
				.value()).isOne();
			assertThat(context.getBean(BrevoWebhooksEndpoint.class).webhooks().block().webhooks().get(0).hung())
				.singleElement()
				.satisfies((handler) -> assertThat(handler.kind()).isEqualTo("visitor_message"));
			listener.hanging.countDown();
			Awaitility.await().until(() -> webhook.delivery().state().hung().isEmpty());
		});
	}

	@ParameterizedTest
	@EnumSource
	void tellOfEachAccountWhileTheInboxOfOneIsAway(BrokenInbox fault) {
		this.contextRunner.withUserConfiguration(OwnInbox.class).run((context) -> {
			OwnInbox own = context.getBean(OwnInbox.class);
			receive(context, 0, WebhookApplication.message("m1", "Hello"));
			receive(context, 1, WebhookApplication.message("m2", "Hello"));
			Awaitility.await()
				.until(() -> context.getBean(BrevoWebhooks.class)
					.all()
					.stream()
					.allMatch((webhook) -> webhook.inbox().size().block().waiting() == 0));
			own.fault = fault;
			Health health = soon(() -> context.getBean(BrevoWebhookHealthIndicator.class).health());
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails().get("default")).asString()
				.contains("waitingEvents")
				.doesNotContain("inboxFailure");
			assertThat(health.getDetails().get("sales")).asString()
				.contains("inboxFailure=" + fault.failure.getName(), "hungHandlers=0")
				.doesNotContain("Events=", "password");
			List<WebhookDescriptor> webhooks = soon(() -> context.getBean(BrevoWebhooksEndpoint.class).webhooks())
				.webhooks();
			assertThat(webhooks.get(0).waiting()).isNotNull();
			assertThat(webhooks.get(0).inboxFailure()).isNull();
			assertThat(webhooks.get(1).waiting()).isNull();
			assertThat(webhooks.get(1).parked()).isNull();
			assertThat(webhooks.get(1).inboxFailure()).isEqualTo(fault.failure.getName());
			own.fault = null;
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBean(BrevoWebhooksEndpoint.class).webhooks().block().webhooks().get(1).waiting())
				.isZero();
		});
	}

	@Test
	void tellsNoNumberOfEventsThatIsNotKnown() {
		this.contextRunner.withUserConfiguration(OwnInbox.class).run((context) -> {
			Gauge waiting = context.getBean(MeterRegistry.class)
				.get("brevo.webhook.inbox.waiting")
				.tag("account", "sales")
				.gauge();
			assertThat(waiting.value()).isZero();
			context.getBean(OwnInbox.class).fault = BrokenInbox.FAILS;
			assertThat(waiting.value()).isNaN();
			context.getBean(OwnInbox.class).fault = BrokenInbox.THROWS;
			assertThat(waiting.value()).isNaN();
			context.getBean(OwnInbox.class).fault = null;
			assertThat(waiting.value()).isZero();
		});
	}

	// What waits for a time limit does so in virtual time
	private static <T> T soon(Supplier<Mono<T>> call) {
		AtomicReference<T> result = new AtomicReference<>();
		StepVerifier.withVirtualTime(() -> call.get().doOnNext(result::set))
			.thenAwait(Duration.ofSeconds(5))
			.expectNextCount(1)
			.expectComplete()
			.verify(Duration.ofSeconds(30));
		return result.get();
	}

	@Test
	void rejectsAnUnknownAccountAndNamesTheKnownOnes() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> context.getBean(BrevoWebhooksEndpoint.class).deliver("slaes", "1"))
			.withMessageContaining("[default, sales]"));
	}

	@Test
	void isNotThereWithoutASecret() {
		this.contextRunner.withPropertyValues("brevo.webhook.secrets=", "brevo.accounts.sales.webhook.secrets=")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BrevoWebhooks.class)
				.doesNotHaveBean(BrevoWebhooksEndpoint.class)
				.doesNotHaveBean(BrevoWebhookHealthIndicator.class));
	}

	private static void receive(ApplicationContext context, int index, String body) {
		BrevoWebhook webhook = context.getBean(BrevoWebhooks.class).all().get(index);
		WebhookOutcome outcome = webhook.receiver()
			.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null),
					body.getBytes(StandardCharsets.UTF_8))
			.block();
		assertThat(outcome).isNotNull();
	}

	private static List<ParkedEventDescriptor> parked(BrevoWebhooksEndpoint endpoint) {
		return endpoint.webhooks().block().webhooks().get(0).parkedEvents();
	}

	private static Health health(ApplicationContext context) {
		return context.getBean(BrevoWebhookHealthIndicator.class).health().block();
	}

	/**
	 * How an inbox does not respond.
	 */
	enum BrokenInbox {

		FAILS(IllegalStateException.class) {

			@Override
			Object call() {
				return Mono.error(new IllegalStateException("password"));
			}

		},

		THROWS(NoClassDefFoundError.class) {

			@Override
			Object call() {
				throw new NoClassDefFoundError("password");
			}

		},

		HANGS(TimeoutException.class) {

			@Override
			Object call() {
				return Mono.never();
			}

		};

		private final Class<? extends Throwable> failure;

		BrokenInbox(Class<? extends Throwable> failure) {
			this.failure = failure;
		}

		abstract Object call();

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInbox {

		private volatile @Nullable BrokenInbox fault;

		@Bean
		@Qualifier("sales")
		ConversationInbox inboxOfSales() {
			ConversationInbox inbox = new InMemoryConversationInbox();
			return (ConversationInbox) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { ConversationInbox.class }, (proxy, method, arguments) -> {
						BrokenInbox fault = this.fault;
						boolean broken = fault != null && method.getReturnType().equals(Mono.class);
						return broken ? fault.call() : method.invoke(inbox, arguments);
					});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private volatile boolean failing;

		private volatile CountDownLatch hanging = new CountDownLatch(0);

		@EventListener
		void on(ConversationEvent.VisitorMessageReceived event) {
			while (this.hanging.getCount() > 0) {
				try {
					this.hanging.await();
				}
				catch (InterruptedException ex) {
					// goes on
				}
			}
			if (this.failing) {
				throw new IllegalStateException("Failing with " + event.message().text());
			}
		}

	}

}

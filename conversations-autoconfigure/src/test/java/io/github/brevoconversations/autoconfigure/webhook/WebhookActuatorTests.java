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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.DeliveryDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.ParkedEventDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpoint.WebhookDescriptor;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoWebhooksEndpointAutoConfiguration;
import io.github.brevoconversations.autoconfigure.health.BrevoWebhookHealthContributorAutoConfiguration;
import io.github.brevoconversations.autoconfigure.health.BrevoWebhookHealthIndicator;
import io.github.brevoconversations.autoconfigure.metrics.BrevoWebhookMetricsAutoConfiguration;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
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
	void tellOfEachAccount(String properties, String names) {
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
				assertThat(endpoint.deliver(last.replace("-", "").toUpperCase(Locale.ROOT), "none").block())
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
			assertThat(endpoint.deliver("default", event.id()).block().found()).isTrue();
			Awaitility.await().until(() -> health(context).getStatus().getCode().equals("UP"));
			assertThat(endpoint.deliver("default", event.id()).block().found()).isFalse();
		});
	}

	@Test
	void refusesAnUnknownAccountAndNamesThoseThereAre() {
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

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private volatile boolean failing;

		@EventListener
		void on(ConversationEvent.VisitorMessageReceived event) {
			if (this.failing) {
				throw new IllegalStateException("Failing with " + event.message().text());
			}
		}

	}

}

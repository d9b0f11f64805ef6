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

package io.github.brevoconversations.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.PresenceContext;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresence;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BrevoMetricsAutoConfiguration}.
 */
@Timeout(60)
class BrevoMetricsAutoConfigurationTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz-4711");

	private static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	private final PresenceContext presence = new PresenceContext();

	private final ApplicationContextRunner contextRunner = metrics(this.presence.in(new ApplicationContextRunner()));

	private static ApplicationContextRunner metrics(ApplicationContextRunner runner) {
		return runner.withConfiguration(
				AutoConfigurations.of(BrevoMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));
	}

	@Test
	void countsTheAgents() {
		AtomicBoolean responding = new AtomicBoolean(true);
		this.presence
			.respondToPings(() -> responding.getAndSet(false) ? PresenceContext.response(201, "") : Mono.never());
		this.contextRunner.run((context) -> {
			mark(context, LIZ, TOM);
			awaitValue(context, "online.agents", 1);
			awaitValue(context, "active.agents", 2);
			awaitValue(context, "kept.agents", 2);
		});
	}

	@Test
	void measuresThePaceAndTheQuota() {
		this.contextRunner.run((context) -> {
			assertThat(gauge(context, "ping.interval")).isEqualTo(60);
			assertThat(gauge(context, "quota.limit")).isNaN();
			assertThat(gauge(context, "quota.remaining")).isNaN();
			PresenceContext.rateLimit(context.getSourceApplicationContext())
				.observe(new RateLimit(100L, 99L, Duration.ofHours(1)));
			assertThat(gauge(context, "quota.limit")).isEqualTo(100);
			assertThat(gauge(context, "quota.remaining")).isEqualTo(99);
			mark(context, LIZ, TOM);
			Awaitility.await().until(() -> gauge(context, "ping.interval") > 80);
		});
	}

	@ParameterizedTest
	@CsvSource({ "201, accepted", "500, failed", "429, rate_limited", "401, refused", "404, invalid" })
	void countsPingsByTheirOutcome(int status, String outcome) {
		this.presence
			.respondToPings(() -> PresenceContext.response(status, (status < 400) ? "" : "{\"message\":\"no\"}"));
		this.contextRunner.run((context) -> {
			mark(context, LIZ);
			Awaitility.await().until(() -> pings(context, outcome) > 0);
			assertThat(context.getBean(MeterRegistry.class).get("brevo.presence.pings").counters())
				.filteredOn((counter) -> !outcome.equals(counter.getId().getTag("outcome")))
				.hasSize(4)
				.allSatisfy((counter) -> assertThat(counter.count()).isZero());
		});
	}

	@Test
	void timesHowLateThePingsAre() {
		this.contextRunner.run((context) -> {
			mark(context, LIZ);
			Awaitility.await().until(() -> pings(context, "accepted") == 1);
			assertThat(context.getBean(MeterRegistry.class).get("brevo.presence.ping.lateness").timer())
				.satisfies((timer) -> {
					assertThat(timer.count()).isOne();
					assertThat(timer.max(TimeUnit.SECONDS)).isPositive();
				});
		});
	}

	@Test
	void keepsSeveralAccountsApart() {
		this.presence.withAccount(this.contextRunner, "shop").run((context) -> {
			mark(context, LIZ);
			Awaitility.await().until(() -> pings(context, "accepted") == 1);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("brevo.presence.active.agents").tag("account", "shop").gauge().value()).isZero();
			assertThat(registry.get("brevo.presence.pings")
				.tags("account", "shop", "outcome", "accepted")
				.counter()
				.count()).isZero();
		});
	}

	@Test
	void measuresANamedAccountWithoutADefaultOne() {
		metrics(this.presence.withoutDefaultAccount(this.presence.withAccount(new ApplicationContextRunner(), "shop")))
			.run((context) -> assertThat(ours(context)).isNotEmpty()
				.allSatisfy((meter) -> assertThat(meter.getId().getTag("account")).isEqualTo("shop")));
	}

	@Test
	void describesAllMetersAndTagsNoneWithAnAgent() {
		this.contextRunner.run((context) -> {
			mark(context, LIZ, TOM);
			Awaitility.await().until(() -> pings(context, "accepted") == 2);
			assertThat(ours(context)).hasSize(12).extracting(Meter::getId).allSatisfy((id) -> {
				assertThat(id.getDescription()).isNotBlank();
				assertThat(id.getBaseUnit()).isIn("agents", "pings", "requests", "seconds");
				assertThat(id.getTags()).extracting(Tag::getKey).isSubsetOf("account", "outcome").contains("account");
				assertThat(id.getTags()).extracting(Tag::getValue)
					.isSubsetOf("default", "accepted", "failed", "rate_limited", "refused", "invalid");
			});
		});
	}

	@Test
	void measuresForEachRegistryThatItIsBoundTo() {
		this.contextRunner.run((context) -> {
			SimpleMeterRegistry other = new SimpleMeterRegistry();
			new AgentPresenceMetrics(context.getBean(BrevoAccounts.class)).bindTo(other);
			mark(context, LIZ);
			Awaitility.await()
				.until(() -> other.get("brevo.presence.pings").tag("outcome", "accepted").counter().count() == 1);
			assertThat(pings(context, "accepted")).isOne();
		});
	}

	@Test
	void backsOffWithoutAHeartbeat() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AgentPresenceMetrics.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		this.presence.in(new ApplicationContextRunner())
			.withConfiguration(AutoConfigurations.of(BrevoMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AgentPresenceMetrics.class));
	}

	@Test
	void backsOffWhenTheUserDefinesMetrics() {
		AgentPresenceMetrics own = new AgentPresenceMetrics(mock(BrevoAccounts.class));
		this.contextRunner.withBean("own", AgentPresenceMetrics.class, () -> own)
			.run((context) -> assertThat(context).getBean(AgentPresenceMetrics.class).isSameAs(own));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.presence.in(new ApplicationContextRunner())
			.withConfiguration(AutoConfigurations.of(BrevoMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoAgentPresenceMetrics"));
	}

	private static void mark(ApplicationContext context, AgentIdentity... agents) {
		for (AgentIdentity agent : agents) {
			context.getBean(AgentPresence.class).markActive(agent).join();
		}
	}

	private static List<Meter> ours(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("brevo."))
			.toList();
	}

	private static void awaitValue(ApplicationContext context, String name, double value) {
		Awaitility.await().untilAsserted(() -> assertThat(gauge(context, name)).isEqualTo(value));
	}

	private static double gauge(ApplicationContext context, String name) {
		return context.getBean(MeterRegistry.class)
			.get("brevo.presence." + name)
			.tag("account", "default")
			.gauge()
			.value();
	}

	private static double pings(ApplicationContext context, String outcome) {
		return context.getBean(MeterRegistry.class)
			.get("brevo.presence.pings")
			.tags("account", "default", "outcome", outcome)
			.counter()
			.count();
	}

}

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

package io.github.brevoconversations.autoconfigure.health;

import java.time.Duration;
import java.util.stream.IntStream;

import io.github.brevoconversations.autoconfigure.PresenceContext;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresence;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.actuate.endpoint.ReactiveHealthEndpointWebExtension;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoHealthContributorAutoConfiguration}.
 */
@Timeout(60)
class BrevoHealthContributorAutoConfigurationTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final PresenceContext presence = new PresenceContext();

	private final ApplicationContextRunner contextRunner = health(this.presence.in(new ApplicationContextRunner()));

	private static <R extends AbstractApplicationContextRunner<R, ?, ?>> R health(R runner) {
		return runner
			.withConfiguration(AutoConfigurations.of(BrevoHealthContributorAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=health",
					"management.endpoint.health.show-details=always");
	}

	@Test
	void reportsTheHealthOfTheOnlyAccount() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("brevo"))
				.isInstanceOfSatisfying(HealthIndicator.class, (indicator) -> {
					assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
					assertThat(indicator.health().getDetails()).containsEntry("account", "default");
				});
		});
	}

	@Test
	void reportsTheHealthOfEachAccount() {
		this.presence.withAccount(this.contextRunner, "shop")
			.run((context) -> assertThat(context.getBean("brevoHealthContributor")).isInstanceOfSatisfying(
					CompositeHealthContributor.class,
					(composite) -> assertThat(composite.stream().map(HealthContributors.Entry::name))
						.containsExactlyInAnyOrder("default", "shop")));
	}

	@Test
	void reportsTheHealthOfANamedAccountWithoutADefaultOne() {
		ApplicationContextRunner runner = health(
				this.presence.withoutDefaultAccount(this.presence.withAccount(new ApplicationContextRunner(), "shop")));
		runner.run((context) -> assertThat(context.getBean("brevoHealthContributor")).isInstanceOfSatisfying(
				HealthIndicator.class,
				(indicator) -> assertThat(indicator.health().getDetails()).containsEntry("account", "shop")));
	}

	@Test
	void isDownAndUnavailableWhileBrevoRejectsTheKey() {
		this.presence.respondToPings(() -> PresenceContext.response(401, "{\"message\":\"Key not found\"}"));
		health(this.presence.in(new WebApplicationContextRunner())).run((context) -> {
			context.getBean(AgentPresence.class).markActive(LIZ).join();
			Awaitility.await().untilAsserted(() -> assertThat(status(context)).isEqualTo(Status.DOWN));
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(overHttp(context).getStatus()).isEqualTo(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		});
	}

	@Test
	void isDegradedButAvailableWhileAgentsWaitForQuota() {
		health(this.presence.in(new WebApplicationContextRunner())).run((context) -> {
			waitForQuota(context.getSourceApplicationContext());
			Awaitility.await()
				.untilAsserted(() -> assertThat(status(context)).isEqualTo(AgentPresenceHealthIndicator.DEGRADED));
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
			assertThat(overHttp(context).getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
		});
	}

	@Test
	void contributesInAReactiveApplication() {
		health(this.presence.in(new ReactiveWebApplicationContextRunner())).run((context) -> {
			waitForQuota(context.getSourceApplicationContext());
			Awaitility.await()
				.untilAsserted(() -> assertThat(status(context)).isEqualTo(AgentPresenceHealthIndicator.DEGRADED));
			WebEndpointResponse<? extends HealthDescriptor> response = context
				.getBean(ReactiveHealthEndpointWebExtension.class)
				.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, true, "brevo")
				.block(Duration.ofSeconds(20));
			assertThat(response.getBody().getStatus()).isEqualTo(AgentPresenceHealthIndicator.DEGRADED);
			assertThat(response.getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
		});
	}

	@Test
	void affectsTheOverallStatusIfTheApplicationOrdersIt() {
		this.contextRunner
			.withPropertyValues("management.endpoint.health.status.order=down,out-of-service,degraded,up,unknown")
			.run((context) -> {
				waitForQuota(context.getSourceApplicationContext());
				Awaitility.await()
					.untilAsserted(() -> assertThat(context.getBean(HealthEndpoint.class).health().getStatus())
						.isEqualTo(AgentPresenceHealthIndicator.DEGRADED));
			});
	}

	@Test
	void isDisabledByAProperty() {
		this.contextRunner.withPropertyValues("management.health.brevo.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoHealthContributor"));
	}

	@Test
	void backsOffWithoutAHeartbeat() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoHealthContributor"));
	}

	@Test
	void backsOffWhenTheUserDefinesAContributor() {
		HealthIndicator own = () -> null;
		this.contextRunner.withBean("brevoHealthIndicator", HealthIndicator.class, () -> own).run((context) -> {
			assertThat(context).doesNotHaveBean("brevoHealthContributor");
			assertThat(context.getBean(HealthContributorRegistry.class).getContributor("brevo")).isSameAs(own);
		});
	}

	@Test
	void backsOffWithoutTheHealthModule() {
		this.presence.in(new ApplicationContextRunner())
			.withConfiguration(AutoConfigurations.of(BrevoHealthContributorAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(HealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoHealthContributor"));
	}

	private static void waitForQuota(ConfigurableApplicationContext context) {
		PresenceContext.rateLimit(context).observe(new RateLimit(100L, 100L, Duration.ofHours(1)));
		AgentPresence presence = context.getBean(AgentPresence.class);
		IntStream.range(0, 20).forEach((i) -> presence.markActive(AgentIdentity.ofId("agent" + i)).join());
	}

	private static Status status(ApplicationContext context) {
		return context.getBean(AgentPresenceHealthIndicator.class).health().getStatus();
	}

	private static WebEndpointResponse<? extends HealthDescriptor> overHttp(ApplicationContext context) {
		return context.getBean(HealthEndpointWebExtension.class)
			.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, false);
	}

}

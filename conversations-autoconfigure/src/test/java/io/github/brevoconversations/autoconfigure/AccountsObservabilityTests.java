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

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import aaa.OtherAutoConfiguration;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsEndpoint;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsEndpointAutoConfiguration;
import io.github.brevoconversations.autoconfigure.health.AgentPresenceHealthIndicator;
import io.github.brevoconversations.autoconfigure.health.BrevoHealthContributorAutoConfiguration;
import io.github.brevoconversations.autoconfigure.metrics.BrevoMetricsAutoConfiguration;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.RateLimitTracker;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests of what is observed of the accounts of the properties, with and without a default
 * one.
 */
@Timeout(60)
class AccountsObservabilityTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(OtherAutoConfiguration.class, ConversationsClientAutoConfiguration.class,
						AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
						TaskSchedulingAutoConfiguration.class, BrevoHealthContributorAutoConfiguration.class,
						HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
						BrevoMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
						BrevoAgentsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=brevoagents",
				"management.endpoint.brevoagents.access=UNRESTRICTED");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "brevo.api-key=k | default", "brevo.accounts.sales.api-key=k | sales",
					"brevo.api-key=k, brevo.accounts.sales.api-key=k | default, sales",
					"brevo.accounts.sales.api-key=k, brevo.accounts.support.api-key=k | sales, support" })
	void reportsEachAccount(String properties, String names) {
		Set<String> accounts = new TreeSet<>(List.of(names.split(", ")));
		this.runner.withPropertyValues(properties.split(", ")).run((context) -> {
			assertThat(health(context)).isEqualTo(accounts);
			assertThat(metrics(context)).isEqualTo(accounts);
			assertThat(endpoint(context)).isEqualTo(accounts);
		});
	}

	@Test
	void reportsNothingForAnAccountWithoutAHeartbeat() {
		this.runner
			.withPropertyValues("brevo.api-key=k", "brevo.accounts.sales.api-key=k",
					"brevo.accounts.sales.heartbeat.enabled=false")
			.run((context) -> {
				assertThat(health(context)).containsExactly("default");
				assertThat(metrics(context)).containsExactly("default");
				assertThat(endpoint(context)).containsExactly("default", "sales");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.heartbeat.enabled=false", "brevo.accounts.sales.heartbeat.enabled=false" })
	void isAbsentWithoutAnyHeartbeat(String property) {
		this.runner.withPropertyValues("brevo.accounts.sales.api-key=k", property)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("brevoHealthContributor")
				.doesNotHaveBean("brevoAgentPresenceMetrics"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key=k", "brevo.accounts.sales.api-key=k",
			"brevo.api-key=k, brevo.accounts.sales.api-key=k" })
	void isAbsentWithThePresenceOfAllAccounts(String properties) {
		this.runner.withPropertyValues("brevo.presence.enabled=false", "brevo.heartbeat.store.type=redis")
			.withPropertyValues(properties.split(", "))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(BrevoAccounts.class)
					.doesNotHaveBean("brevoHealthContributor")
					.doesNotHaveBean("brevoAgentPresenceMetrics")
					.doesNotHaveBean(BrevoAgentsEndpoint.class)
					.doesNotHaveBean(ActiveAgentStoreFactory.class);
				for (Class<?> type : List.of(ActiveAgentStore.class, AgentPresence.class,
						AgentPresenceHeartbeat.class)) {
					assertThat(context.getBeanNamesForType(type)).isEmpty();
				}
				BrevoAccounts accounts = context.getBean(BrevoAccounts.class);
				assertThat(accounts.names()).hasSize(properties.split(", ").length).allSatisfy((account) -> {
					assertThat(accounts.client(account)).isNotNull();
					assertThat(accounts.heartbeat(account)).isNull();
					assertThatIllegalStateException().isThrownBy(() -> accounts.presence(account))
						.withMessageContaining("has no AgentPresence");
				});
			});
	}

	@Test
	void isNotMisledByTheNameOfABean() {
		this.runner.withPropertyValues("brevo.api-key=k")
			.withBean("deskAgentPresenceHeartbeat", AgentPresenceHeartbeat.class, () -> heartbeat())
			.run((context) -> {
				assertThat(health(context)).containsExactly("default");
				assertThat(metrics(context)).containsExactly("default");
				assertThat(context.getBean(BrevoAccounts.class).heartbeat("default"))
					.isSameAs(context.getBean("deskAgentPresenceHeartbeat"));
			});
	}

	private static AgentPresenceHeartbeat heartbeat() {
		ActiveAgentStore store = new InMemoryActiveAgentStore();
		return new AgentPresenceHeartbeat(mock(ConversationsClient.class), AgentPresence.of(store), store,
				mock(TaskScheduler.class), HeartbeatSettings.defaults(), new RateLimitTracker());
	}

	private static Set<String> health(ApplicationContext context) {
		Object contributor = context.getBean(HealthContributorRegistry.class).getContributor("brevo");
		return (contributor instanceof CompositeHealthContributor composite)
				? composite.stream().map(HealthContributors.Entry::name).collect(TreeSet::new, Set::add, Set::addAll)
				: Set.of(String
					.valueOf(((AgentPresenceHealthIndicator) contributor).health().getDetails().get("account")));
	}

	private static Set<String> metrics(ApplicationContext context) {
		Set<String> accounts = new TreeSet<>();
		context.getBean(MeterRegistry.class)
			.find("brevo.presence.active.agents")
			.gauges()
			.forEach((gauge) -> accounts.add(gauge.getId().getTag("account")));
		return accounts;
	}

	private static Set<String> endpoint(ApplicationContext context) {
		return context.getBean(BrevoAgentsEndpoint.class).activeAgents(null, null).block().getAccounts().keySet();
	}

}

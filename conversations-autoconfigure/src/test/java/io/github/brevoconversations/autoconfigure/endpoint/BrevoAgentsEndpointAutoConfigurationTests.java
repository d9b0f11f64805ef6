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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.PresenceContext;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsDescriptor.AccountDescriptor;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BrevoAgentsEndpointAutoConfiguration} and the endpoint without HTTP.
 */
@Timeout(60)
class BrevoAgentsEndpointAutoConfigurationTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private final PresenceContext presence = new PresenceContext();

	private final ApplicationContextRunner contextRunner = endpoint(this.presence.in(new ApplicationContextRunner()));

	private static ApplicationContextRunner endpoint(ApplicationContextRunner runner) {
		return runner
			.withConfiguration(AutoConfigurations.of(BrevoAgentsEndpointAutoConfiguration.class,
					EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
					JmxEndpointAutoConfiguration.class, JmxAutoConfiguration.class))
			.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=brevoagents",
					"management.endpoint.brevoagents.access=UNRESTRICTED", "spring.jmx.unique-names=true");
	}

	@Test
	void worksOverJmx() {
		this.contextRunner.run((context) -> {
			MBeanServer server = ManagementFactory.getPlatformMBeanServer();
			ObjectName name = server
				.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Brevoagents,*"), null)
				.iterator()
				.next();
			String text = String.class.getName();
			assertThat(invoke(server, name, "markActive", "liz", null, null, null, "8h", null))
				.isEqualTo(Map.of("account", "default", "active", true, "atMost", "PT8H"));
			assertThat(activeAgents(context, "default")).containsExactly(LIZ);
			assertThat(server
				.invoke(name, "activeAgents", new Object[] { null, 10 }, new String[] { text, Integer.class.getName() })
				.toString()).contains("id=liz");
			invoke(server, name, "markInactive", "liz", null, null, null, null);
			assertThat(activeAgents(context, "default")).isEmpty();
			assertThatExceptionOfType(ReflectionException.class)
				.isThrownBy(() -> invoke(server, name, "markInactive", null, null, null, null, null))
				.havingCause()
				.withMessageContaining("'id'");
		});
	}

	@Test
	void showsAgentsThatAnotherInstancePings() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.enabled=false").run((context) -> {
			BrevoAgentsEndpoint endpoint = context.getBean(BrevoAgentsEndpoint.class);
			endpoint.markActive("liz", null, null, null, null, null).block();
			endpoint.markActive("tom", null, null, null, null, null).block();
			AccountDescriptor account = read(endpoint, null, 1).getAccounts().get("default");
			assertThat(account.heartbeat()).isNull();
			assertThat(account.agents()).singleElement().satisfies((agent) -> {
				assertThat(agent.id()).isEqualTo("liz");
				assertThat(agent.online()).isNull();
			});
		});
	}

	@Test
	void servesEachAccount() {
		this.presence.withAccount(this.contextRunner, "shop").run((context) -> {
			BrevoAgentsEndpoint endpoint = context.getBean(BrevoAgentsEndpoint.class);
			endpoint.markActive("liz", null, null, null, null, "shop").block();
			assertThat(activeAgents(context, "shop")).containsExactly(LIZ);
			assertThat(activeAgents(context, "default")).isEmpty();
			assertThat(read(endpoint, null, null).getAccounts()).containsOnlyKeys("default", "shop");
			assertThat(read(endpoint, "shop", null).getAccounts()).containsOnlyKeys("shop");
			endpoint.markInactive("liz", null, null, null, null).block();
			assertThat(activeAgents(context, "shop")).containsExactly(LIZ);
		});
	}

	@Test
	void requiresTheAccountOnlyIfItIsAmbiguous() {
		ApplicationContextRunner shop = endpoint(
				this.presence.withoutDefaultAccount(this.presence.withAccount(new ApplicationContextRunner(), "shop")));
		shop.run((context) -> {
			context.getBean(BrevoAgentsEndpoint.class).markActive("liz", null, null, null, null, null).block();
			assertThat(activeAgents(context, "shop")).containsExactly(LIZ);
		});
		this.presence.withAccount(shop, "club")
			.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(
					() -> context.getBean(BrevoAgentsEndpoint.class).markActive("liz", null, null, null, null, null))
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("'account' must be one of shop, club")));
	}

	@Test
	void showsAtMostAThousandAgentsUnlessAskedForMore() {
		this.contextRunner.withPropertyValues("brevo.heartbeat.enabled=false").run((context) -> {
			AgentPresence presence = context.getBean(AgentPresence.class);
			for (int i = 0; i < 1200; i++) {
				presence.markActive(AgentIdentity.ofId("agent" + i)).join();
			}
			BrevoAgentsEndpoint endpoint = context.getBean(BrevoAgentsEndpoint.class);
			assertThat(read(endpoint, null, null).getAccounts().get("default").agents()).hasSize(1000);
			assertThat(read(endpoint, null, 1100).getAccounts().get("default").agents()).hasSize(1100);
		});
	}

	@Test
	void isAbsentUnlessItIsExposed() {
		this.contextRunner.withPropertyValues("management.endpoints.jmx.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BrevoAgentsEndpoint.class));
	}

	@Test
	void isAbsentWhenAccessIsNone() {
		this.contextRunner.withPropertyValues("management.endpoint.brevoagents.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BrevoAgentsEndpoint.class));
	}

	@Test
	void isAbsentWithoutPresence() {
		endpoint(this.presence.withoutDefaultAccount(new ApplicationContextRunner()))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BrevoAgentsEndpoint.class));
	}

	@Test
	void backsOffWhenTheUserDefinesAnEndpoint() {
		BrevoAgentsEndpoint own = new BrevoAgentsEndpoint(mock(BrevoAccounts.class));
		this.contextRunner.withBean("own", BrevoAgentsEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(BrevoAgentsEndpoint.class).isSameAs(own));
	}

	@Test
	void backsOffWithoutTheActuator() {
		this.presence.in(new ApplicationContextRunner())
			.withConfiguration(AutoConfigurations.of(BrevoAgentsEndpointAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoAgentsEndpoint"));
	}

	private static Object invoke(MBeanServer server, ObjectName name, String operation, String... arguments)
			throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return server.invoke(name, operation, arguments, signature);
	}

	private static BrevoAgentsDescriptor read(BrevoAgentsEndpoint endpoint, String account, Integer max) {
		return endpoint.activeAgents(account, max).block(Duration.ofSeconds(20));
	}

	private static Iterable<AgentIdentity> activeAgents(ApplicationContext context, String account) {
		return context.getBean(BrevoAccounts.class).presence(account).activeAgents().join();
	}

}

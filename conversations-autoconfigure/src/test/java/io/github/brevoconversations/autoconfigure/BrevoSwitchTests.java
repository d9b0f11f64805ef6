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
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsEndpoint;
import io.github.brevoconversations.autoconfigure.endpoint.BrevoAgentsEndpointAutoConfiguration;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the properties that switch something off may have for values: whatever
 * Spring Boot binds to a boolean, with the same meaning for all accounts and all parts.
 */
@Timeout(120)
class BrevoSwitchTests {

	private static final List<String> SWITCHES = List.of("brevo.enabled", "brevo.presence.enabled",
			"brevo.heartbeat.enabled");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						BrevoAccountsAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
						BrevoAgentsEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=default-key", "brevo.accounts.sales.api-key=sales-key",
				"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*");

	static Stream<Arguments> on() {
		return switchesWith("", " ", "${missing:}", "true", "TRUE", "on", "yes", "1");
	}

	static Stream<Arguments> off() {
		return switchesWith("false", "FALSE", "off", "no", "0", "${missing:false}");
	}

	private static Stream<Arguments> switchesWith(String... values) {
		return SWITCHES.stream().flatMap((property) -> Stream.of(values).map((value) -> Arguments.of(property, value)));
	}

	@ParameterizedTest
	@MethodSource("on")
	void switchesNothingOff(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(BrevoAgentsEndpoint.class);
			for (String account : List.of("default", "sales")) {
				assertThat(accounts(context).client(account)).isNotNull();
				assertThat(accounts(context).presence(account)).isNotNull();
				assertThat(accounts(context).heartbeat(account)).isNotNull();
			}
		});
	}

	@ParameterizedTest
	@MethodSource("off")
	void switchesOffForEachAccount(String property, String value) {
		boolean all = property.equals("brevo.enabled");
		boolean presence = all || property.equals("brevo.presence.enabled");
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(AgentPresenceHeartbeat.class);
			assertThat(context.getBeanNamesForType(ConversationsClient.class)).hasSize(all ? 0 : 2);
			assertThat(context.getBeanNamesForType(AgentPresence.class)).hasSize(presence ? 0 : 2);
			assertThat(context.getBeanNamesForType(BrevoAgentsEndpoint.class)).hasSize(presence ? 0 : 1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.enabled", "brevo.presence.enabled", "brevo.heartbeat.enabled" })
	void failsForAValueThatIsNeitherTrueNorFalse(String property) {
		this.runner.withPropertyValues(property + "=tru")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(BindException.class.getName())
				.hasStackTraceContaining("'" + property + "'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "true", "on" })
	void leavesTheHeartbeatOfOneAccountOn(String value) {
		this.runner.withPropertyValues("brevo.accounts.sales.heartbeat.enabled=" + value)
			.run((context) -> assertThat(accounts(context).heartbeat("sales")).isNotNull());
	}

	private static BrevoAccounts accounts(AssertableApplicationContext context) {
		return context.getBean(BrevoAccounts.class);
	}

}

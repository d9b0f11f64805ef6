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

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhookAutoConfiguration;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState.Condition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of each property that is a number, a time or a size, with values that nobody
 * means: they fail the start with the property's name, or everything works with them.
 */
@Timeout(120)
class ExtremeValuesTests {

	private static final Map<String, List<String>> VALUES = Map.of("java.time.Duration",
			List.of("0s", "-1s", "300d", "100000d", "PT2562047788015215H30M7S"), "java.lang.Integer",
			List.of("0", "-1", "2147483647"), "java.lang.Long", List.of("0", "-1", "9223372036854775807"),
			"java.lang.Double", List.of("0", "-1", "1e308", "NaN", "Infinity"),
			"org.springframework.util.unit.DataSize", List.of("0B", "-1B", "9223372036854775807B"));

	private static final LoopbackBrevo brevo = new LoopbackBrevo();

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
				TaskSchedulingAutoConfiguration.class, BrevoWebhookAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=secret-key", "brevo.base-url=" + brevo.url(),
				"brevo.webhook.secrets=secret");

	@AfterAll
	static void stop() {
		brevo.close();
	}

	static Stream<String> settings() throws IOException {
		try (InputStream metadata = ExtremeValuesTests.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			JsonNode properties = JsonMapper.shared().readTree(metadata).path("properties");
			return StreamSupport.stream(properties.spliterator(), false)
				.filter((property) -> property.path("name").asString().startsWith("brevo."))
				.flatMap((property) -> VALUES.getOrDefault(property.path("type").asString(), List.of())
					.stream()
					.map((value) -> property.path("name").asString() + "=" + value))
				.toList()
				.stream();
		}
	}

	@ParameterizedTest
	@MethodSource("settings")
	void areRejectedAtTheStartOrWork(String setting) {
		this.runner.withPropertyValues(setting).run((context) -> {
			if (context.getStartupFailure() != null) {
				assertThat(context).getFailure().satisfies((failure) -> refuses(failure, setting));
			}
			else {
				works(context);
			}
		});
	}

	@Test
	void coverEachProperty() throws IOException {
		assertThat(settings()).hasSizeGreaterThan(60);
	}

	@ParameterizedTest
	@CsvSource({ "300d", "25d", "-1ms" })
	void namesTheAccountsOwnProperty(String value) {
		this.runner
			.withPropertyValues("brevo.accounts.sales.api-key=sales-key",
					"brevo.accounts.sales.http.connect-timeout=" + value)
			.run((context) -> assertThat(context).getFailure()
				.satisfies((failure) -> refuses(failure, "brevo.accounts.sales.http.connect-timeout=" + value)));
	}

	private static void refuses(Throwable failure, String setting) {
		String name = setting.substring(0, setting.indexOf('='));
		List<Throwable> causes = Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause).toList();
		assertThat(causes).anyMatch((cause) -> (cause instanceof InvalidConfigurationPropertyValueException invalid
				&& (invalid.getName().equals(name) || fits(invalid.getName(), name)))
				|| (cause instanceof BindException bind && bind.getName().toString().equals(name)));
	}

	/**
	 * Return whether a property is said not to fit together with the one that was set.
	 */
	private static boolean fits(String named, String set) {
		String room = set.substring(0, set.lastIndexOf('.'));
		return named.startsWith(room);
	}

	private static void works(AssertableWebApplicationContext context) {
		try {
			context.getBean(BlockingConversationsClient.class).getMessage("m1");
		}
		catch (BrevoException ex) {
			assertThat(ex).hasMessageContaining("limit");
		}
		int before = brevo.heads().size();
		context.getBean(AgentPresence.class).markActive(AgentIdentity.ofId("liz")).join();
		Awaitility.await().until(() -> brevo.heads().size() > before);
		assertThat(context.getBean(AgentPresenceHeartbeat.class).state().condition()).isEqualTo(Condition.PINGING);
	}

}

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

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches for the keys in what each HTTP client writes to the log at trace level.
 */
@Timeout(120)
class SecretsInLogsTests {

	private static final String[] LOGGERS = { "io.github.brevoconversations", "org.springframework", "reactor.netty",
			"io.netty", "org.eclipse.jetty", "org.apache.hc", "jdk", "java.net" };

	private static final Set<FailurePath> PATHS = EnumSet.of(FailurePath.UNAUTHORIZED, FailurePath.SERVER_ERROR,
			FailurePath.REDIRECT, FailurePath.NO_HTTP, FailurePath.CUT_OFF, FailurePath.RESET, FailurePath.READ_TIMEOUT,
			FailurePath.REFUSED, FailurePath.NO_TLS);

	@ParameterizedTest
	@MethodSource("builders")
	void leavesNoKeyInTheLog(ClientHttpConnectorBuilder<?> builder) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			brevo.replyWith(LoopbackBrevo.status(200, "Content-Type: application/json", "{\"id\":\"message-4711\"}"));
			assertThatNoKeyIsInTheLog(builder, brevo, Call.values());
			assertThat(brevo.heads()).hasSize(Call.values().length)
				.allMatch((head) -> head.contains(SecretHuntTests.API_KEY));
		}
	}

	@ParameterizedTest
	@MethodSource
	void leavesNoKeyInTheLogOfACallThatFails(ClientHttpConnectorBuilder<?> builder, FailurePath path) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			brevo.replyWith(path.reply());
			assertThatNoKeyIsInTheLog(builder, brevo,
					new Call[] { Call.SEND_MESSAGE, Call.GET_MESSAGE, Call.PING_AGENT_ONLINE }, path.properties(brevo));
		}
	}

	private static void assertThatNoKeyIsInTheLog(ClientHttpConnectorBuilder<?> builder, LoopbackBrevo brevo,
			Call[] calls, String... properties) {
		SecretHunter hunter = new SecretHunter(SecretHuntTests.API_KEY, SecretHuntTests.PARTNER_KEY);
		try (RecordedLog log = new RecordedLog(LOGGERS)) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class))
				.withBean(ClientHttpConnectorBuilder.class, () -> builder)
				.withPropertyValues("brevo.api-key=" + SecretHuntTests.API_KEY,
						"brevo.partner-key=" + SecretHuntTests.PARTNER_KEY, "brevo.base-url=" + brevo.url(),
						"brevo.retry.enabled=false")
				.withPropertyValues(properties)
				.run((context) -> {
					for (Call operation : calls) {
						operation.on(context.getBean(ConversationsClient.class)).then().onErrorComplete().block();
					}
				});
			assertThat(log.lines()).isNotEmpty().filteredOn(hunter::isIn).isEmpty();
			assertThat(log.lines()).noneMatch((line) -> line.contains(end(SecretHuntTests.API_KEY)));
		}
	}

	static Stream<Named<ClientHttpConnectorBuilder<?>>> builders() {
		return Stream.of(Named.of("Reactor Netty", ClientHttpConnectorBuilder.reactor()),
				Named.of("JDK", ClientHttpConnectorBuilder.jdk()),
				Named.of("Jetty", ClientHttpConnectorBuilder.jetty()),
				Named.of("HttpComponents", ClientHttpConnectorBuilder.httpComponents()));
	}

	static Stream<Arguments> leavesNoKeyInTheLogOfACallThatFails() {
		return builders().flatMap((builder) -> PATHS.stream().map((path) -> Arguments.of(builder, path)));
	}

	private static String end(String key) {
		return key.substring(key.length() - 10);
	}

}

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
import java.util.Map;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.oauth2.TokenServer;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches for the secret of an OAuth 2.0 client and for its tokens in what each HTTP
 * client writes to the log at trace level, however the client authenticates.
 */
@Timeout(120)
class OAuth2SecretsInLogsTests {

	private static final String[] LOGGERS = { "io.github.brevoconversations", "org.springframework", "reactor",
			"io.netty", "org.eclipse.jetty", "org.apache.hc", "jdk", "java.net" };

	private static final String REGISTRATION = "spring.security.oauth2.client.registration.brevo.";

	@ParameterizedTest
	@MethodSource
	void leavesNoSecretInTheLog(String connector, ClientHttpConnectorBuilder<?> builder, String method, String clientId,
			String secret, String scope) {
		try (TokenServer tokens = new TokenServer();
				LoopbackBrevo brevo = new LoopbackBrevo();
				RecordedLog log = new RecordedLog(LOGGERS)) {
			brevo.replyWith(LoopbackBrevo.status(200, "Content-Type: application/json", "{\"id\":\"message-4711\"}"));
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
						OAuth2ClientAutoConfiguration.class, ReactiveOAuth2ClientAutoConfiguration.class))
				.withBean(ClientHttpConnectorBuilder.class, () -> builder)
				.withPropertyValues("brevo.oauth2.registration-id=brevo", "brevo.base-url=" + brevo.url(),
						"spring.security.oauth2.client.provider.brevo.token-uri=" + tokens.url(),
						REGISTRATION + "authorization-grant-type=client_credentials",
						REGISTRATION + "client-authentication-method=" + method, REGISTRATION + "client-id=" + clientId,
						REGISTRATION + "client-secret=" + secret, REGISTRATION + "scope=" + scope)
				.run((context) -> Call.SEND_MESSAGE.on(context.getBean(ConversationsClient.class)).then().block());
			assertThat(brevo.heads()).singleElement().asString().contains(TokenServer.TOKEN + 1);
			assertThat(tokens.requests()).singleElement()
				.asString()
				.contains("grant_type=client_credentials")
				.satisfies((body) -> assertThat(body.contains(secret)).isEqualTo(method.endsWith("post")));
			assertThat(log.lines()).isNotEmpty();
			for (String part : List.of(secret.substring(0, 8), secret.substring(secret.length() - 8),
					TokenServer.TOKEN + 1)) {
				assertThat(log.lines()).noneMatch((line) -> line.contains(part));
			}
		}
	}

	static Stream<Arguments> leavesNoSecretInTheLog() {
		return Stream.of("client_secret_basic", "client_secret_post")
			.flatMap((method) -> Stream.of("c", "0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f")
				.flatMap((id) -> Stream.of("cs5HuntedClientSecret", "cs5Hunted" + "0123456789abcdef".repeat(3))
					.flatMap((secret) -> Stream.of("", "conversations:read")
						.flatMap((scope) -> connectors(method, id, secret, scope)))));
	}

	private static Stream<Arguments> connectors(String... more) {
		Map<String, ClientHttpConnectorBuilder<?>> connectors = Map.of("Reactor Netty",
				ClientHttpConnectorBuilder.reactor(), "JDK", ClientHttpConnectorBuilder.jdk(), "Jetty",
				ClientHttpConnectorBuilder.jetty(), "HttpComponents", ClientHttpConnectorBuilder.httpComponents());
		return connectors.entrySet()
			.stream()
			.map((each) -> Arguments.of(each.getKey(), each.getValue(), more[0], more[1], more[2], more[3]));
	}

}

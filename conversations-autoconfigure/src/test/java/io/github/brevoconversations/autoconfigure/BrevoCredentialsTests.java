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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.autoconfigure.oauth2.TokenServer;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what the auto-configured client authenticates with.
 */
@Timeout(120)
class BrevoCredentialsTests {

	private static final String[] LOGGERS = { "io.github.brevoconversations", "org.springframework", "reactor",
			"io.netty", "com.nimbusds" };

	private static final AutoConfigurations CLIENT = AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
			WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			HttpClientAutoConfiguration.class, SslAutoConfiguration.class);

	private static final AutoConfigurations OAUTH2 = AutoConfigurations.of(OAuth2ClientAutoConfiguration.class,
			ReactiveOAuth2ClientAutoConfiguration.class);

	private final TokenServer tokenServer = new TokenServer();

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final SecretHunter hunter = new SecretHunter(TokenServer.TOKEN, TokenServer.SECRET);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(CLIENT)
		.withPropertyValues("brevo.base-url=" + this.brevo.url());

	private final ApplicationContextRunner oauth2Runner = withRegistration(this.contextRunner);

	@AfterEach
	void stop() {
		this.brevo.close();
		this.tokenServer.close();
	}

	@Test
	void asksTheApplicationsProviderForTheKeyOfEachCall() {
		AtomicInteger keys = new AtomicInteger();
		this.contextRunner.withBean(BrevoApiKeyProvider.class, () -> () -> "key-" + keys.incrementAndGet())
			.withPropertyValues("brevo.api-key=key-of-the-properties")
			.run((context) -> {
				assertThat(keys).hasValue(0);
				call(context);
				call(context);
				assertThat(this.brevo.heads()).satisfiesExactly(
						(head) -> assertThat(head).containsIgnoringCase("api-key: key-1"),
						(head) -> assertThat(head).containsIgnoringCase("api-key: key-2"));
			});
	}

	@Test
	void needsNoKeyInThePropertiesWhenABeanProvidesIt() {
		this.contextRunner.withBean(BrevoApiKeyProvider.class, () -> () -> "the-key").run((context) -> {
			call(context);
			assertThat(this.brevo.heads()).singleElement().asString().containsIgnoringCase("api-key: the-key");
		});
	}

	@Test
	void prefersTheKeyOfConnectionDetailsToAllElse() {
		this.oauth2Runner.withBean(BrevoApiKeyProvider.class, () -> () -> "the-key")
			.withBean(BrevoConnectionDetails.class, () -> connectionDetails("key-of-the-test"))
			.run((context) -> {
				call(context);
				assertThat(this.brevo.heads()).singleElement()
					.asString()
					.containsIgnoringCase("api-key: key-of-the-test");
			});
	}

	@Test
	void fallsBackWhenConnectionDetailsHaveNoKey() {
		this.oauth2Runner.withBean(BrevoConnectionDetails.class, () -> connectionDetails(null)).run((context) -> {
			call(context);
			assertThat(tokensSent()).containsExactly("1");
		});
	}

	@Test
	void failsWhenConnectionDetailsHaveNoKeyAndNothingElseDoes() {
		this.contextRunner.withBean(BrevoConnectionDetails.class, () -> connectionDetails(null))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("have no API key"));
	}

	@Test
	void sendsTokensInAnApplicationWithoutAWebServer() {
		this.oauth2Runner.run(this::sendsATokenAndNoKey);
	}

	@Test
	void sendsTokensInAReactiveApplication() {
		withRegistration(new ReactiveWebApplicationContextRunner().withConfiguration(CLIENT)
			.withPropertyValues("brevo.base-url=" + this.brevo.url())).run(this::sendsATokenAndNoKey);
	}

	@Test
	void sendsTokensInAServletApplication() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(OAuth2ClientAutoConfiguration.class))
			.withPropertyValues(this.tokenServer.registration("brevo"))
			.withPropertyValues("brevo.oauth2.registration-id=brevo")
			.run(this::sendsATokenAndNoKey);
	}

	private void sendsATokenAndNoKey(ApplicationContext context) {
		assertThat(this.tokenServer.requests()).isEmpty();
		call(context);
		call(context);
		assertThat(tokensSent()).containsExactly("1", "1");
		assertThat(this.brevo.heads()).noneMatch((head) -> head.toLowerCase(Locale.ROOT).contains("api-key"));
		assertThat(this.tokenServer.requests()).hasSize(1);
	}

	@Test
	void getsAnotherTokenWhenBrevoRejectsOne() {
		this.brevo.replyWith((connection) -> {
			boolean revoked = this.brevo.heads().get(this.brevo.heads().size() - 1).contains(TokenServer.TOKEN + 1);
			(revoked ? LoopbackBrevo.status(401, "Content-Type: application/json", "{\"code\":\"unauthorized\"}")
					: LoopbackBrevo.MESSAGE)
				.send(connection);
		});
		this.oauth2Runner.run((context) -> {
			call(context);
			assertThat(tokensSent()).containsExactly("1", "2");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "none   | There is no client registration with this id. Known registrations: brevo, login.",
					"login  | must use the grant type 'client_credentials', but uses 'authorization_code'" })
	void failsForAnUnusableRegistration(String id, String reason) {
		String login = "spring.security.oauth2.client.registration.login";
		this.oauth2Runner
			.withPropertyValues("brevo.oauth2.registration-id=" + id, login + ".client-id=client",
					login + ".provider=github", login + ".client-secret=secret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo("brevo.oauth2.registration-id");
					assertThat(failure.getReason()).contains(reason);
				}));
	}

	@Test
	void failsForARegistrationWhenThereIsNone() {
		this.contextRunner.withPropertyValues("brevo.oauth2.registration-id=brevo")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("There are no client registrations"));
	}

	@Test
	void failsForARegistrationWithoutSpringSecurity() {
		this.contextRunner.withPropertyValues("brevo.oauth2.registration-id=brevo")
			.withClassLoader(new FilteredClassLoader(ReactiveOAuth2AuthorizedClientProvider.class))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("spring-boot-starter-security-oauth2-client"));
	}

	@Test
	void failsForAKeyTogetherWithARegistration() {
		this.oauth2Runner.withPropertyValues("brevo.api-key=secret-key")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(MutuallyExclusiveConfigurationPropertiesException.class,
						(failure) -> assertThat(failure.getConfiguredNames()).containsExactlyInAnyOrder("brevo.api-key",
								"brevo.oauth2.registration-id"))
				.hasMessageNotContaining("secret-key"));
	}

	@Test
	void treatsABlankRegistrationAsMissing() {
		this.contextRunner.withPropertyValues("brevo.oauth2.registration-id=", "brevo.api-key=")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConversationsClient.class));
	}

	@Test
	void knowsThatNothingWasSentWhenTheTokenEndpointIsUnreachable() {
		this.tokenServer.close();
		BrevoCommunicationException failure = failure(BrevoCommunicationException.class);
		assertThat(failure.isRequestSent()).isFalse();
		assertThat(this.brevo.heads()).isEmpty();
	}

	@Test
	void knowsThatNothingWasSentWhenTheTokenEndpointFails() {
		this.tokenServer.failWith(503, "<html>");
		BrevoCommunicationException failure = failure(BrevoCommunicationException.class);
		assertThat(failure.isRequestSent()).isFalse();
		assertThat(this.tokenServer.requests()).hasSize(3);
		assertThat(this.brevo.heads()).isEmpty();
	}

	@Test
	void isUnauthorizedWhenTheTokenEndpointRejectsTheClient() {
		this.tokenServer.failWith(401, "{\"error\":\"invalid_client\"}");
		BrevoUnauthorizedException failure = failure(BrevoUnauthorizedException.class);
		assertThat(failure).hasMessageContaining("invalid_client");
		assertThat(failure.getStatusCode()).isNull();
		assertThat(this.tokenServer.requests()).hasSize(1);
		assertThat(this.brevo.heads()).isEmpty();
	}

	@Test
	void quotesNoTokenThatBrevoRepeats() {
		this.brevo.replyWith(LoopbackBrevo.status(403, "Content-Type: application/json",
				"{\"message\":\"no scope in %s1\"}".formatted(TokenServer.TOKEN)));
		assertThat(failure(BrevoException.class)).hasMessageContaining("no scope in ******");
	}

	@Test
	void writesNoTokenAndNoSecretToTheLog() {
		try (RecordedLog log = new RecordedLog(LOGGERS)) {
			this.oauth2Runner.run(BrevoCredentialsTests::call);
			assertThat(log.lines()).anyMatch((line) -> line.contains("ExchangeFunctions"))
				.anyMatch((line) -> line.contains(" reactor.netty."))
				.filteredOn(this.hunter::isIn)
				.isEmpty();
		}
	}

	private <T extends BrevoException> T failure(Class<T> type) {
		List<T> failures = new ArrayList<>();
		this.oauth2Runner.withPropertyValues("brevo.retry.delay=10ms")
			.run((context) -> failures.add(catchThrowableOfType(type, () -> call(context))));
		assertThat(failures).singleElement().isNotNull();
		assertThat(this.hunter.findInReportsOf(failures.get(0))).isEmpty();
		return failures.get(0);
	}

	private static void call(ApplicationContext context) {
		context.getBean(BlockingConversationsClient.class).getMessage("m1");
	}

	private List<String> tokensSent() {
		return this.brevo.heads()
			.stream()
			.map((head) -> head.substring(head.indexOf("Bearer " + TokenServer.TOKEN)).lines().findFirst().get())
			.map((line) -> line.replace("Bearer " + TokenServer.TOKEN, ""))
			.toList();
	}

	private <T extends AbstractApplicationContextRunner<T, ?, ?>> T withRegistration(T runner) {
		return runner.withConfiguration(OAUTH2)
			.withPropertyValues(this.tokenServer.registration("brevo"))
			.withPropertyValues("brevo.oauth2.registration-id=brevo");
	}

	private BrevoConnectionDetails connectionDetails(String apiKey) {
		return new BrevoConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return BrevoCredentialsTests.this.brevo.url();
			}

			@Override
			public String getApiKey() {
				return apiKey;
			}

		};
	}

}

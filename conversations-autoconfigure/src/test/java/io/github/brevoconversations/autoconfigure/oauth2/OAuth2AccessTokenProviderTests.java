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

package io.github.brevoconversations.autoconfigure.oauth2;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoCredentialException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link OAuth2AccessTokenProvider}, against a token endpoint.
 */
@Timeout(60)
class OAuth2AccessTokenProviderTests {

	private final TokenServer server = new TokenServer();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

	private final BrevoAccessTokenProvider tokens = tokens();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void getsNoTokenBeforeOneIsNeeded() {
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void getsATokenWithTheScopesOfTheRegistrationAndKeepsIt() {
		assertThat(token()).isEqualTo("1");
		assertThat(token()).isEqualTo("1");
		assertThat(this.server.requests()).singleElement()
			.asString()
			.contains("grant_type=client_credentials")
			.contains("scope=conversations%3Aread");
	}

	@ParameterizedTest
	@CsvSource({ "3600, 3530, 3550", "40, 28, 35" })
	void renewsATokenBeforeItEnds(int expiresIn, int stillGood, int tooOld) {
		this.server.expireIn(expiresIn);
		token();
		// the token counts from the moment at which it came
		this.now.set(Instant.now());
		advance(Duration.ofSeconds(stillGood));
		assertThat(token()).isEqualTo("1");
		advance(Duration.ofSeconds(tooOld - stillGood));
		assertThat(token()).isEqualTo("2");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void sharesOneTokenAmongCallsThatNeedOneAtTheSameTime() {
		List<Mono<String>> calls = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			calls.add(this.tokens.getAccessToken());
		}
		assertThat(
				Mono.zip(calls, (values) -> List.of(values).stream().distinct().toList()).block(Duration.ofSeconds(20)))
			.hasSize(1);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void dropsARejectedToken() {
		assertThat(token()).isEqualTo("1");
		assertThat(this.tokens.refused(TokenServer.TOKEN + 1)).isTrue();
		assertThat(this.tokens.refused(TokenServer.TOKEN + 1)).as("another call").isTrue();
		assertThat(token()).isEqualTo("2");
		assertThat(this.tokens.refused(TokenServer.TOKEN + 1)).as("a late call").isTrue();
		assertThat(token()).isEqualTo("2");
	}

	@Test
	void dropsTokensNoMoreThanOnceAMinute() {
		token();
		this.tokens.refused(TokenServer.TOKEN + 1);
		assertThat(token()).isEqualTo("2");
		assertThat(this.tokens.refused(TokenServer.TOKEN + 2)).isFalse();
		assertThat(token()).isEqualTo("2");
		advance(Duration.ofSeconds(59));
		assertThat(this.tokens.refused(TokenServer.TOKEN + 2)).isFalse();
		advance(Duration.ofSeconds(1));
		assertThat(this.tokens.refused(TokenServer.TOKEN + 2)).isTrue();
		assertThat(token()).isEqualTo("3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "invalid_client", "unauthorized_client", "invalid_scope", "access_denied" })
	void reportsARejectionWithoutTheSecret(String error) {
		this.server.failWith(400,
				"{\"error\":\"%s\",\"error_description\":\"bad %s\"}".formatted(error, TokenServer.SECRET));
		assertThatThrownBy(this::token).isInstanceOf(BrevoCredentialException.class)
			.hasMessageContaining("'brevo'")
			.hasMessageContaining(error + "' (bad ******)")
			.hasNoCause();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "500 | {\"error\":\"server_error\"}", "503 | oops", "200 | {}", "429 | {}",
			"400 | {\"error\":\"temporarily_unavailable\"}" })
	void reportsThatAnotherAttemptMayHelp(int status, String body) {
		this.server.failWith((status != 200) ? status : 202, body);
		assertThatThrownBy(this::token).hasCauseInstanceOf(IOException.class);
	}

	@Test
	void triesAgainAfterAFailure() {
		this.server.failWith(503, "{}");
		assertThatThrownBy(this::token).hasCauseInstanceOf(IOException.class);
		this.server.failWith(200, "");
		assertThat(token()).isEqualTo("1");
	}

	@Test
	void fetchesTheRegistrationWhenItIsNeeded() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		ReactiveClientRegistrationRepository repository = (id) -> Mono.delay(Duration.ofMillis(1))
			.map((tick) -> registration(id));
		beans.registerSingleton("repository", repository);
		BrevoAccessTokenProvider tokens = providers(beans).create("property", "brevo", new JdkClientHttpConnector());
		assertThat(tokens.getAccessToken().block(Duration.ofSeconds(20))).isEqualTo(TokenServer.TOKEN + 1);
	}

	private String token() {
		return this.tokens.getAccessToken().block(Duration.ofSeconds(20)).replace(TokenServer.TOKEN, "");
	}

	private void advance(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

	private BrevoAccessTokenProvider tokens() {
		DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
		beans.registerSingleton("repository", new InMemoryClientRegistrationRepository(registration("brevo")));
		return providers(beans).create("property", "brevo", new JdkClientHttpConnector());
	}

	private OAuth2BrevoAccessTokenProviderFactory providers(DefaultListableBeanFactory beans) {
		InstantSource clock = this.now::get;
		return new OAuth2BrevoAccessTokenProviderFactory(
				new ClientRegistrations(beans.getBeanProvider(ClientRegistrationRepository.class),
						beans.getBeanProvider(ReactiveClientRegistrationRepository.class)),
				clock.withZone(ZoneOffset.UTC));
	}

	private ClientRegistration registration(String id) {
		return ClientRegistration.withRegistrationId(id)
			.clientId("client")
			.clientSecret(TokenServer.SECRET)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scope("conversations:read", "conversations:write")
			.tokenUri(this.server.url())
			.build();
	}

}

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

package io.github.brevoconversations.test;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import io.github.brevoconversations.presence.AgentPresence;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that no test calls the real Brevo that does not say so: {@link RealBrevoGuard}.
 */
class RealBrevoGuardTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	@ParameterizedTest
	@ValueSource(strings = { "https://api.brevo.com/v3", "https://API.BREVO.COM/v3", "https://api.brevo.com./v3",
			"https://api.brevo.com:443/v3", "https://brevo.com/v3", "https://api.sendinblue.com/v3",
			"https://in-automate.brevo.com/v3" })
	void rejectsBrevosHosts(String url) {
		assertThatExceptionOfType(CallOfRealBrevoException.class)
			.isThrownBy(() -> call(new RealBrevoGuard(new MockEnvironment()), url))
			.withMessageContainingAll("AutoConfigureBrevoConversationsServer", RealBrevoGuard.ALLOW_PROPERTY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1:1234/v3", "https://api.brevo.com.example.org/v3",
			"https://notbrevo.com/v3", "https://brevo.invalid/v3", "/v3" })
	void letsOtherHostsPass(String url) {
		assertThat(call(new RealBrevoGuard(new MockEnvironment()), url)).isEqualTo(HttpStatus.NO_CONTENT);
	}

	private static Object call(RealBrevoGuard guard, String url) {
		return Mono
			.defer(() -> guard.filter(ClientRequest.create(HttpMethod.GET, URI.create(url)).build(),
					(request) -> Mono.just(ClientResponse.create(HttpStatus.NO_CONTENT).build())))
			.map(ClientResponse::statusCode)
			.block();
	}

	@Test
	void refusesTheCallsOfAClientThatNoContextMade() {
		assertIsRefused(BlockingConversationsClient.of(ConversationsClient.builder().apiKey("a-key").build()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void refusesTheCallsOfAnApplicationThatATestStartsItself(String connector) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Plain.class)
			.web(WebApplicationType.NONE)
			.run("--brevo.api-key=a-key", "--brevo.accounts.sales.api-key=another-key",
					"--spring.http.clients.reactive.connector=" + connector)) {
			BrevoAccounts accounts = context.getBean(BrevoAccounts.class);
			assertThat(accounts.names()).hasSize(2)
				.allSatisfy((account) -> assertIsRefused(accounts.blockingClient(account)));
		}
	}

	@Test
	void leavesAConnectorOfTheTestAlone() {
		List<URI> called = new ArrayList<>();
		ConversationsClient client = ConversationsClient.builder()
			.apiKey("a-key")
			.clientConnector(() -> recording(called))
			.build();
		Mono<Void> ping = client.pingAgentOnline(LIZ);
		assertThatExceptionOfType(BrevoCommunicationException.class).isThrownBy(ping::block);
		assertThat(called).isNotEmpty();
	}

	@Test
	void refusesRequestsForTokensUnlessTheCallIsAllowed() {
		URI tokens = URI.create("https://oauth.brevo.com/token");
		List<URI> called = new ArrayList<>();
		ClientHttpConnector guarded = new RealBrevoConnectorGuard().guard(recording(called));
		Mono<ClientHttpResponse> request = guarded.connect(HttpMethod.POST, tokens, (sent) -> Mono.empty());
		assertThatExceptionOfType(CallOfRealBrevoException.class).isThrownBy(request::block);
		assertThat(called).isEmpty();
		RealBrevoGuard allowing = new RealBrevoGuard(
				new MockEnvironment().withProperty(RealBrevoGuard.ALLOW_PROPERTY, "true"));
		Mono<ClientResponse> allowed = allowing.filter(ClientRequest.create(HttpMethod.GET, tokens).build(),
				(call) -> request.then(Mono.empty()));
		assertThatIllegalStateException().isThrownBy(allowed::block).withMessage("Recorded");
		assertThat(called).containsExactly(tokens);
	}

	private static ClientHttpConnector recording(List<URI> called) {
		return (method, uri, callback) -> {
			called.add(uri);
			return Mono.error(new IllegalStateException("Recorded"));
		};
	}

	private static void assertIsRefused(BlockingConversationsClient client) {
		assertThatExceptionOfType(BrevoCommunicationException.class)
			.isThrownBy(() -> client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Hello")))
			.withMessageContainingAll("nothing was sent", "@AutoConfigureBrevoConversationsServer",
					"brevo.test.allow-real-brevo=true")
			.withCauseInstanceOf(CallOfRealBrevoException.class)
			.satisfies((failure) -> assertThat(failure.isRequestSent()).isFalse())
			.satisfies((failure) -> assertThat(failure.isTransient()).isFalse());
	}

	@Nested
	@SpringBootTest(classes = Plain.class,
			properties = { "brevo.api-key=a-key", "brevo.accounts.sales.api-key=another-key" })
	@DirtiesContext
	class WithAKey {

		@Test
		void refusesTheCallsOfAllAccounts(@Autowired BrevoAccounts accounts) {
			assertThat(accounts.names()).hasSize(2)
				.allSatisfy((account) -> assertIsRefused(accounts.blockingClient(account)));
		}

		@Test
		void doesNotAffectMarks(@Autowired AgentPresence presence) {
			assertThat(presence.markActive(LIZ)).succeedsWithin(Duration.ofSeconds(10));
			assertThat(presence.markInactive(LIZ)).succeedsWithin(Duration.ofSeconds(10));
		}

		@Test
		void rejectsTheCallsOfTheApplicationsClient(@Autowired WebClient.Builder builder) {
			ConversationsClient client = ConversationsClient.builder().webClientBuilder(builder).apiKey("key").build();
			Mono<Void> ping = client.pingAgentOnline(LIZ);
			assertThatExceptionOfType(BrevoCommunicationException.class).isThrownBy(ping::block)
				.withCauseInstanceOf(CallOfRealBrevoException.class);
		}

	}

	@Nested
	@SpringBootTest(classes = Stubbed.class, properties = "brevo.api-key=a-key")
	@DirtiesContext
	class WithAFilterThatStubsBrevo {

		@Test
		void letsItRespond(@Autowired BlockingConversationsClient client) {
			client.pingAgentOnline(LIZ);
		}

	}

	@Nested
	@SpringBootTest(classes = Plain.class,
			properties = { "brevo.api-key=a-key", "brevo.test.allow-real-brevo=true", "brevo.http.proxy.host=127.0.0.1",
					"brevo.http.proxy.port=1" })
	@DirtiesContext
	class WithThePermission {

		@Test
		void letsCallsPass(@Autowired BlockingConversationsClient client) {
			assertThatExceptionOfType(BrevoCommunicationException.class)
				.isThrownBy(() -> client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Hello")))
				.satisfies((failure) -> assertThat(failure.getCause()).isNotInstanceOf(CallOfRealBrevoException.class));
		}

	}

	@Nested
	@SpringBootTest(classes = Plain.class,
			properties = { "brevo.api-key=a-key", "brevo.accounts.sales.api-key=another-key" })
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class WithTheAnnotation {

		@Test
		void allowsTheServer(@Autowired BrevoConversationsServer brevo,
				@Autowired @Qualifier("sales") BlockingConversationsClient sales) {
			sales.pingAgentOnline(LIZ);
			assertThat(brevo.isOnline("liz")).isTrue();
		}

	}

	@StarterApplication
	static class Plain {

	}

	@StarterApplication
	static class Stubbed {

		@Bean
		WebClientCustomizer stub() {
			return (builder) -> builder
				.filter((request, next) -> Mono.just(ClientResponse.create(HttpStatus.CREATED).build()));
		}

	}

}

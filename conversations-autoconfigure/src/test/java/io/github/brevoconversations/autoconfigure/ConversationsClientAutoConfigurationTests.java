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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.brevoconversations.autoconfigure.account.InvalidBrevoKeyException;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RetrySettings;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ConversationsClientAutoConfiguration}.
 */
class ConversationsClientAutoConfigurationTests {

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class, SslAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.emptyRunner
		.withPropertyValues("brevo.api-key=secret-key");

	@Test
	void configuresBothClientsWithAKey() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(ConversationsClient.class)
			.hasSingleBean(BlockingConversationsClient.class));
	}

	@Test
	void definesNoBeanOfAGeneralType() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(WebClient.class);
			assertThat(context.getBeanNamesForType(WebClient.Builder.class)).containsExactly("webClientBuilder");
		});
	}

	@Test
	void configuresNoClientWithoutAKey() {
		this.emptyRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ConversationsClient.class)
			.doesNotHaveBean(BlockingConversationsClient.class)
			.doesNotHaveBean(BrevoHttpConnector.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "\n" })
	void treatsABlankKeyAsMissing(String key) {
		this.emptyRunner.withInitializer((context) -> TestPropertyValues.of("brevo.api-key=" + key).applyTo(context))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConversationsClient.class));
	}

	@Test
	void configuresNoClientWhenDisabled() {
		this.contextRunner.withPropertyValues("brevo.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConversationsClient.class)
				.doesNotHaveBean(BlockingConversationsClient.class)
				.doesNotHaveBean(BrevoProperties.class)
				.doesNotHaveBean(BrevoHttpConnector.class));
	}

	@Test
	void configuresNoClientWithoutWebClient() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BrevoProperties.class));
	}

	@Test
	void backsOffWhenTheUserDefinesAClient() {
		this.contextRunner.withUserConfiguration(OwnClientConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(ConversationsClient.class)
				.hasBean("ownConversationsClient")
				.hasSingleBean(BlockingConversationsClient.class)
				.doesNotHaveBean(BrevoHttpConnector.class));
	}

	@Test
	void configuresABlockingClientForTheUsersClientWithoutAKey() {
		this.emptyRunner.withUserConfiguration(OwnClientConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(BlockingConversationsClient.class));
	}

	@Test
	void backsOffWhenTheUserDefinesABlockingClient() {
		BlockingConversationsClient own = mock(BlockingConversationsClient.class);
		this.contextRunner.withBean(BlockingConversationsClient.class, () -> own)
			.run((context) -> assertThat(context).getBean(BlockingConversationsClient.class).isSameAs(own));
	}

	@Test
	void configuresAClientWithoutAWebClientBuilder() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class))
			.withPropertyValues("brevo.api-key=secret-key")
			.run((context) -> assertThat(context).hasSingleBean(ConversationsClient.class));
	}

	@Test
	void bindsThePartnerKeyFromTheEnvironment() {
		this.emptyRunner
			.withInitializer((context) -> TestPropertyValues.of("BREVO_API_KEY=secret-key", "BREVO_PARTNER_KEY=partner")
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
			.run((context) -> {
				assertThat(context).hasSingleBean(ConversationsClient.class);
				assertThat(context.getBean(BrevoProperties.class).getPartnerKey()).isEqualTo("partner");
			});
	}

	@Test
	void connectsByTheApplicationsConnectionDetailsWithoutAKeyInTheProperties() {
		SslBundle sslBundle = SslBundle.systemDefault();
		this.emptyRunner
			.withBean(BrevoConnectionDetails.class,
					() -> connectionDetails("http://brevo.localhost:1/v3", "another-key", sslBundle))
			.run((context) -> {
				assertThat(context).hasSingleBean(BlockingConversationsClient.class)
					.doesNotHaveBean(PropertiesBrevoConnectionDetails.class);
				assertThat(connector(context)).extracting("httpClient")
					.isInstanceOfSatisfying(HttpClient.class,
							(client) -> assertThat(client.configuration().isSecure()).isTrue());
			});
	}

	@Test
	void prefersTheApplicationsConnectionDetailsToTheProperties() {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.contextRunner
				.withPropertyValues("brevo.base-url=https://elsewhere.example.org", "brevo.partner-key=partner",
						"brevo.http.ssl.bundle=none")
				.withBean(BrevoConnectionDetails.class, () -> connectionDetails(brevo.url(), "another-key", null))
				.run((context) -> {
					context.getBean(BlockingConversationsClient.class).getMessage("m1");
					assertThat(brevo.heads()).singleElement()
						.asString()
						.containsIgnoringCase("api-key: another-key")
						.doesNotContain("partner");
				});
		}
	}

	private static ClientHttpConnector connector(ApplicationContext context) {
		Object connectors = ReflectionTestUtils.getField(context.getBean(BrevoTransport.class), "connectors");
		return ((List<?>) connectors).stream()
			.map(BrevoHttpConnector.class::cast)
			.map(BrevoHttpConnector::get)
			.findFirst()
			.orElseThrow();
	}

	private static BrevoConnectionDetails connectionDetails(String baseUrl, String apiKey,
			@Nullable SslBundle sslBundle) {
		return new BrevoConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return baseUrl;
			}

			@Override
			public String getApiKey() {
				return apiKey;
			}

			@Override
			public @Nullable SslBundle getSslBundle() {
				return sslBundle;
			}

		};
	}

	@Test
	void appliesItsOwnSettingsToReactorNetty() {
		this.contextRunner
			.withPropertyValues("spring.http.clients.redirects=follow", "brevo.http.connect-timeout=3s",
					"brevo.http.read-timeout=7s")
			.run((context) -> assertThat(connector(context)).extracting("httpClient")
				.isInstanceOfSatisfying(HttpClient.class, (client) -> {
					assertThat(client.configuration().isRetryDisabled()).isTrue();
					assertThat(client.configuration().followRedirectPredicate()).isNull();
					assertThat(client.configuration().responseTimeout()).isEqualTo(Duration.ofSeconds(7));
					assertThat(client.configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS))
						.isEqualTo(3000);
					assertThat(client.configuration().connectionProvider().name()).isEqualTo("brevo");
				}));
	}

	@Test
	void usesTheKindOfConnectorThatTheApplicationUses() {
		this.contextRunner.withBean(ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
			.withPropertyValues("spring.http.clients.redirects=follow")
			.run((context) -> assertThat(connector(context)).isInstanceOf(JdkClientHttpConnector.class)
				.extracting("httpClient")
				.isInstanceOfSatisfying(java.net.http.HttpClient.class, (client) -> {
					assertThat(client.followRedirects()).isEqualTo(java.net.http.HttpClient.Redirect.NEVER);
					assertThat(client.connectTimeout()).contains(Duration.ofSeconds(5));
				}));
	}

	@Test
	@Timeout(60)
	void closesItsConnectionsWithTheContext() {
		ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.doOnConnection((connection) -> connections.add(connection.channel()))
			.handle((request, response) -> response.status(201).send())
			.bindNow();
		try {
			this.contextRunner.withPropertyValues("brevo.base-url=http://127.0.0.1:" + server.port()).run((context) -> {
				context.getBean(BlockingConversationsClient.class).pingAgentOnline(AgentIdentity.ofId("liz"));
				assertThat(connections.size()).isOne();
			});
			Awaitility.await().until(connections::isEmpty);
		}
		finally {
			server.disposeNow(Duration.ofSeconds(5));
		}
	}

	@ParameterizedTest
	@CsvSource({ "brevo.base-url, api.brevo.com", "brevo.base-url, http://api.brevo.com/v3", "brevo.base-url, ''",
			"brevo.http.connect-timeout, 0s", "brevo.http.read-timeout, -1s", "brevo.http.call-timeout, 0s",
			"brevo.http.ssl.bundle, none", "brevo.retry.max-retries, -1", "brevo.retry.delay, -1s",
			"brevo.retry.max-delay, -1s", "brevo.retry.max-server-delay, -1s" })
	void namesThePropertyOfAnInvalidValue(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo(name);
					assertThat(failure.getReason()).isNotEmpty();
				});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key", "brevo.partner-key" })
	void rejectsAMalformedKeyWithoutQuotingIt(String name) {
		this.contextRunner.withPropertyValues(name + "=sec ret").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidBrevoKeyException.class)
				.hasMessageContaining(name);
			assertThat(context.getStartupFailure())
				.satisfies((failure) -> assertThat(failure).asString().doesNotContain("sec ret"));
		});
	}

	@Test
	void rejectsAnInvalidProxyPort() {
		this.contextRunner.withPropertyValues("brevo.http.proxy.host=proxy", "brevo.http.proxy.port=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo("brevo.http.proxy.port")));
	}

	@Test
	void failsForAProxyThatTheApplicationsConnectorDoesNotSupport() {
		this.contextRunner.withBean(ClientHttpConnectorBuilder.class, () -> (settings) -> new JdkClientHttpConnector())
			.withPropertyValues("brevo.http.proxy.host=proxy")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo("brevo.http.proxy.host")));
	}

	@ParameterizedTest
	@MethodSource
	@Timeout(60)
	void callsThroughAProxy(ClientHttpConnectorBuilder<?> connectorBuilder) {
		Queue<String> uris = new ConcurrentLinkedQueue<>();
		DisposableServer proxy = HttpServer.create().host("127.0.0.1").handle((request, response) -> {
			uris.add(request.uri());
			return response.status(201).send();
		}).bindNow();
		try {
			this.contextRunner.withBean(ClientHttpConnectorBuilder.class, () -> connectorBuilder)
				.withPropertyValues("brevo.base-url=http://brevo.localhost/v3", "brevo.http.proxy.host=127.0.0.1",
						"brevo.http.proxy.port=" + proxy.port())
				.run((context) -> context.getBean(BlockingConversationsClient.class)
					.pingAgentOnline(AgentIdentity.ofId("liz")));
			assertThat(uris).singleElement().asString().endsWith("/v3/conversations/agentOnlinePing");
		}
		finally {
			proxy.disposeNow(Duration.ofSeconds(5));
		}
	}

	static List<ClientHttpConnectorBuilder<?>> callsThroughAProxy() {
		return List.of(ClientHttpConnectorBuilder.jdk(), ClientHttpConnectorBuilder.jetty(),
				ClientHttpConnectorBuilder.httpComponents());
	}

	@Test
	void configuresTheProxyOfReactorNetty() {
		this.contextRunner.withPropertyValues("brevo.http.proxy.host=127.0.0.1", "brevo.http.proxy.port=3128")
			.run((context) -> assertThat(connector(context)).extracting("httpClient")
				.isInstanceOfSatisfying(HttpClient.class,
						(client) -> assertThat(
								client.configuration().proxyProviderSupplier().get().getSocketAddress().get())
							.asString()
							.endsWith(":3128")));
	}

	@Test
	void customizesTheBuilderAfterItsOwnSettingsAndInOrder() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withBean("second", OrderedCustomizer.class, () -> new OrderedCustomizer(2, calls))
			.withBean("first", OrderedCustomizer.class, () -> new OrderedCustomizer(1, calls))
			.withPropertyValues("brevo.base-url=http://localhost:1")
			.run((context) -> {
				assertThat(calls).containsExactly("1", "2");
				assertThatExceptionOfType(BrevoCommunicationException.class)
					.isThrownBy(() -> context.getBean(BlockingConversationsClient.class)
						.pingAgentOnline(AgentIdentity.ofId("liz")))
					.withMessageContaining("answered by the customizer");
			});
	}

	private record OrderedCustomizer(int order,
			List<String> calls) implements ConversationsClientBuilderCustomizer, Ordered {

		@Override
		public void customize(ConversationsClientBuilder builder) {
			this.calls.add(String.valueOf(this.order));
			builder
				.webClientBuilder(WebClient.builder()
					.exchangeFunction((request) -> Mono.error(new IOException("answered by the customizer"))))
				.retry(RetrySettings.none());
		}

		@Override
		public int getOrder() {
			return this.order;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClientConfiguration {

		@Bean
		ConversationsClient ownConversationsClient() {
			return mock(ConversationsClient.class);
		}

	}

}

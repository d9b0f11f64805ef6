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

import io.github.brevoconversations.client.BlockingConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoTransport}: what it takes of the application, and what not.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BrevoTransportTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
						WebClientAutoConfiguration.class, ConversationsClientAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=secret-key", "brevo.retry.enabled=false");

	@Test
	void ignoresTheApplicationsWebClientBuilder() {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean("internal", WebClient.Builder.class,
						() -> WebClient.builder().defaultHeader("Authorization", "Bearer internal"))
				.withBean("balanced", WebClient.Builder.class,
						() -> WebClient.builder()
							.filter((request, next) -> Mono.error(new IllegalStateException("no instance"))))
				.run((context) -> {
					call(context);
					assertThat(brevo.heads()).singleElement().asString().doesNotContain("internal");
				});
		}
	}

	@Test
	void appliesTheWebClientCustomizersOfTheApplication() {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean(WebClientCustomizer.class,
						() -> (builder) -> builder.defaultHeader("X-Own", "own").defaultHeader("Cookie", "internal"))
				.run((context) -> {
					call(context);
					assertThat(brevo.heads()).singleElement()
						.asString()
						.containsIgnoringCase("x-own: own")
						.doesNotContain("internal");
				});
		}
	}

	@ParameterizedTest
	@CsvSource({ "reactor, reactor.netty, io.projectreactor.netty:reactor-netty-http",
			"jetty, org.eclipse.jetty.client, org.eclipse.jetty:jetty-client",
			"jetty, org.eclipse.jetty.reactive, org.eclipse.jetty:jetty-reactive-httpclient",
			"http-components, org.apache.hc.client5, org.apache.httpcomponents.client5:httpclient5",
			"http-components, org.apache.hc.core5, org.apache.httpcomponents.core5:httpcore5-reactive" })
	void failsTheStartIfTheChosenHttpClientIsMissing(String connector, String missing, String dependency) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (failure) -> {
					assertThat(failure.getName()).isEqualTo("spring.http.clients.reactive.connector");
					assertThat(failure.getValue()).isEqualTo(connector);
					assertThat(failure.getReason()).contains("not on the classpath", missing, dependency);
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void startsWithTheChosenHttpClient(String connector) {
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void usesTheHttpClientFactoryOfTheApplicationsBuilder() {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean(ClientHttpConnectorBuilder.class, BrevoTransportTests::withOwnFactory)
				.run((context) -> {
					call(context);
					assertThat(brevo.heads()).singleElement().asString().containsIgnoringCase("x-own: own");
				});
		}
	}

	@Test
	void usesTheHttpClientFactoryOfTheApplicationsCustomizer() {
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> customizer = new FactoryCustomizer();
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean(ClientHttpConnectorBuilderCustomizer.class, () -> customizer)
				.run((context) -> {
					call(context);
					assertThat(brevo.heads()).singleElement().asString().containsIgnoringCase("x-own: own");
				});
		}
	}

	@Test
	void saysThatItDoesNotUseAConnectorOfTheApplication(CapturedOutput output) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean(ClientHttpConnector.class, JdkClientHttpConnector::new)
				.run((context) -> {
					call(context);
					assertThat(output).contains("is not used for Brevo");
				});
		}
	}

	@Test
	void saysNothingOfTheConnectorThatSpringBootMakes(CapturedOutput output) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url()).run((context) -> {
				call(context);
				assertThat(output).doesNotContain("is not used for Brevo");
			});
		}
	}

	@Test
	void usesItsOwnConnectorBuilderWhenThereAreTwo(CapturedOutput output) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			this.runner.withPropertyValues("brevo.base-url=" + brevo.url())
				.withBean("one", ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::jdk)
				.withBean("other", ClientHttpConnectorBuilder.class, ClientHttpConnectorBuilder::reactor)
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(output).contains("there are several and none is primary");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.http.proxy.port=0", "brevo.http.connect-timeout=0s", "brevo.http.read-timeout=-1s",
			"brevo.http.ssl.bundle=missing" })
	void failsTheStartForInvalidSettings(String property) {
		this.runner.withPropertyValues("brevo.http.proxy.host=localhost", property)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	@Test
	void failsTheStartForAPasswordThatTheJdkDoesNotSend() {
		this.runner
			.withPropertyValues("spring.http.clients.reactive.connector=jdk", "brevo.http.proxy.host=localhost",
					"brevo.http.proxy.username=user")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("brevo.http.proxy.username"));
	}

	private static void call(ApplicationContext context) {
		assertThat(context.getBean(BlockingConversationsClient.class).getMessage("m1").id()).isEqualTo("m1");
	}

	private static ReactorClientHttpConnectorBuilder withOwnFactory() {
		return ClientHttpConnectorBuilder.reactor()
			.withHttpClientFactory(() -> HttpClient.create().headers((headers) -> headers.set("X-Own", "own")));
	}

	/**
	 * What an application customizes the connectors with.
	 */
	private static final class FactoryCustomizer
			implements ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> {

		@Override
		public ReactorClientHttpConnectorBuilder customize(ReactorClientHttpConnectorBuilder builder) {
			return builder
				.withHttpClientFactory(() -> HttpClient.create().headers((headers) -> headers.set("X-Own", "own")));
		}

	}

}

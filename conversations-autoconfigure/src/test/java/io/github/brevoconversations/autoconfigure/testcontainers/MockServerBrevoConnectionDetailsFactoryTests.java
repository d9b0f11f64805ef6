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

package io.github.brevoconversations.autoconfigure.testcontainers;

import java.util.Locale;

import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.mockserver.MockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import org.testcontainers.mockserver.MockServerContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsNotFoundException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.PemTrustStore;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MockServerBrevoConnectionDetailsFactory}, with a container that needs
 * no Docker.
 */
class MockServerBrevoConnectionDetailsFactoryTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withUserConfiguration(TestApplication.class);

	@Test
	void connectsTheClientToTheContainer() {
		HttpRequest ping = HttpRequest.request("/v3/conversations/agentOnlinePing")
			.withMethod("POST")
			.withHeader("api-key", "test-api-key");
		this.contextRunner.withUserConfiguration(PlainContainer.class).run((context) -> {
			MockServer server = MockServer.reset();
			server.client().when(ping).respond(HttpResponse.response().withStatusCode(201));
			context.getBean(BlockingConversationsClient.class).pingAgentOnline(AgentIdentity.ofId("liz"));
			server.client().verify(ping);
		});
	}

	@Test
	void replacesTheProperties() {
		this.contextRunner.withUserConfiguration(PlainContainer.class)
			.withPropertyValues("brevo.api-key=secret-key", "brevo.base-url=https://elsewhere.example.org")
			.run((context) -> assertThat(context.getBean(BrevoConnectionDetails.class)).satisfies((details) -> {
				assertThat(details.getBaseUrl()).isEqualTo(MockServer.reset().url() + "/v3");
				assertThat(details.getApiKey()).isEqualTo("test-api-key");
				assertThat(details.getPartnerKey()).isNull();
				assertThat(details.getSslBundle()).isNull();
			}));
	}

	@Test
	void ignoresAContainerThatStandsInForSomethingElse() {
		this.contextRunner.withUserConfiguration(OtherContainer.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(ConnectionDetailsNotFoundException.class));
	}

	@Test
	void ignoresAContainerThatIsNamedForSomethingElse() {
		this.contextRunner.withUserConfiguration(PaymentsContainer.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(ConnectionDetailsNotFoundException.class));
	}

	@Test
	void ignoresAFieldThatIsNamedForSomethingElse() {
		this.contextRunner.withUserConfiguration(PaymentsField.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(ConnectionDetailsNotFoundException.class));
	}

	@ParameterizedTest
	@ValueSource(classes = { NamedContainer.class, PlainField.class })
	void connectsToAContainerThatIsNamedForBrevoOrNotAtAll(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> assertThat(context.getBean(BrevoConnectionDetails.class).getBaseUrl())
				.isEqualTo(MockServer.reset().url() + "/v3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG", "mr-IN-u-nu-deva", "th-TH-u-nu-thai" })
	void writesThePortInDigitsThatEveryUrlHas(String tag) {
		MockServer.reset();
		Locale locale = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag(tag));
		try {
			this.contextRunner.withUserConfiguration(PlainContainer.class)
				.run((context) -> assertThat(context.getBean(BrevoConnectionDetails.class).getBaseUrl())
					.matches("http://[\\w.]+:[0-9]+/v3"));
		}
		finally {
			Locale.setDefault(locale);
		}
	}

	@Test
	void connectsWithTheSslBundleOfTheContainer() {
		this.contextRunner.withUserConfiguration(SecureContainer.class)
			.run((context) -> assertThat(context.getBean(BrevoConnectionDetails.class)).satisfies((details) -> {
				assertThat(details.getBaseUrl()).startsWith("https://");
				assertThat(details.getSslBundle()).isNotNull();
			}));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainContainer {

		@Bean
		@ServiceConnection
		MockServerContainer mockServer() {
			return new RunningContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherContainer {

		@Bean
		@ServiceConnection(type = JdbcConnectionDetails.class)
		MockServerContainer mockServer() {
			return new RunningContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PaymentsContainer {

		@Bean
		@ServiceConnection(name = "payments")
		MockServerContainer mockServer() {
			return new RunningContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedContainer {

		@Bean
		@ServiceConnection("Brevo")
		MockServerContainer mockServer() {
			return new RunningContainer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(PlainField.Containers.class)
	static class PlainField {

		static class Containers {

			@ServiceConnection
			static final MockServerContainer MOCK_SERVER = new RunningContainer();

		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportTestcontainers(PaymentsField.Containers.class)
	static class PaymentsField {

		static class Containers {

			@ServiceConnection("payments")
			static final MockServerContainer MOCK_SERVER = new RunningContainer();

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecureContainer {

		@Bean
		@ServiceConnection
		@PemTrustStore(certificate = "classpath:test-ca.pem")
		MockServerContainer mockServer() {
			return new RunningContainer();
		}

	}

	/**
	 * A container in name only, in which the MockServer of the other tests runs.
	 */
	private static final class RunningContainer extends MockServerContainer {

		private final String[] authority = MockServer.reset().url().replace("http://", "").split(":", 2);

		private RunningContainer() {
			super(DockerImageName.parse("mockserver/mockserver"));
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getDockerImageName() {
			return "registry.example.org/mockserver/mockserver:5.15.0";
		}

		@Override
		public String getHost() {
			return this.authority[0];
		}

		@Override
		public Integer getServerPort() {
			return Integer.valueOf(this.authority[1]);
		}

	}

}

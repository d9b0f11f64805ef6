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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BrevoHttpConnector}.
 */
class BrevoHttpConnectorTests {

	private static final int CALLERS = 256;

	@Test
	@Timeout(60)
	void makesAsManyConcurrentCallsAsTheApplicationDoes() {
		AtomicInteger arrived = new AtomicInteger();
		Sinks.Empty<Void> allArrived = Sinks.empty();
		DisposableServer server = HttpServer.create().host("127.0.0.1").handle((request, response) -> {
			if (arrived.incrementAndGet() == CALLERS) {
				allArrived.tryEmitEmpty();
			}
			return allArrived.asMono().then(response.status(201).send().then());
		}).bindNow();
		try {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class))
				.withPropertyValues("brevo.api-key=secret-key", "brevo.base-url=http://127.0.0.1:" + server.port(),
						"brevo.retry.enabled=false")
				.run((context) -> {
					ConversationsClient client = context.getBean(ConversationsClient.class);
					Flux.range(0, CALLERS)
						.flatMap((i) -> client.pingAgentOnline(AgentIdentity.ofId("liz")), CALLERS)
						.blockLast();
				});
			assertThat(arrived).hasValue(CALLERS);
		}
		finally {
			server.disposeNow(Duration.ofSeconds(5));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	@Timeout(60)
	void survivesTheShutdownOfSharedEventLoops(String host) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			ApplicationContextRunner runner = runner(brevo, host).withBean(ReactorResourceFactory.class);
			runner.run((context) -> {
				ping(context);
				runner.run(BrevoHttpConnectorTests::ping);
				ping(context);
				runner.run(BrevoHttpConnectorTests::ping);
				ping(context);
			});
			assertThat(brevo.heads()).hasSize(5);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Timeout(60)
	void survivesARestart(boolean sharedEventLoops) {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			runner(brevo, "localhost").withBean(ReactorResourceFactory.class, () -> {
				ReactorResourceFactory factory = new ReactorResourceFactory();
				factory.setUseGlobalResources(sharedEventLoops);
				return factory;
			}).run((context) -> {
				ConfigurableApplicationContext application = context.getSourceApplicationContext();
				ping(application);
				application.restart();
				ping(application);
				application.stop();
				application.start();
				ping(application);
			});
			assertThat(brevo.heads()).hasSize(3);
		}
	}

	@Test
	@Timeout(60)
	void startsNoEventLoopsOnceTheApplicationIsClosed() {
		try (LoopbackBrevo brevo = new LoopbackBrevo()) {
			runner(brevo, "127.0.0.1").withBean(ReactorResourceFactory.class).run((context) -> {
				ping(context);
				ConversationsClient client = context.getBean(ConversationsClient.class);
				context.close();
				assertThatExceptionOfType(BrevoCommunicationException.class)
					.isThrownBy(() -> client.pingAgentOnline(AgentIdentity.ofId("liz")).block());
			});
			assertThat(brevo.heads()).hasSize(1);
		}
	}

	private static ApplicationContextRunner runner(LoopbackBrevo brevo, String host) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class))
			.withUserConfiguration(ReactorConfiguration.class)
			.withPropertyValues("brevo.api-key=secret-key", "brevo.base-url=" + brevo.url().replace("127.0.0.1", host),
					"brevo.retry.enabled=false");
	}

	private static void ping(ApplicationContext context) {
		context.getBean(ConversationsClient.class).pingAgentOnline(AgentIdentity.ofId("liz")).block();
	}

	/**
	 * What Spring Boot does in an application with Reactor Netty.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ReactorConfiguration {

		@Bean
		ReactorClientHttpConnectorBuilder connectorBuilder(ReactorResourceFactory factory) {
			factory.setShutdownQuietPeriod(Duration.ZERO);
			return ClientHttpConnectorBuilder.reactor().withReactorResourceFactory(factory);
		}

	}

}

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

package io.github.brevoconversations.starter;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application with the starter and nothing else.
 */
class StarterTests {

	private static final String ROOT = "io.github.brevoconversations.";

	@Test
	void doesNotMakeTheApplicationAWebApplication() {
		assertThat(WebApplicationType.deduce()).isEqualTo(WebApplicationType.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor.netty.http.server.HttpServer",
			"org.springframework.web.reactive.function.client.WebClient", "tools.jackson.databind.json.JsonMapper" })
	void providesWhatTheClientNeeds(String type) {
		assertThat(ClassUtils.isPresent(type, null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.web.server.WebServer", "org.apache.catalina.startup.Tomcat",
			"jakarta.servlet.Servlet", "org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration",
			"io.micrometer.core.instrument.MeterRegistry",
			"org.springframework.boot.actuate.endpoint.annotation.Endpoint" })
	void bringsNoWebServerAndNoActuator(String type) {
		assertThat(ClassUtils.isPresent(type, null)).isFalse();
	}

	@Test
	void startsWithAKeyAlone() {
		try (ConfigurableApplicationContext context = run("--brevo.api-key=secret-key")) {
			assertThat(context.getBeanProvider(ConversationsClient.class).stream()).hasSize(1);
			assertThat(context.getBeanProvider(BlockingConversationsClient.class).stream()).hasSize(1);
			assertThat(context.getBeanProvider(AgentPresence.class).stream()).hasSize(1);
			assertThat(context.getBean(AgentPresenceHeartbeat.class).isRunning()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--brevo.api-key=", "--brevo.api-key=secret-key --brevo.enabled=false" })
	void createsNoBeanAndNoThreadWhenDisabled(String arguments) {
		Set<Thread> before = threads();
		try (ConfigurableApplicationContext context = run(arguments.split(" "))) {
			assertThat(ourBeans(context)).isEmpty();
			assertThat(context.containsBean("taskScheduler")).isFalse();
			assertThat(threads()).isSubsetOf(before);
		}
	}

	@Test
	void createsNoThreadUntilItIsUsed() {
		Set<Thread> before = threads();
		try (ConfigurableApplicationContext context = run("--brevo.api-key=secret-key")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(threads()).isSubsetOf(before);
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		application.setRegisterShutdownHook(false);
		return application.run(arguments);
	}

	private static Stream<String> ourBeans(ConfigurableApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.map(context::getType)
			.map(Class::getName)
			.filter((name) -> name.startsWith(ROOT) && !name.startsWith(ROOT + "starter.")
					&& !name.endsWith("AutoConfiguration"));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmptyApplication {

	}

}

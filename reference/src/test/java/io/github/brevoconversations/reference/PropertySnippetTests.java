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

package io.github.brevoconversations.reference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.BrevoProperties;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications start with the properties that the reference shows, and what
 * these do.
 */
class PropertySnippetTests {

	@Test
	void hasATestForEachSnippet() {
		String tests = String.join("\n",
				Stream
					.of(Documents.SNIPPETS,
							Documents.ROOT.resolve(Path.of("conversations-autoconfigure", "src", "test", "java", "io",
									"github", "brevoconversations", "autoconfigure", "oauth2")))
					.flatMap((directory) -> Documents.files(directory, "Tests.java").stream())
					.map(Documents::read)
					.toList());
		Path snippets = Documents.RESOURCES.resolve("snippets");
		assertThat(Stream.of(".yaml", ".properties")
			.flatMap((extension) -> Documents.files(snippets, extension).stream())
			.map((file) -> file.getFileName().toString())).hasSizeGreaterThan(10)
			.allSatisfy((name) -> assertThat(tests).containsPattern("[\"/]" + name.replace(".", "\\.") + "[\",]"));
	}

	@Test
	void setsTheKey() {
		run("key.properties",
				(context) -> assertThat(context.getBean(BrevoProperties.class).getApiKey()).isEqualTo("a-key"));
	}

	@Test
	void namesTheAgentsThatAreActiveFromTheStart() {
		run("agents.yaml", (context) -> {
			List<BrevoAccountProperties.Agent> agents = context.getBean(BrevoProperties.class)
				.getHeartbeat()
				.getAgents();
			assertThat(agents).extracting(BrevoAccountProperties.Agent::getId)
				.containsExactly("d9nKoegKSjmCtyK78", null);
			assertThat(agents).extracting(BrevoAccountProperties.Agent::getReceivedFrom)
				.containsExactly(null, "our-desk");
		});
	}

	@Test
	void waitsForTheRateLimit() {
		run("patience.yaml", (context) -> {
			BrevoProperties properties = context.getBean(BrevoProperties.class);
			assertThat(properties.getRetry().getMaxServerDelay()).isEqualTo(Duration.ofSeconds(20));
			assertThat(properties.getRateLimit().getMaxWait()).isEqualTo(Duration.ofMinutes(1));
			assertThat(properties.getRateLimit().getReservedForPings()).isEqualTo(10);
		});
	}

	@Test
	void holdsActiveAgentsInADatabase() {
		run("jdbc.yaml", (context) -> assertThat(context.getBean(ActiveAgentStore.class))
			.isInstanceOf(JdbcActiveAgentStore.class));
	}

	@Test
	void holdsActiveAgentsInRedis() {
		run("redis.yaml", (context) -> assertThat(context.getBean(ActiveAgentStore.class))
			.isInstanceOf(RedisActiveAgentStore.class));
	}

	@Test
	void keepsBlockingClientsOnTheClientOfTheJdk() {
		run("imperative.properties", (context) -> assertThat(context.getBean(ClientHttpRequestFactoryBuilder.class))
			.isInstanceOf(JdkClientHttpRequestFactoryBuilder.class));
	}

	@Test
	void showsHealthAndEndpoints() {
		run("actuator.properties", (context) -> {
			EndpointAccessResolver access = context.getBean(EndpointAccessResolver.class);
			for (String endpoint : List.of("brevoagents", "brevowebhooks")) {
				assertThat(access.accessFor(EndpointId.of(endpoint), Access.READ_ONLY)).isEqualTo(Access.UNRESTRICTED);
			}
			Status degraded = new Status("DEGRADED");
			assertThat(context.getBean(StatusAggregator.class).getAggregateStatus(Status.UP, degraded))
				.isEqualTo(degraded);
		});
	}

	private static void run(String snippet, Consumer<ConfigurableApplicationContext> test) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--spring.config.import=classpath:snippets/" + snippet, "--BREVO_API_KEY=a-key",
					"--brevo.api-key=a-key", "--brevo.heartbeat.enabled=false", "--spring.main.banner-mode=off")) {
			test.accept(context);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

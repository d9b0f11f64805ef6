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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.github.brevoconversations.autoconfigure.PresenceContext;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.Mark;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoAgentsEndpoint} over HTTP, with WebFlux and with Spring MVC.
 */
@Timeout(120)
class BrevoAgentsEndpointHttpTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	private final PresenceContext presence = new PresenceContext();

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	private @Nullable ActiveAgentStore store;

	@AfterEach
	void stop() {
		this.applications.forEach(ConfigurableApplicationContext::close);
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void marksAnAgentActiveAndShowsTheOutcomeOfItsPings(WebApplicationType type) {
		start(type);
		HttpResponse<String> response = post("{\"id\":\"liz\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response)).hasToString("{\"account\":\"default\",\"active\":true}");
		Awaitility.await().until(() -> agents("").at("/agents/0/online").asBoolean(false));
		JsonNode account = agents("");
		assertThat(account.path("agents").valueStream()).singleElement().satisfies((agent) -> {
			assertThat(agent.propertyNames()).containsExactlyInAnyOrder("id", "activeSince", "nextPingDue", "waiting",
					"online", "lastAcceptedPing", "consecutiveFailures");
			assertThat(agent.path("id").asString()).isEqualTo("liz");
		});
		JsonNode heartbeat = account.path("heartbeat");
		assertThat(heartbeat.path("condition").asString()).isEqualTo("PINGING");
		assertThat(heartbeat.path("activeAgents").asInt()).isOne();
		assertThat(heartbeat.path("interval").asString()).isEqualTo("PT1M");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void showsWhyThePingsOfAnAgentFail(WebApplicationType type) {
		this.presence.respondToPings(() -> PresenceContext.response(401, "{\"message\":\"Key not found\"}"));
		start(type);
		activate(TOM);
		Awaitility.await().until(() -> agents("").at("/agents/0/lastFailure").isString());
		JsonNode agent = agents("").at("/agents/0");
		assertThat(agent.path("email").asString()).isEqualTo("tom@example.org");
		assertThat(agent.path("name").asString()).isEqualTo("Tom");
		assertThat(agent.path("receivedFrom").asString()).isEqualTo("desk");
		assertThat(agent.path("lastFailure").asString()).contains("Key not found");
		Awaitility.await().until(() -> agents("").at("/heartbeat/condition").asString().equals("SUSPENDED"));
		assertThat(agents("").at("/heartbeat/failure").asString()).contains("Key not found");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void marksAgentsOfOtherSystemsActiveForALimitedTimeAndInactive(WebApplicationType type) {
		start(type);
		HttpResponse<String> response = post(
				"{\"email\":\"tom@example.org\",\"name\":\"Tom\",\"receivedFrom\":\"desk\",\"atMost\":\"8h\"}");
		assertThat(json(response).path("atMost").asString()).isEqualTo("PT8H");
		assertThat(activeAgents()).containsExactly(TOM);
		response = send("DELETE", "?email=tom@example.org&name=Tom&receivedFrom=desk", null);
		assertThat(json(response)).hasToString("{\"account\":\"default\",\"active\":false}");
		assertThat(activeAgents()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void limitsTheNumberOfAgents(WebApplicationType type) {
		start(type);
		activate(LIZ);
		activate(TOM);
		assertThat(agents("?max=1").path("agents").valueStream()).singleElement()
			.satisfies((agent) -> assertThat(agent.path("id").asString()).isEqualTo("liz"));
		assertThat(agents("?account=default").path("agents").size()).isEqualTo(2);
		assertThat(agents("").at("/heartbeat/activeAgents").isInt()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void rejectsInvalidRequestsAndSaysWhy(WebApplicationType type) {
		start(type);
		activate(LIZ);
		assertRefused("GET", "?max=0", null, "'max'");
		assertRefused("GET", "?account=shop", null, "'account' must be one of default");
		assertRefused("POST", "", "{}", "'id'");
		assertRefused("POST", "", "{\"id\":\" \"}", "'id'");
		assertRefused("POST", "", "{\"email\":\"tom@example.org\",\"name\":\"Tom\"}", "'receivedFrom'");
		assertRefused("POST", "", "{\"email\":\"tom\",\"name\":\"Tom\",\"receivedFrom\":\"Test\"}", "e-mail");
		assertRefused("POST", "", "{\"id\":\"\\ud83d\"}", "half");
		assertRefused("POST", "", "{\"id\":\"liz\",\"email\":\"liz@example.org\"}", "'email'");
		assertRefused("POST", "", "{\"id\":\"liz\",\"atMost\":\"soon\"}", "'atMost'");
		assertRefused("POST", "", "{\"id\":\"liz\",\"atMost\":\"-1h\"}", "'atMost'");
		assertRefused("POST", "", "{\"id\":\"liz\",\"atMost\":\"999999999999d\"}", "'atMost'");
		assertRefused("POST", "", "{\"id\":\"liz\",\"account\":\"shop\"}", "'account' must be one of default");
		assertRefused("DELETE", "?name=Tom", null, "'id'");
		assertRefused("DELETE", "?id=liz&account=shop", null, "'account'");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void tellsTheStateOfTheHeartbeatAndRefusesMarksWhileTheStoreIsAway(WebApplicationType type) {
		this.store = new FailingStore();
		start(type);
		HttpResponse<String> response = send("GET", "", null);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response).at("/accounts/default/agents").size()).isZero();
		assertThat(json(response).at("/accounts/default/heartbeat/condition").isString()).isTrue();
		response = post("{\"id\":\"liz\"}");
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(json(response).path("detail").asString()).contains("liz is not marked active");
		response = send("DELETE", "?id=liz", null);
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(json(response).path("detail").asString()).contains("liz is not marked inactive");
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void blocksNoThread(WebApplicationType type) {
		start(type);
		assertThat(this.application.getBean(WebEndpointsSupplier.class).getEndpoints()).singleElement()
			.satisfies(
					(endpoint) -> assertThat(endpoint.getOperations()).hasSize(3).noneMatch(WebOperation::isBlocking));
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void isProtectedLikeAnyEndpoint(WebApplicationType type) {
		start(type, "--management.endpoint.brevoagents.access=");
		assertThat(send("GET", "", null).statusCode()).isEqualTo(200);
		assertThat(post("{\"id\":\"liz\"}").statusCode()).isEqualTo(405);
		start(type, "--management.endpoints.web.exposure.include=health");
		assertThat(send("GET", "", null).statusCode()).isEqualTo(404);
	}

	private void start(WebApplicationType type, String... arguments) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(TestApplication.class).web(type)
			.registerShutdownHook(false)
			.properties("server.port=0", "spring.main.banner-mode=off",
					"management.endpoint.brevoagents.access=unrestricted",
					"management.endpoints.web.exposure.include=brevoagents")
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ConversationsClient.class,
					this.presence::client))
			.initializers(this::registerStore);
		this.application = builder.run(arguments);
		this.applications.add(this.application);
	}

	private void registerStore(ConfigurableApplicationContext context) {
		ActiveAgentStore store = this.store;
		if (store != null) {
			((GenericApplicationContext) context).registerBean(ActiveAgentStore.class, () -> store);
		}
	}

	private void assertRefused(String method, String query, @Nullable String body, String reason) {
		HttpResponse<String> response = send(method, query, body);
		assertThat(response.statusCode()).as(query + body).isEqualTo(400);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(json(response).path("detail").asString()).contains(reason);
		assertThat(activeAgents()).containsExactly(LIZ);
	}

	private void activate(AgentIdentity agent) {
		this.application.getBean(AgentPresence.class).markActive(agent).join();
	}

	private List<AgentIdentity> activeAgents() {
		return this.application.getBean(AgentPresence.class).activeAgents().join();
	}

	private JsonNode agents(String query) {
		return json(send("GET", query, null)).at("/accounts/default");
	}

	private HttpResponse<String> post(String body) {
		return send("POST", "", body);
	}

	private HttpResponse<String> send(String method, String query, String body) {
		HttpRequest.BodyPublisher publisher = (body != null) ? HttpRequest.BodyPublishers.ofString(body)
				: HttpRequest.BodyPublishers.noBody();
		URI uri = URI.create("http://127.0.0.1:" + this.application.getEnvironment().getProperty("local.server.port")
				+ "/actuator/brevoagents" + query);
		return this.client
			.sendAsync(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.timeout(Duration.ofSeconds(30))
				.method(method, publisher)
				.build(), HttpResponse.BodyHandlers.ofString())
			.join();
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { ServletWebSecurityAutoConfiguration.class,
			ManagementWebSecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class,
			ReactiveWebSecurityAutoConfiguration.class, ReactiveManagementWebSecurityAutoConfiguration.class })
	static class TestApplication {

	}

	/**
	 * Holds nothing, and stores nothing.
	 */
	private static final class FailingStore extends InMemoryActiveAgentStore {

		@Override
		public Mono<Void> mark(Collection<Mark> marks) {
			return Mono.error(new ActiveAgentStoreException("The store is away", null));
		}

		@Override
		public Mono<List<ActiveAgent>> list(int max) {
			return Mono.error(new ActiveAgentStoreException("The store is away", null));
		}

	}

}

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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.BodyInserters.FormInserter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page and its actions, with the built-in Brevo.
 */
@DeskTest
class DeskTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private AgentPresence presence;

	@Autowired
	private DeskProperties properties;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void createClient() {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(60))
			.build();
	}

	@Test
	void showsTheAgentsAndSaysThatBrevoIsBuiltIn() {
		assertThat(page()).contains("Liz Adler", "Omar Haddad", "Mei Tanaka", "Built-in Brevo.",
				"Write as the visitor");
	}

	@Test
	void allowsNoScriptFromElsewhereOrInThePage() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy",
					(policy) -> assertThat(policy).contains("default-src 'none'", "script-src 'self';"));
		assertThat(page()).doesNotContainPattern("(src|href|action)=\"[a-z]*:").doesNotContain(" style=", " hx-on");
	}

	@Test
	void servesAllThatThePageLoads() {
		for (String path : List.of("/desk.css", "/desk.js", "/favicon.svg", "/webjars/htmx.org/dist/htmx.min.js",
				"/webjars/htmx-ext-sse/sse.js")) {
			assertThat(page()).contains("\"" + path + "\"");
			assertThat(get(path, 200)).isNotEmpty();
		}
	}

	@Test
	void doesNotShowTheKey() {
		assertThat(page()).doesNotContain(this.brevo.apiKey());
	}

	@Test
	void marksAnAgentActiveAndInactive() {
		DeskProperties.Agent agent = this.properties.agents().get(0);
		assertThat(put("/agents/" + agent.id(), form("active", "true"), 200)).contains("Liz Adler is active");
		await().atMost(Duration.ofSeconds(30)).until(() -> this.brevo.isOnline(agent.id()));
		assertThat(page()).contains("aria-checked=\"true\"", "Online in Brevo");
		assertThat(put("/agents/" + agent.id(), form("active", "false"), 200)).contains("no longer active");
		assertThat(page()).doesNotContain("aria-checked=\"true\"").contains("Online in Brevo");
	}

	@Test
	void sendsAsAnAgent() {
		DeskProperties.Agent agent = this.properties.agents().get(1);
		assertThat(post("/messages", form("from", agent.id()).with("text", "It is on its way"), 200))
			.contains("The message was sent.");
		assertThat(stored("It is on its way").agentId()).isEqualTo(agent.id());
		assertThat(page()).contains("It is on its way");
	}

	@Test
	void pushesAnAutomatedMessage() {
		post("/messages", form("from", "automated").with("text", "Your order was sent"), 200);
		assertThat(stored("Your order was sent").pushed()).isTrue();
	}

	@Test
	void writesAsTheVisitor() {
		post("/visitor-messages", form("text", "Where is my order?"), 200);
		assertThat(stored("Where is my order?").type()).isEqualTo("visitor");
		assertThat(post("/visitor-messages", form("text", " "), 400)).contains("nothing to send");
	}

	@Test
	void editsAndDeletesAMessageOfAnAgent() {
		post("/messages", form("from", this.properties.agents().get(0).id()).with("text", "It arives today"), 200);
		editAndDelete(stored("It arives today").id(), "It arrives today");
	}

	@Test
	void editsAndDeletesAnAutomatedMessage() {
		post("/messages", form("from", "automated").with("text", "On its wey"), 200);
		editAndDelete(stored("On its wey").id(), "On its way to you");
	}

	private void editAndDelete(String id, String text) {
		assertThat(get("/messages/" + id + "/editor", 200)).contains("<textarea", "Save");
		assertThat(put("/messages/" + id, form("text", text), 200)).contains("The message was changed.");
		assertThat(stored(text).id()).isEqualTo(id);
		assertThat(delete("/messages/" + id, 200)).contains("The message was deleted.");
		assertThat(page()).doesNotContain(id);
		assertThat(get("/messages/" + id + "/editor", 404)).contains("cannot be changed");
	}

	@Test
	void doesNotEditWhatTheVisitorWrote() {
		String id = this.brevo.addVisitorMessage(this.properties.visitor().id(), "My own words");
		assertThat(delete("/messages/" + id, 404)).contains("cannot be changed");
		assertThat(page()).contains("My own words").doesNotContain("edit-" + id);
	}

	@Test
	void refusesToSendNothing() {
		assertThat(post("/messages", form("from", "automated").with("text", "  "), 400)).contains("nothing to send");
		assertThat(post("/messages", form("from", "automated"), 400)).contains("nothing to send");
	}

	@Test
	void doesNotKnowEveryAgent() {
		assertThat(put("/agents/somebody", form("active", "true"), 404)).contains("no such agent");
		assertThat(post("/messages", form("text", "Hello"), 404)).contains("no such agent");
	}

	@Test
	void saysInWordsThatARequestWasNotUnderstood() {
		assertThat(put("/agents/" + this.properties.agents().get(0).id(), form("active", "perhaps"), 400))
			.contains("did not understand");
	}

	@Test
	void escapesWhatIsWritten() {
		this.brevo.addVisitorMessage(this.properties.visitor().id(), "<script>alert('x')</script>\" onclick=\"y");
		assertThat(page()).contains("&lt;script&gt;alert(").doesNotContain("<script>alert", "\" onclick=\"y");
	}

	@Test
	void refusesRequestsFromOtherSites() {
		String agent = this.properties.agents().get(2).id();
		for (String site : List.of("cross-site", "same-site", "none")) {
			this.client.put()
				.uri("/agents/" + agent)
				.header("Sec-Fetch-Site", site)
				.body(form("active", "true"))
				.exchange()
				.expectStatus()
				.isForbidden();
		}
		for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
			this.client.put()
				.uri("/agents/" + agent)
				.header("Origin", origin)
				.body(form("active", "true"))
				.exchange()
				.expectStatus()
				.isForbidden();
		}
		assertThat(this.presence.activeAgents().join()).doesNotContain(AgentIdentity.ofId(agent));
	}

	@Test
	void acceptsRequestsFromItsOwnPage() {
		this.client.post()
			.uri("/messages")
			.header("Sec-Fetch-Site", "same-origin")
			.body(form("from", "automated").with("text", "same origin"))
			.exchange()
			.expectStatus()
			.isOk();
		this.client.post()
			.uri("/messages")
			.header("Origin", "http://127.0.0.1:" + this.port)
			.body(form("from", "automated").with("text", "same origin"))
			.exchange()
			.expectStatus()
			.isOk();
	}

	@Test
	void isNotToBeOpenedUnderAnotherName() {
		this.client.get().uri("/").header("Host", "evil.example").exchange().expectStatus().isForbidden();
		this.client.get().uri("/").header("Host", "localhost:" + this.port).exchange().expectStatus().isOk();
	}

	private StoredMessage stored(String text) {
		return this.brevo.messages(this.properties.visitor().id())
			.stream()
			.filter((message) -> message.text().equals(text))
			.findFirst()
			.orElseThrow();
	}

	private static FormInserter<String> form(String name, String value) {
		return BodyInserters.fromFormData(name, value);
	}

	private String page() {
		return get("/", 200);
	}

	private String get(String uri, int status) {
		return body(this.client.get().uri(uri), status);
	}

	private String post(String uri, FormInserter<String> form, int status) {
		return body(this.client.post().uri(uri).body(form), status);
	}

	private String put(String uri, FormInserter<String> form, int status) {
		return body(this.client.put().uri(uri).body(form), status);
	}

	private String delete(String uri, int status) {
		return body(this.client.delete().uri(uri), status);
	}

	private static String body(WebTestClient.RequestHeadersSpec<?> request, int status) {
		return request.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}

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
import java.util.Map;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page and its actions, with the built-in Brevo.
 */
@DeskTest
class DeskTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private AgentPresence presence;

	@Autowired
	private Agents agents;

	@Value("${brevo.webhook.secrets}")
	private String secret;

	@LocalServerPort
	private int port;

	private DeskHttp desk;

	@BeforeEach
	void createClient() {
		this.desk = new DeskHttp(this.port);
	}

	@Test
	void showsTheAgentsAndSaysThatBrevoIsBuiltIn() {
		assertThat(page()).contains("Liz Adler", "Omar Haddad", "Mei Tanaka", "Built-in Brevo.", "I am ",
				"Visitor’s page");
	}

	@Test
	void allowsNoScriptFromElsewhereOrInThePage() {
		for (String page : List.of("/", "/visitor", "/setup")) {
			this.desk.client()
				.get()
				.uri(page)
				.exchange()
				.expectHeader()
				.value("Content-Security-Policy",
						(policy) -> assertThat(policy).contains("default-src 'none'", "script-src 'self';"));
			assertThat(this.desk.get(page, 200)).doesNotContainPattern("(src|action)=\"[a-z]*:")
				.doesNotContain(" style=", " hx-on");
		}
	}

	@Test
	void servesAllThatThePagesLoad() {
		String all = page() + this.desk.get("/visitor", 200) + this.desk.get("/setup", 200);
		for (String path : List.of("/desk.css", "/visitor.css", "/desk.js", "/direction.js", "/editor.js", "/times.js",
				"/composer.js", "/visitor.js", "/length.js", "/notices.js", "/composing.js", "/desk-worker.js",
				"/favicon.svg", "/webjars/htmx.org/dist/htmx.min.js")) {
			assertThat(all).contains("\"" + path + "\"");
			assertThat(this.desk.get(path, 200)).isNotEmpty();
		}
	}

	@Test
	void showsNeitherTheKeyNorTheSecretOfTheWebhook() {
		for (String page : List.of("/", "/visitor", "/setup")) {
			assertThat(this.desk.get(page, 200)).doesNotContain(this.brevo.apiKey(), this.secret);
		}
	}

	@Test
	void marksAnAgentActiveAndInactive() {
		DeskProperties.Agent agent = agent(1);
		this.desk.put("/agents/" + agent.id(), DeskHttp.form("active", "true"), 204);
		await().atMost(TIME_LIMIT).until(() -> this.brevo.isOnline(agent.id()));
		assertThat(this.desk.get("/parts/agents", 200)).contains("aria-checked=\"true\"", "Online in Brevo");
		this.desk.put("/agents/" + agent.id(), DeskHttp.form("active", "false"), 204);
		assertThat(this.presence.activeAgents().join()).doesNotContain(agent.identity());
		assertThat(this.desk.get("/parts/agents", 200)).contains("Online in Brevo");
	}

	@Test
	void becomesAnAgentWhoIsActiveFromThenOn() {
		DeskProperties.Agent agent = agent(2);
		String cookie = this.desk.client()
			.post()
			.uri("/me")
			.body(DeskHttp.form("agent", agent.id()))
			.exchange()
			.expectStatus()
			.isNoContent()
			.expectHeader()
			.valueEquals("HX-Refresh", "true")
			.returnResult(Void.class)
			.getResponseCookies()
			.getFirst("desk-agent")
			.getValue();
		assertThat(this.presence.activeAgents().join()).contains(agent.identity());
		this.desk.client()
			.get()
			.uri("/parts/me")
			.cookie("desk-agent", cookie)
			.exchange()
			.expectBody(String.class)
			.value((html) -> assertThat(html).contains("Mei Tanaka").doesNotContain("Liz Adler"));
		this.desk.put("/agents/" + agent.id(), DeskHttp.form("active", "false"), 204);
		assertThat(this.desk.post("/me", DeskHttp.form("agent", "somebody"), 404)).contains("no such agent");
	}

	@Test
	void listsAConversationFromAWebhook() {
		String id = DeskHttp.newVisitor();
		this.brevo.visitor(id)
			.named("Ada Okafor")
			.from("whatsapp")
			.with("browserLanguage", "fr-CA")
			.with("city", "Leeds")
			.with("lastVisit",
					Map.of("viewedPages", List.of(Map.of("title", "Bells", "link", "https://shop.example/bells"))));
		this.desk.hears(this.brevo, id, "Ada Okafor", "Where is my order?");
		assertThat(this.desk.get("/parts/list", 200)).contains("Ada Okafor", "Where is my order?", "WhatsApp", "waits",
				"data-unread=\"1\"");
		assertThat(this.desk.get("/conversations/" + id, 200)).contains("speaks French", "Leeds", "Bells",
				"href=\"https://shop.example/bells\"", "Write to Ada Okafor");
	}

	@Test
	void countsWhatNobodyHasLookedAt() {
		String id = this.desk.hears(this.brevo, "Bo", "One");
		this.desk.hears(this.brevo, id, "Bo", "Two");
		assertThat(item(id)).contains("data-unread=\"2\"");
		this.desk.post("/conversations/" + id + "/read", 204);
		assertThat(item(id)).contains("data-unread=\"0\"").contains("waits");
		send(id, agent(0).id(), "Here I am");
		await().atMost(TIME_LIMIT).until(() -> item(id).contains("answered"));
	}

	@Test
	void sendsAsAnAgent() {
		String id = this.desk.hears(this.brevo, "Cy", "Hello");
		send(id, agent(1).id(), "It is on its way");
		StoredMessage stored = stored(id, "It is on its way");
		assertThat(stored.agentId()).isEqualTo(agent(1).id());
		assertThat(stored.receivedFrom()).startsWith("agent-desk-");
		await().atMost(TIME_LIMIT).until(() -> messages(id).contains("edit-" + stored.id()));
		assertThat(messages(id)).containsOnlyOnce(">It is on its way<").doesNotContain("Sending…");
	}

	@Test
	void pushesAnAutomatedMessageAndShowsItOnce() {
		String id = this.desk.hears(this.brevo, "Di", "Hello");
		send(id, "automated", "Your order was sent");
		assertThat(stored(id, "Your order was sent").pushed()).isTrue();
		this.desk.hears(this.brevo, id, "Di", "Thank you");
		await().atMost(TIME_LIMIT).until(() -> messages(id).contains("from-automated is-sent"));
		assertThat(messages(id)).containsOnlyOnce(">Your order was sent<");
	}

	@Test
	void editsAndDeletesAMessageOfAnAgent() {
		editAndDelete(agent(0).id());
	}

	@Test
	void editsAndDeletesAnAutomatedMessage() {
		editAndDelete("automated");
	}

	private void editAndDelete(String from) {
		String visitor = this.desk.hears(this.brevo, "Ed", "Hello");
		send(visitor, from, "It arives today");
		String id = stored(visitor, "It arives today").id();
		String message = "/conversations/" + visitor + "/messages/" + id;
		await().atMost(TIME_LIMIT).until(() -> messages(visitor).contains("edit-" + id));
		assertThat(this.desk.get(message + "/editor", 200)).contains("<textarea", "Save", "It arives today");
		assertThat(this.desk.put(message, DeskHttp.form("text", "It arrives today"), 200)).contains("<li",
				"It arrives today");
		assertThat(stored(visitor, "It arrives today").id()).isEqualTo(id);
		assertThat(this.desk.put(message, DeskHttp.form("text", " "), 400)).contains("nothing to send");
		this.desk.delete(message, 204);
		assertThat(messages(visitor)).doesNotContain(id);
		assertThat(this.desk.get(message + "/editor", 404)).contains("cannot be changed");
	}

	@Test
	void doesNotEditWhatTheVisitorWrote() {
		String visitor = this.desk.hears(this.brevo, "Flo", "My own words");
		String id = stored(visitor, "My own words").id();
		assertThat(this.desk.delete("/conversations/" + visitor + "/messages/" + id, 404))
			.contains("cannot be changed");
		assertThat(messages(visitor)).contains("My own words").doesNotContain("edit-" + id);
	}

	@Test
	void rejectsWhatCannotBeSent() {
		String id = this.desk.hears(this.brevo, "Gil", "Hello");
		String url = "/conversations/" + id + "/messages";
		assertThat(this.desk.post(url, DeskHttp.draft("automated", "  "), 400)).contains("nothing to send");
		assertThat(this.desk.post(url, DeskHttp.draft("automated", "x".repeat(10_001)), 400)).contains("too long");
		assertThat(this.desk.post(url, DeskHttp.draft("automated", "x".repeat(2_000_000)), 413)).contains("too long");
		assertThat(this.desk.post(url, DeskHttp.draft("somebody", "Hello"), 404)).contains("which agent you are");
		assertThat(this.desk.post(url, DeskHttp.form("from", "automated").with("text", "x"), 400))
			.contains("did not understand");
		assertThat(this.desk.post("/conversations/nobody/messages", DeskHttp.draft("automated", "x"), 404))
			.contains("does not know this conversation");
		assertThat(this.brevo.messages(id)).hasSize(1);
	}

	@Test
	void saysThatThereIsNoSuchConversation() {
		assertThat(this.desk.get("/conversations/nobody", 404)).contains("Choose a conversation");
		assertThat(this.desk.get("/conversations/nobody/messages", 404)).contains("does not know this conversation");
	}

	@Test
	void saysInWordsThatARequestWasNotUnderstood() {
		assertThat(this.desk.put("/agents/" + agent(0).id(), DeskHttp.form("active", "perhaps"), 400))
			.contains("did not understand");
		assertThat(this.desk.put("/agents/somebody", DeskHttp.form("active", "true"), 404)).contains("no such agent");
	}

	@Test
	void escapesWhatIsWrittenAndNamed() {
		String hostile = "<script>alert('x')</script>\" onclick=\"y ' -->";
		String id = this.desk.hears(this.brevo, hostile, "<img src=x onerror=alert(1)>");
		for (String uri : List.of("/", "/conversations/" + id, "/parts/list", "/conversations/" + id + "/messages")) {
			assertThat(this.desk.get(uri, 200)).doesNotContain("<script>alert", "\" onclick=\"y", "<img src=x");
		}
		assertThat(this.desk.get("/conversations/" + id, 200)).contains("&lt;script&gt;alert(", "&lt;img src=x");
	}

	@Test
	void listsATextThatIsCutWithoutHalfAnEmoji() {
		String id = this.desk.hears(this.brevo, "Ida", "x".repeat(116) + "\ud83d\ude00".repeat(9));
		assertThat(item(id)).contains("xxx\ud83d\ude00").doesNotContain("?", "\ufffd");
	}

	@Test
	void makesLinksOfWebAddressesOnly() {
		String id = this.desk.hears(this.brevo, "Hal",
				"javascript:alert(1) https://shop.example/a?b=1&c=2. https://user@evil.example data:text/html,x");
		assertThat(messages(id)).containsOnlyOnce("href=")
			.contains("href=\"https://shop.example/a?b=1&amp;c=2\"", "rel=\"noopener noreferrer nofollow\"");
	}

	@Test
	void rejectsRequestsFromOtherSites() {
		String agent = agent(2).id();
		for (String site : List.of("cross-site", "same-site", "none")) {
			this.desk.client()
				.put()
				.uri("/agents/" + agent)
				.header("Sec-Fetch-Site", site)
				.body(DeskHttp.form("active", "true"))
				.exchange()
				.expectStatus()
				.isForbidden();
		}
		for (String origin : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
			this.desk.client()
				.put()
				.uri("/agents/" + agent)
				.header("Origin", origin)
				.body(DeskHttp.form("active", "true"))
				.exchange()
				.expectStatus()
				.isForbidden();
		}
		assertThat(this.presence.activeAgents().join()).doesNotContain(AgentIdentity.ofId(agent));
	}

	@Test
	void acceptsRequestsFromItsOwnPage() {
		for (String[] header : new String[][] { { "Sec-Fetch-Site", "same-origin" },
				{ "Origin", "http://127.0.0.1:" + this.port } }) {
			this.desk.client()
				.put()
				.uri("/agents/" + agent(0).id())
				.header(header[0], header[1])
				.body(DeskHttp.form("active", "false"))
				.exchange()
				.expectStatus()
				.isNoContent();
		}
	}

	@Test
	void rejectsAnUnknownHostName() {
		this.desk.client().get().uri("/").header("Host", "evil.example").exchange().expectStatus().isForbidden();
		this.desk.client().get().uri("/").header("Host", "localhost:" + this.port).exchange().expectStatus().isOk();
	}

	@Test
	void acceptsWebhooksUnderAnotherHostName() {
		this.desk.client()
			.post()
			.uri("/brevo/webhook")
			.header("Host", "a-tunnel.example")
			.bodyValue("{}")
			.exchange()
			.expectStatus()
			.isUnauthorized();
	}

	private void send(String visitor, String from, String text) {
		this.desk.post("/conversations/" + visitor + "/messages", DeskHttp.draft(from, text), 202);
		await().atMost(TIME_LIMIT)
			.until(() -> this.brevo.messages(visitor).stream().anyMatch((message) -> message.text().equals(text)));
	}

	private StoredMessage stored(String visitor, String text) {
		return this.brevo.messages(visitor)
			.stream()
			.filter((message) -> message.text().equals(text))
			.findFirst()
			.orElseThrow();
	}

	private String item(String visitor) {
		String list = this.desk.get("/parts/list", 200);
		int start = list.indexOf("id=\"c-" + visitor);
		return list.substring(start, list.indexOf("</li>", start));
	}

	private DeskProperties.Agent agent(int number) {
		return this.agents.all().get(number);
	}

	private String messages(String visitor) {
		return this.desk.get("/conversations/" + visitor + "/messages", 200);
	}

	private String page() {
		return this.desk.get("/", 200);
	}

}

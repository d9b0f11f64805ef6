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

import java.util.List;
import java.util.Map;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import io.github.brevoconversations.test.WebhookTarget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the first use of the desk with a key, in a browser, with a Brevo that knows
 * one agent and rejects all others.
 */
class SetupBrowserTests extends AbstractBrowserTests {

	private static final String SECRET = "a-secret-of-this-test";

	private static final String AGENT = "gReTa12345";

	@BeforeEach
	void forgetWhoWasHere() {
		browser.command("Network.clearBrowserCookies", Map.of());
	}

	@Test
	void leadsFromNothingToAReply() {
		try (BrevoConversationsServer brevo = BrevoConversationsServer.builder().agents(AGENT).start();
				RunningDesk desk = RunningDesk.startWith(brevo, "--brevo.webhook.secrets=" + SECRET)) {
			browser.open(desk.url());
			assertThat(browser.text("#me")).contains("Who are you?");
			assertThat(browser.text("#agents")).contains("The desk knows no agents yet.");
			assertThat(browser.text("main")).contains("Choose a conversation.").doesNotContain("Make Brevo fail");
			browser.clickLink("Set up");
			checkTheKey(brevo);
			enterAnAgent();
			String visitor = receiveWebhooks(brevo, desk);
			browser.clickLink("Back to the desk");
			browser.clickLink("Grace");
			browser.until(() -> browser.text("#conversation-title").equals("Grace"));
			browser.click("#me-" + AGENT);
			browser.until(
					() -> browser.text("#my-name").equals("Greta") && browser.text("#me").contains("Online in Brevo"));
			browser.click("#text");
			browser.type("In blue.", Keys.ENTER);
			browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("In blue."));
			assertThat(brevo.messages(visitor)).hasSize(3);
		}
	}

	@Test
	void saysWhatBrevoDoesNotKnow() {
		try (BrevoConversationsServer brevo = BrevoConversationsServer.builder().agents(AGENT).start();
				RunningDesk desk = RunningDesk.startWith(brevo, "--brevo.webhook.secrets=" + SECRET,
						"--desk.agents[0].id=mistyped", "--desk.agents[0].name=Nobody", "--desk.agents[1].id=" + AGENT,
						"--desk.agents[1].name=Greta")) {
			brevo.sendWebhooksTo(WebhookTarget.of(desk.url() + "/brevo/webhook").withSecret(SECRET));
			String visitor = new DeskHttp(desk.url()).hears(brevo, "Grace", "Do you have it in blue?");
			browser.open(desk.url() + "/conversations/" + visitor);
			become("mistyped", "Nobody");
			browser.until(() -> browser.text("#lamp-mistyped")
				.contains("Brevo does not know this agent. Check the agent's id."));
			assertThat(browser.text("#lamp-mistyped")).startsWith("Offline in Brevo");
			write("In blue.");
			browser.until(() -> browser.text("#messages .is-failed")
				.contains("Not sent. Brevo did not accept this: There is no agent with this agentId"));
			browser.until(() -> browser.text("#c-" + visitor).contains("not sent"));
			browser.click("#messages [id^=discard-]");
			browser.until(() -> !browser.has("#messages .from-agent"));
			become(AGENT, "Greta");
			browser.until(() -> browser.text("#me").contains("Online in Brevo"));
			deleteInBrevo(brevo, desk, visitor, "In bleu.");
			browser.click("#messages [id^=edit-]");
			browser.until(() -> browser.has("form.editor textarea[data-begun]"));
			browser.type("!", Keys.ENTER);
			browser.until(() -> browser.text("#notice")
				.contains("Brevo no longer has this message. Somebody may have deleted it."));
			assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("In bleu.!");
			browser.until(() -> browser.text("form.editor").contains("Somebody has deleted this message."));
			browser.click("[data-cancel]");
			browser.until(() -> !browser.has("#messages .from-agent"));
			browser.click("#notice [data-dismiss]");
			deleteInBrevo(brevo, desk, visitor, "Not at all.");
			browser.script("window.confirm = () => true");
			browser.click("#messages [id^=delete-]");
			browser.until(() -> !browser.has("#messages .from-agent"));
			assertThat(browser.has(".notice")).isFalse();
		}
	}

	private static void become(String agent, String name) {
		browser.click("#me-" + agent);
		browser.until(() -> browser.text("#my-name").equals(name) && browser.text("#from").contains(name));
		browser.until(() -> (Boolean) browser.script("return document.documentElement.dataset.connected === 'true'"));
	}

	private static void write(String text) {
		browser.click("#text");
		browser.type(text, Keys.ENTER);
	}

	/**
	 * Send a message, and delete it without the desk's knowledge.
	 */
	private static void deleteInBrevo(BrevoConversationsServer brevo, RunningDesk desk, String visitor, String text) {
		write(text);
		browser.until(() -> browser.has("#messages .from-agent.is-sent [id^=edit-]"));
		List<StoredMessage> messages = brevo.messages(visitor);
		desk.bean(ConversationsClient.class).deleteMessage(messages.get(messages.size() - 1).id()).block();
	}

	private static void checkTheKey(BrevoConversationsServer brevo) {
		assertThat(browser.text("#checks")).contains("Not checked yet", "The desk knows no agent yet",
				"No webhook has arrived yet");
		brevo.fail(Fault.status(401));
		browser.click("#check-key");
		browser.until(() -> browser.text("#checks").contains("Brevo does not accept the API key."));
		brevo.clearFaults();
		browser.click("#check-key");
		browser.until(() -> browser.text("#checks").contains("Brevo accepts the key."));
	}

	private static void enterAnAgent() {
		browser.click("#agent-id");
		browser.type("two words", Keys.TAB, "Greta", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("An agent needs an id"));
		assertThat(browser.find("#agent-name").getAttribute("value")).isEqualTo("Greta");
		browser.click("#agent-id");
		browser.type(Keys.chord(Keys.CONTROL, "a"), AGENT, Keys.ENTER);
		browser.until(() -> browser.text("#checks").contains("The desk knows one agent."));
		browser.until(() -> !browser.has(".notice"));
	}

	private static String receiveWebhooks(BrevoConversationsServer brevo, RunningDesk desk) {
		String visitor = DeskHttp.newVisitor();
		WebhookTarget target = WebhookTarget.of(desk.url() + "/brevo/webhook").withSecret(SECRET);
		brevo.sendWebhooksTo(target.withSecret("mistyped"));
		brevo.visitor(visitor).named("Grace").writes("Hello?");
		browser.until(() -> browser.text("#checks").contains("The last webhook was rejected: its secret was wrong."));
		brevo.sendWebhooksTo(target);
		brevo.visitor(visitor).named("Grace").writes("Do you have it in blue?");
		browser.until(() -> browser.text("#checks").contains("Webhooks arrive."));
		return visitor;
	}

}

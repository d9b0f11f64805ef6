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

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.WebhookTarget;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what somebody sees who opens the desk for the first time.
 */
class FirstSightBrowserTests extends AbstractBrowserTests {

	private static final String SECRET = "a-secret-of-this-test";

	@Test
	void ofTheBuiltInBrevoIsOfVisitorsWhoWait() {
		try (RunningDesk desk = RunningDesk.start(0, "--desk.seed=true")) {
			browser.open(desk.url());
			browser.until(() -> browser.count("#list > li") == 4 && browser.text("#online").equals("1 of 3 online"));
			browser.until(() -> browser.text("#list > li:last-child").contains("Enjoy the ride!"));
			browser.open(desk.url());
			assertThat(browser.text("header")).contains("Built-in Brevo. Nothing leaves this computer.",
					"I am Liz Adler", "Online in Brevo");
			assertThat(browser.title()).isEqualTo("(4) Agent desk");
			assertIsListed(1, "Jonas Weber", "Hi, passt die Klingel auch an einen Lenker", "WhatsApp", "waits 14 min");
			assertIsListed(2, "Théo Marchand", "I can send you a picture if that helps.", "Instagram", "waits 6 min");
			assertIsListed(3, "Ada Okafor", "Do you ship to Ireland?", "Website", "waits 2 min");
			assertIsListed(4, "Inês Carvalho", "Liz Adler: You are welcome. Enjoy the ride!", "Website", "answered");
			assertThat(browser.text("#conversation-title")).isEqualTo("Jonas Weber");
			assertThat(browser.text("#about")).contains("WhatsApp", "speaks German", "Leipzig, Germany");
			assertThat(browser.text("#messages")).contains("31,8 mm?");
			assertThat(browser.text("#agents .pace")).contains("Liz Adler is kept online, with a ping every 60 s.");
			assertThat(browser.text("#trouble")).isEmpty();
		}
	}

	private static void assertIsListed(int place, String... texts) {
		// a slow machine is a minute late
		String text = browser.text("#list > li:nth-child(" + place + ")")
			.replace("waits 15 min", "waits 14 min")
			.replace("waits 7 min", "waits 6 min")
			.replace("waits 3 min", "waits 2 min");
		assertThat(text).contains(texts);
	}

	@Test
	void ofAnAccountIsOfNothingThatIsInvented() {
		try (BrevoConversationsServer webhooks = BrevoConversationsServer.start();
				RunningDesk desk = RunningDesk.start(0, "--brevo.api-key=xkeysib-of-this-test",
						"--brevo.base-url=https://brevo.invalid/v3", "--brevo.webhook.secrets=" + SECRET)) {
			browser.open(desk.url());
			assertThat(browser.text("header"))
				.contains("Your Brevo account. What you send reaches a real visitor.", "Who are you?")
				.doesNotContain("Built-in", "on this computer", "Visitor’s page");
			assertThat(browser.text("main"))
				.contains("No conversations yet.", "Brevo reports them by webhook, and offers no list of older ones.",
						"Choose a conversation.", "The desk knows no agents yet.")
				.doesNotContain("Liz Adler", "Omar Haddad", "Mei Tanaka", "Jonas Weber", "Make Brevo fail");
			assertThat(browser.has("#agents [role=switch], #trouble .trouble-on")).isFalse();
			Axe.assertFindsNothingOnAScreen(browser);
			browser.go(desk.url() + "/visitor");
			assertThat(browser.title()).isEqualTo("Set up – Agent desk");
			assertThat(browser.text("header")).contains("Your Brevo account. What you send reaches a real visitor.");
			assertThat(browser.text("#checks")).contains("Not checked yet.", "The desk knows no agent yet.",
					"No webhook has arrived yet.");
			browser.click("#check-key");
			browser.until(
					() -> browser.text("#checks").contains("Brevo could not be reached at https://brevo.invalid/v3."));
			Axe.assertFindsNothingOnAScreen(browser);
			converse(webhooks, desk);
		}
	}

	private static void converse(BrevoConversationsServer webhooks, RunningDesk desk) {
		webhooks.sendWebhooksTo(WebhookTarget.of(desk.url() + "/brevo/webhook").withSecret(SECRET));
		browser.open(desk.url() + "/conversations/"
				+ new DeskHttp(desk.url()).hears(webhooks, "Grace", "Is anybody there?"));
		assertThat(browser.text("#list")).contains("Grace", "Is anybody there?", "waits less than a minute");
		assertThat(browser.text("#from")).contains("Nobody yet");
		browser.click("#text");
		browser.type("I am", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("First say which agent you are, under Agents."));
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("I am");
		Axe.assertFindsNothingOnAScreen(browser);
	}

}

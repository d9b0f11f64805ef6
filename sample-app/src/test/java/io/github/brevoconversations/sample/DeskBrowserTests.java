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

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the desk as it is used, in a browser.
 */
@DeskTest
class DeskBrowserTests {

	private static Browser browser;

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private Desk desk;

	@Autowired
	private DeskProperties properties;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startBrowser() {
		browser = Browser.start();
	}

	@AfterAll
	static void closeBrowser() {
		if (browser != null) {
			browser.close();
		}
	}

	@BeforeEach
	void openDesk() {
		browser.size(1280, 900);
		browser.open(url());
	}

	@AfterEach
	void tidyUp() {
		this.brevo.clearFaults();
		assertThat(browser.wasReloaded()).isFalse();
		assertThat(browser.errors()).noneMatch((error) -> error.contains("Content Security Policy"));
		this.properties.agents().forEach((agent) -> this.desk.setActive(agent, false).block(Duration.ofSeconds(60)));
	}

	@Test
	void lightsTheLampOfAnAgentWhoIsSwitchedOn() {
		String agent = agent(0);
		browser.click("#switch-" + agent);
		browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
		browser.until(() -> "true".equals(browser.find("#switch-" + agent).getAttribute("aria-checked")));
		browser.until(() -> browser.text("#lamp-" + agent).matches("(?s).*pinged [1-9] s ago.*"));
		browser.until(() -> browser.text("#lamp-" + agent).matches("(?s).*pinged [2-9] s ago.*"));
		browser.until(() -> browser.text("#notice").contains("Liz Adler is active"));
		browser.click("#switch-" + agent);
		browser.until(() -> "false".equals(browser.find("#switch-" + agent).getAttribute("aria-checked")));
	}

	@Test
	void keepsTheLampLitWhileBrevoFailsAndSaysSo() {
		String agent = agent(0);
		browser.until(() -> browser.text(".pace").contains("pinged every 60 s"));
		browser.click("#switch-" + agent);
		browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
		browser.until(() -> browser.text(".pace").matches(".*Brevo has \\d+ of 600 requests an hour left.*"));
		browser.click("[hx-post='/troubles/OUTAGE']");
		browser.until(() -> browser.text("#notice").contains("answers nobody for 50 seconds"));
		browser.click("#switch-" + agent(1));
		browser.until(() -> browser.text("#lamp-" + agent(1)).contains("The desk keeps trying"));
		browser.click("[hx-post='/troubles/NONE']");
		browser.until(() -> browser.text("#lamp-" + agent(1)).startsWith("Online in Brevo"));
		assertThat(browser.text("#lamp-" + agent)).startsWith("Online in Brevo");
	}

	@Test
	void saysWhyAnAgentWaitsWhereTheRateLimitDoesNotAllowMore() {
		browser.click("[hx-post='/troubles/LIMIT']");
		browser.until(() -> browser.text("#notice").contains("100 requests an hour"));
		for (int i = 0; i < 3; i++) {
			browser.click("#switch-" + agent(i));
		}
		browser.until(() -> browser.text(".agents").contains("does not allow to keep more agents online"));
		browser.until(() -> browser.text(".pace").contains("of 100 requests"));
		browser.click("[hx-post='/troubles/NONE']");
	}

	@Test
	void isOperatedWithTheKeyboardAlone() {
		String agent = agent(0);
		browser.type(Keys.TAB);
		assertThat(browser.focused()).isEqualTo("switch-" + agent);
		browser.type(Keys.SPACE);
		browser.until(() -> "true".equals(browser.find("#switch-" + agent).getAttribute("aria-checked")));
		assertThat(browser.focused()).isEqualTo("switch-" + agent);
		browser.type(Keys.ENTER);
		browser.until(() -> "false".equals(browser.find("#switch-" + agent).getAttribute("aria-checked")));
		browser.type(Keys.TAB);
		assertThat(browser.focused()).isEqualTo("switch-" + agent(1));
		browser.type(Keys.TAB, Keys.TAB);
		assertThat(browser.focused()).isEqualTo("log");
	}

	@Test
	void sendsEditsAndDeletesAMessage() {
		browser.click("#text");
		browser.type("Good mroning", Keys.ENTER);
		browser.until(() -> browser.text("#messages").contains("Good mroning"));
		browser.until(() -> browser.find("#text").getAttribute("value").isEmpty());
		assertThat(browser.focused()).isEqualTo("text");
		String id = stored("Good mroning").id();
		browser.click("#edit-" + id);
		browser.until(() -> "edited-text".equals(browser.focused()));
		browser.type(Keys.chord(Keys.CONTROL, "a"), "Good morning");
		browser.click(".editor .primary");
		browser.until(() -> browser.text("#messages").contains("Good morning"));
		browser.until(() -> !browser.has(".editor"));
		assertThat(stored("Good morning").id()).isEqualTo(id);
		browser.click("#delete-" + id);
		browser.acceptQuestion();
		browser.until(() -> !browser.text("#messages").contains("Good morning"));
		browser.until(() -> "text".equals(browser.focused()));
	}

	@Test
	void leavesTheEditorWithEscape() {
		StoredMessage message = sent("Not to be changed");
		browser.until(() -> browser.has("#edit-" + message.id()));
		browser.click("#edit-" + message.id());
		browser.until(() -> "edited-text".equals(browser.focused()));
		browser.type(" after all", Keys.ESCAPE);
		browser.until(() -> !browser.has(".editor"));
		assertThat(browser.focused()).isEqualTo("edit-" + message.id());
		assertThat(stored("Not to be changed")).isEqualTo(message);
	}

	@Test
	void pushesAnAutomatedMessage() {
		browser.click("#from option[value=automated]");
		browser.click("#text");
		browser.type("Your order left our warehouse");
		browser.click("#composer .primary");
		browser.until(() -> browser.text(".from-automated:last-child").contains("Your order left our warehouse"));
		assertThat(stored("Your order left our warehouse").pushed()).isTrue();
	}

	@Test
	void showsWhatTheVisitorWrites() {
		browser.click("#visitor-text");
		browser.type("Is anybody there?", Keys.ENTER);
		browser.until(() -> browser.text(".from-visitor:last-child").contains("Is anybody there?"));
		assertThat(browser.text("#messages")).contains("Visitor");
	}

	@Test
	void doesNotTouchWhatIsBeingTyped() {
		browser.click("#text");
		browser.type("I am wri");
		this.brevo.addVisitorMessage(this.properties.visitor().id(), "Hurry up");
		this.desk.setActive(this.properties.agents().get(1), true).block(Duration.ofSeconds(60));
		browser.until(() -> browser.text("#messages").contains("Hurry up")
				&& browser.text("#lamp-" + agent(1)).contains("Online in Brevo"));
		browser.type("ting");
		assertThat(browser.focused()).isEqualTo("text");
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("I am writing");
	}

	@Test
	void saysInWordsWhatWentWrongAndKeepsTheText() {
		this.brevo.fail(Fault.status(500));
		browser.click("#text");
		browser.type("Not lost", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("Brevo has a problem of its own"));
		assertThat(browser.find("#notice").getAttribute("role")).isEqualTo("status");
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("Not lost");
		browser.click("#notice [data-dismiss]");
		assertThat(browser.has(".notice")).isFalse();
	}

	@Test
	void saysThatAMessageIsGoneWhereItIsToBeEdited() {
		StoredMessage message = sent("Soon gone");
		browser.until(() -> browser.has("#edit-" + message.id()));
		this.brevo.fail(Fault.status(404));
		browser.click("#edit-" + message.id());
		browser.until(() -> browser.text("#notice").contains("Brevo does not know this message any more"));
		assertThat(browser.has(".editor")).isFalse();
	}

	@Test
	void showsMarkupAsText() {
		this.brevo.addVisitorMessage(this.properties.visitor().id(),
				"<img src=x onerror='window.harmed = true'><script>window.harmed = true</script>");
		browser.until(() -> browser.text("#messages").contains("<img src=x onerror="));
		assertThat(browser.has("#messages img, #messages script")).isFalse();
		assertThat(browser.script("return window.harmed")).isNull();
	}

	@Test
	void showsTheSameInEveryTab() {
		browser.newTab();
		browser.open(url());
		browser.click("#switch-" + agent(2));
		browser.click("#text");
		browser.type("For all to see", Keys.ENTER);
		browser.until(() -> browser.text("#lamp-" + agent(2)).contains("Online in Brevo"));
		browser.tab(0);
		browser.until(() -> browser.text("#lamp-" + agent(2)).contains("Online in Brevo"));
		browser.until(() -> browser.text("#messages").contains("For all to see"));
		browser.tab(1);
		browser.closeTab();
		browser.tab(0);
	}

	@Test
	void fitsOnAPhone() {
		this.brevo.addVisitorMessage(this.properties.visitor().id(), "x".repeat(200));
		StoredMessage message = sent("https://shop.example/" + "y".repeat(100));
		browser.size(360, 740);
		browser.until(() -> browser.has("#edit-" + message.id()));
		browser.click("#edit-" + message.id());
		browser.until(() -> browser.has(".editor"));
		assertThat((Long) browser.script("return document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
		assertThat((Boolean) browser.script("""
				return [...document.querySelectorAll('main *:not(.visually-hidden, .visually-hidden *)')]
					.every((element) => element.getBoundingClientRect().right <= 360)""")).isTrue();
	}

	@Test
	void nameOfEverySwitchButtonAndFieldIsKnownToAScreenReader() {
		sent("Something");
		assertThat((Boolean) browser.script("""
				return [...document.querySelectorAll('button, input, select, textarea')].every((element) =>
					element.labels?.length || element.getAttribute('aria-label') || element.textContent.trim())"""))
			.isTrue();
		browser.until(() -> browser.find("#switch-" + agent(0)).getAccessibleName().equals("Active Liz Adler"));
	}

	private StoredMessage sent(String text) {
		this.desk.send(this.properties.agents().get(0), text).block(Duration.ofSeconds(60));
		return stored(text);
	}

	private StoredMessage stored(String text) {
		return this.brevo.messages(this.properties.visitor().id())
			.stream()
			.filter((message) -> message.text().equals(text))
			.findFirst()
			.orElseThrow();
	}

	private String agent(int number) {
		return this.properties.agents().get(number).id();
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

}

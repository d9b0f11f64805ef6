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

import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the desk as it is used, in a browser, with a visitor beside it.
 */
class DeskBrowserTests extends AbstractDeskBrowserTests {

	@Test
	void letsAVisitorAndAnAgentTalk() {
		browser.newTab();
		browser.go(url() + "/visitor");
		browser.until(() -> browser.text(".presence").contains("online"));
		browser.click("#visitor-name");
		browser.type("Grace");
		browser.click("#visitor-text");
		browser.type("Do you have it in blue?", Keys.ENTER);
		browser.until(() -> browser.text("#lines").contains("Do you have it in blue?"));
		browser.until(() -> !browser.has("#pending li"));
		browser.tab(0);
		browser.until(() -> browser.text("#list").contains("Grace") && browser.title().startsWith("("));
		browser.clickLink("Grace");
		browser.until(() -> browser.text("#conversation-title").equals("Grace"));
		browser.click("#text");
		browser.type("In blue and in red.", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("In blue and in red."));
		browser.tab(1);
		browser.until(() -> browser.text("#lines .from-visitor").contains("In blue and in red."));
		assertThat(browser.text("#lines .from-visitor")).contains("Liz Adler");
	}

	@Test
	void lightsTheLampOfAnAgentWhoIsSwitchedOn() {
		String agent = this.agents.all().get(0).id();
		browser.click("#switch-" + agent);
		browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
		browser.until(() -> "true".equals(browser.find("#switch-" + agent).getAttribute("aria-checked")));
		browser.until(() -> browser.text("#lamp-" + agent).matches("(?s).*pinged [2-9] s ago.*"));
		assertThat(browser.text("#me")).contains("Online in Brevo");
		assertThat(browser.focused()).isEqualTo("switch-" + agent);
		browser.until(() -> browser.find("#switch-" + agent).getAccessibleName().equals("Active Liz Adler"));
	}

	@Test
	void becomesAnotherAgent() {
		String agent = this.agents.all().get(1).id();
		assertThat(browser.text("#me-" + agent)).isEqualTo("I am Omar Haddad");
		browser.click("#me-" + agent);
		browser.until(() -> browser.text("#my-name").equals("Omar Haddad") && browser.text("#from").contains("Omar"));
		browser.until(() -> this.brevo.isOnline(agent));
		browser.click("#me-" + this.agents.all().get(0).id());
		browser.until(() -> browser.text("#my-name").equals("Liz Adler"));
	}

	@Test
	void becomesAnotherAgentInAllTabs() {
		browser.newTab();
		browser.size(1280, 800);
		browser.open(url(this.visitor));
		browser.click("#me-" + this.agents.all().get(1).id());
		browser.until(browser::wasReloaded);
		browser.until(() -> browser.text("#my-name").equals("Omar Haddad"));
		browser.tab(0);
		browser.until(() -> browser.text("#my-name").equals("Omar Haddad"));
		browser.click("#text");
		browser.type("It is me", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Omar Haddad"));
		browser.click("#me-" + this.agents.all().get(0).id());
		browser.until(() -> browser.text("#my-name").equals("Liz Adler"));
	}

	@Test
	void sendsOnceAndInOrderWhateverIsTypedWhileBrevoIsSlow() {
		this.brevo.fail(Fault.delay(Duration.ofSeconds(2)));
		browser.click("#text");
		for (String text : List.of("AAA first message", "BBB second", "CCC third")) {
			browser.type(text, Keys.ENTER);
			assertThat(browser.find("#text").getAttribute("value")).isEmpty();
			assertThat(browser.text("#messages")).contains(text);
		}
		assertThat(browser.has("#messages .is-sending")).isTrue();
		browser.until(() -> browser.count("#messages .from-agent.is-sent") == 3);
		assertThat(browser.has("#messages .is-sending")).isFalse();
		assertThat(this.brevo.messages(this.visitor)).extracting(StoredMessage::text)
			.containsExactly("Hello", "AAA first message", "BBB second", "CCC third");
	}

	@Test
	void saysWhatWasNotSentAndSendsItAgain() {
		this.brevo.fail(Fault.status(400));
		browser.click("#text");
		browser.type("Not lost", Keys.ENTER);
		browser.until(() -> browser.text("#messages .is-failed").contains("Brevo did not accept this"));
		this.brevo.clearFaults();
		browser.click("#messages .is-failed [id^=again]");
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Not lost"));
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void keepsADraftThroughAReload() {
		browser.click("#text");
		browser.type("Half of a tho");
		browser.open(url(this.visitor));
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("Half of a tho");
		browser.click("#text");
		browser.type(Keys.END, "ught", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Half of a thought"));
		browser.open(url(this.visitor));
		assertThat(browser.find("#text").getAttribute("value")).isEmpty();
	}

	@Test
	void editsInPlaceWhileMessagesArrive() {
		browser.click("#text");
		browser.type("It arives today", Keys.ENTER);
		browser.until(() -> browser.has("#messages [id^=edit-]"));
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.focused().startsWith("edited-"));
		browser.type(Keys.chord(Keys.CONTROL, "a"), "It arrives ");
		this.brevo.visitor(this.visitor).writes("Hurry up");
		browser.until(() -> browser.text("#messages").contains("Hurry up"));
		assertThat(browser.focused()).startsWith("edited-");
		browser.type("today", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent .text").equals("It arrives today"));
		browser.until(() -> browser.focused().startsWith("edit-"));
		browser.type(Keys.ENTER);
		browser.until(() -> browser.focused().startsWith("edited-"));
		browser.type("nonsense", Keys.ESCAPE);
		browser.until(() -> !browser.has("form.editor"));
		assertThat(browser.text("#messages .from-agent .text")).isEqualTo("It arrives today");
		assertThat(this.brevo.messages(this.visitor).get(1).text()).isEqualTo("It arrives today");
	}

	@Test
	void marksWhatIsNewWhileSomebodyReadsFurtherUp() {
		for (int i = 0; i < 12; i++) {
			this.brevo.visitor(this.visitor).writes("Line " + i + "\n\n\n");
		}
		browser.until(() -> browser.text("#messages").contains("Line 11"));
		browser.script("document.getElementById('log').scrollTop = -500");
		this.brevo.visitor(this.visitor).writes("Something new");
		browser.until(() -> browser.find("#new-below").isDisplayed());
		assertThat(browser.text("#new-below")).isEqualTo("One new message");
		browser.click("#new-below");
		browser.until(() -> !browser.find("#new-below").isDisplayed());
		assertThat(browser.focused()).isEqualTo("text");
	}

	@Test
	void insertsACannedAnswerByKeyboard() {
		browser.click("#text");
		browser.type("Hi!");
		browser.script("document.querySelector('.canned summary').focus()");
		browser.type(Keys.ENTER, Keys.ESCAPE);
		assertThat(browser.has(".canned[open]")).isFalse();
		browser.type(Keys.ENTER, Keys.TAB, Keys.TAB, Keys.ENTER);
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("Hi! Let me look that up for you.");
		assertThat(browser.focused()).isEqualTo("text");
	}

	@Test
	void showsMarkupAsText() {
		String hostile = "<img src=x onerror='window.harmed = true'><script>window.harmed = true</script>";
		this.brevo.visitor(this.visitor).named(hostile).writes(hostile + " javascript:alert(1)");
		browser.until(() -> browser.text("#messages").contains("<img src=x onerror=")
				&& browser.text("#list").contains("<img") && browser.text("#conversation-title").contains("<img"));
		assertThat(browser.has("main img, #messages script, #messages a")).isFalse();
		assertThat(browser.script("return window.harmed")).isNull();
	}

	@Test
	void showsTheSameInEightTabs() {
		for (int i = 1; i < 8; i++) {
			browser.newTab();
			browser.open(url(this.visitor));
		}
		browser.click("#text");
		browser.type("For all to see", Keys.ENTER);
		for (int i = 0; i < 8; i++) {
			browser.tab(i);
			browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("For all to see"));
		}
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void showsWhichFaultIsOn() {
		browser.click("#trouble-OUTAGE");
		browser.until(() -> browser.text("#trouble").contains("Brevo is made to fail: Outage."));
		browser.open(url(this.visitor));
		assertThat(browser.text("#trouble")).contains("Outage");
		browser.click("#all-well");
		browser.until(() -> browser.text("#trouble").isEmpty());
	}

	@Test
	void fitsOnAPhone() {
		this.brevo.visitor(this.visitor).writes("x".repeat(200) + " https://shop.example/" + "y".repeat(100));
		browser.until(() -> browser.text("#messages").contains("yyy"));
		for (int[] size : new int[][] { { 390, 844 }, { 320, 640 }, { 640, 400 }, { 1280, 800 } }) {
			browser.size(size[0], size[1]);
			assertThat((Boolean) browser.script("""
					return document.documentElement.scrollWidth <= innerWidth
						&& [...document.querySelectorAll('main *:not(.visually-hidden, .visually-hidden *), .bar *')]
							.filter((element) => element.offsetParent)
							.every((element) => element.getBoundingClientRect().right <= innerWidth + 1)""")).isTrue();
			assertThat((Boolean) browser.script("""
					return ['text', 'send'].every((id) => {
						const box = document.getElementById(id).getBoundingClientRect();
						return box.top >= 0 && box.bottom <= innerHeight;
					})""")).isTrue();
		}
		browser.size(390, 844);
		browser.click("[data-show=side]");
		assertThat(browser.find("#agents").isDisplayed()).isTrue();
		browser.click("[data-show=list]");
		assertThat(browser.find("#list").isDisplayed()).isTrue();
		assertThat(browser.find("#composer").isDisplayed()).isFalse();
	}

	@Test
	void saysInTheListWhatWasNotSent() {
		browser.click("#text");
		browser.type("This arrives", Keys.ENTER);
		browser.until(() -> browser.has("#messages .is-sent [id^=edit-]"));
		this.brevo.fail(Fault.status(400));
		browser.click("#text");
		browser.type("This does not", Keys.ENTER);
		browser.until(() -> browser.has("#messages .is-failed"));
		browser.until(() -> browser.text("#c-" + this.visitor).contains("not sent"));
		assertThat(browser.text("#c-" + this.visitor)).doesNotContain("answered");
		browser.click("#messages [id^=discard-]");
		browser.until(() -> browser.text("#c-" + this.visitor).contains("answered"));
	}

	@Test
	void nameOfEverySwitchButtonAndFieldIsKnownToAScreenReader() {
		for (String page : List.of("/conversations/" + this.visitor, "/visitor", "/setup")) {
			browser.go(url() + page);
			assertThat((List<?>) browser
				.script("""
						return [...document.querySelectorAll('button, input, select, textarea, a, summary')].filter((element) =>
							!element.labels?.length && !element.getAttribute('aria-label') && !element.textContent.trim())
							.map((element) => element.outerHTML)"""))
				.isEmpty();
			assertThat(browser.duplicateIds()).isEmpty();
		}
	}

}

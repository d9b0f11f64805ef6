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
import java.util.function.UnaryOperator;

import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what somebody has written but not sent is still there, whatever happens to
 * the page.
 */
class DeskDraftsBrowserTests extends AbstractDeskBrowserTests {

	/**
	 * Lets messages reach the desk, but not its responses the page.
	 */
	private static final String NO_RESPONSES = """
			const real = window.fetch;
			window.fetch = (...request) => real(...request).then(() => new Promise(() => {}))""";

	@BeforeEach
	void forgetAll() {
		browser.script("localStorage.clear(); sessionStorage.clear()");
		browser.open(url(this.visitor));
	}

	@Test
	void ofTwoTabsAreNotMixed() {
		browser.click("#text");
		browser.type("In the first");
		openTab();
		assertThat(draft()).isEqualTo("In the first");
		browser.type(Keys.chord(Keys.CONTROL, "a"), "In the second");
		browser.tab(0);
		assertThat(draft()).isEqualTo("In the first");
		browser.open(url(this.visitor));
		assertThat(draft()).isEqualTo("In the first");
		browser.tab(1);
		browser.open(url(this.visitor));
		assertThat(draft()).isEqualTo("In the second");
		browser.type(Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("In the second"));
		browser.tab(0);
		browser.open(url(this.visitor));
		assertThat(draft()).isEqualTo("In the first");
		browser.type(Keys.ENTER);
		browser.until(() -> browser.count("#messages .from-agent.is-sent") == 2);
		browser.open(url(this.visitor));
		assertThat(draft()).isEmpty();
	}

	@Test
	void thatWereSentInOneTabAreGoneFromTheOthers() {
		browser.click("#text");
		browser.type("Only once");
		openTab();
		browser.type("!", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Only once!"));
		openTab();
		assertThat(draft()).isEmpty();
		browser.tab(1);
		browser.type("Another");
		browser.tab(2);
		browser.until(() -> draft().equals("Another"));
		browser.tab(1);
		browser.type(Keys.ENTER);
		browser.tab(2);
		browser.until(() -> draft().isEmpty());
	}

	@Test
	void thatWereLoadedInAnotherTabAreGoneOnceTheyAreSent() {
		browser.click("#text");
		browser.type("Only once");
		openTab();
		browser.type(Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Only once"));
		browser.tab(0);
		browser.until(() -> draft().isEmpty());
		browser.open(url(this.visitor));
		assertThat(draft()).isEmpty();
	}

	@Test
	void outlastThatAnotherTabEmptiesItsField() {
		browser.click("#text");
		browser.type("Kept");
		openTab();
		assertThat(draft()).isEqualTo("Kept");
		String key = "desk.draft." + this.visitor;
		browser.tab(0);
		browser.script("window.addEventListener('storage', (event) => window.heard = event.key)");
		browser.tab(1);
		browser.type(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
		browser.tab(0);
		browser.until(() -> key.equals(browser.script("return window.heard")));
		assertThat(draft()).isEqualTo("Kept");
		browser.open(url(this.visitor));
		assertThat(draft()).isEqualTo("Kept");
		browser.tab(1);
		browser.open(url(this.visitor));
		assertThat(draft()).isEmpty();
	}

	@Test
	void ofAnEditOutlastThePage() {
		submit("First");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type(" of all");
		String grace = hears("Grace", "Hi");
		browser.open(url(this.visitor));
		assertIsEdited("First of all");
		browser.open(url(grace));
		assertThat(browser.has("form.editor")).isFalse();
		browser.open(url(this.visitor));
		assertIsEdited("First of all");
		browser.script("window.neverReloaded = true");
		browser.click("#me-" + this.agents.all().get(1).id());
		browser.until(browser::wasReloaded);
		assertIsEdited("First of all");
		browser.click("#me-" + this.agents.all().get(0).id());
		browser.until(() -> browser.text("#my-name").equals("Liz Adler"));
		assertIsEdited("First of all");
		browser.find("form.editor textarea").sendKeys(Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent .text").equals("First of all"));
		browser.open(url(this.visitor));
		assertThat(browser.has("form.editor")).isFalse();
	}

	@Test
	void ofAnEditAreForgottenWithIt() {
		submit("First");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type(" of all", Keys.ESCAPE);
		browser.until(() -> !browser.has("form.editor"));
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First");
	}

	@Test
	void ofAnEditDoNotReplaceWhatCameMeanwhile() {
		submit("First");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type(" of all");
		browser.go(url() + "/setup");
		String id = this.brevo.messages(this.visitor).get(1).id();
		String message = "/conversations/" + this.visitor + "/messages/" + id;
		http().put(message, DeskHttp.form("text", "First of another"), 200);
		browser.open(url(this.visitor));
		assertIsEdited("First of all");
		browser.until(() -> browser.text("form.editor .theirs").equals("First of another"));
		browser.find("form.editor textarea").sendKeys(Keys.ENTER);
		browser.until(() -> browser.text("form.editor").contains("save again"));
		browser.go(url() + "/setup");
		http().delete(message, 204);
		browser.open(url(this.visitor));
		browser.until(() -> browser.text("#lost").contains("You had written:\nFirst of all"));
	}

	@Test
	void ofAnEditThatIsLostOutlastOtherNoticesAndThePage() {
		loseAnEdit();
		this.brevo.fail(Fault.status(500));
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type("!", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("Brevo has a problem"));
		assertThat(browser.text("#lost")).contains("First of all");
		this.brevo.clearFaults();
		browser.type(Keys.ENTER);
		browser.until(() -> !browser.has("form.editor"));
		browser.until(() -> browser.text("#notice").isEmpty());
		assertThat(browser.text("#lost")).contains("First of all");
		browser.open(url(this.visitor));
		browser.until(() -> browser.text("#lost").contains("First of all"));
		browser.click("#lost [data-dismiss]:not([data-use])");
		assertThat(browser.text("#lost")).isEmpty();
		browser.open(url(this.visitor));
		assertThat(browser.has("#lost .notice")).isFalse();
		assertThat(draft()).isEmpty();
	}

	@Test
	void ofAnEditThatIsLostCanBeSentAnew() {
		loseAnEdit();
		browser.click("#text");
		browser.type("A draft");
		browser.tabBackTo("#lost [data-use]");
		browser.type(Keys.ENTER);
		assertThat(draft()).isEqualTo("A draft\n\nFirst of all");
		assertThat(browser.has("#lost .notice")).isFalse();
		assertThat(browser.focused()).isEqualTo("text");
		browser.open(url(this.visitor));
		assertThat(browser.has("#lost .notice")).isFalse();
		assertThat(draft()).isEqualTo("A draft\n\nFirst of all");
	}

	@Test
	void ofAnEditThatIsLostAreShownInTheDirectionOfTheirLanguage() {
		String hebrew = "\u05e9\u05dc\u05d5\u05dd!";
		submit("First");
		edit(1, (text) -> hebrew);
		delete(1);
		assertIsRightToLeft("#lost blockquote");
	}

	private void loseAnEdit() {
		submit("First");
		submit("Second");
		browser.until(() -> browser.count("#messages [id^=edit-]") == 2);
		edit(1, (text) -> text + " of all");
		delete(1);
		browser.until(() -> browser.text("#lost").contains("First of all"));
	}

	/**
	 * Write into the editor of a message, which is not saved.
	 */
	private void edit(int number, UnaryOperator<String> change) {
		browser.until(() -> this.brevo.messages(this.visitor).size() > number);
		String id = this.brevo.messages(this.visitor).get(number).id();
		browser.click("#edit-" + id);
		browser.until(() -> browser.has("#edited-" + id + "[data-begun]"));
		write("#edited-" + id, change.apply(browser.find("#edited-" + id).getAttribute("value")));
	}

	/**
	 * Delete messages while this browser is elsewhere, and come back.
	 */
	private void delete(int... numbers) {
		List<StoredMessage> messages = this.brevo.messages(this.visitor);
		browser.go(url() + "/setup");
		for (int number : numbers) {
			http().delete("/conversations/" + this.visitor + "/messages/" + messages.get(number).id(), 204);
		}
		browser.open(url(this.visitor));
	}

	@Test
	void thatReachedTheDeskBeforeAReloadAreSentOnce() {
		browser.script(NO_RESPONSES);
		submit("Only once");
		browser.until(() -> this.brevo.messages(this.visitor).size() == 2);
		browser.open(url(this.visitor));
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		assertThat(browser.count("#messages .from-agent")).isOne();
		assertThat(browser.duplicateIds()).isEmpty();
		assertThat(outbox()).isNull();
	}

	@Test
	void thatReachedTheDeskAreNotOfferedAgainAlthoughItsResponseWasLost() {
		browser.script(NO_RESPONSES);
		submit("Only once");
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		browser.until(() -> outbox() == null);
	}

	@Test
	void areNotSentOrLeftByAKeyThatIsForAnInputMethod() {
		submit("First");
		edit(1, (text) -> text + " of all");
		for (String how : List.of("key: 'Escape', isComposing: true", "key: 'Escape', keyCode: 229",
				"key: 'Enter', isComposing: true", "key: 'Enter', keyCode: 229")) {
			press("form.editor textarea", how);
			write("#text", "Half");
			press("#text", how);
		}
		assertThat(browser.has("form.editor:not(.htmx-request)")).isTrue();
		assertThat(draft()).isEqualTo("Half");
		browser.go(url() + "/visitor");
		write("#visitor-text", "Half");
		press("#visitor-text", "key: 'Enter', keyCode: 229");
		assertThat(browser.has("#pending li")).isFalse();
	}

	private static void press(String field, String key) {
		browser.script("document.querySelector(arguments[0]).dispatchEvent("
				+ "new KeyboardEvent('keydown', { bubbles: true, cancelable: true, " + key + " }))", field);
	}

	@Test
	void thatWereNotSentAreForgottenInAllTabsOnceTheyAreDiscarded() {
		this.brevo.fail(Fault.status(400));
		submit("Not sent");
		browser.until(() -> browser.has("#messages [id^=discard-]"));
		assertThat(outbox()).isNotNull();
		openTab();
		browser.until(() -> browser.has("#messages [id^=discard-]"));
		assertThat(browser.count("#messages .from-agent")).isOne();
		browser.click("#messages [id^=discard-]");
		browser.until(() -> !browser.has("#messages .from-agent") && outbox() == null);
		browser.tab(0);
		browser.until(() -> !browser.has("#messages .from-agent"));
		browser.open(url(this.visitor));
		assertThat(browser.has("#messages .from-agent")).isFalse();
	}

	@Test
	void thatAreAutomatedMessagesStaySo() {
		browser.find("#from").sendKeys("Automated");
		browser.click("#text");
		browser.type("Your order was sent");
		browser.open(url(this.visitor));
		assertThat(author()).isEqualTo("automated");
		openTab();
		assertThat(draft()).isEqualTo("Your order was sent");
		assertThat(author()).isEqualTo("automated");
		browser.tab(0);
		browser.find("#from").sendKeys("As");
		browser.open(url(this.visitor));
		assertThat(author()).isNotEqualTo("automated");
		browser.find("#from").sendKeys("Automated");
		browser.open(url(this.visitor));
		browser.find("#text").sendKeys(Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-automated.is-sent").contains("Your order was sent"));
		browser.open(url(this.visitor));
		assertThat(author()).isNotEqualTo("automated");
	}

	private static Object author() {
		return browser.script("return document.getElementById('from').value");
	}

	private Object outbox() {
		return browser.script("return localStorage.getItem('desk.outbox.' + arguments[0])", this.visitor);
	}

	@Test
	void ofEditsAreAllShownIfTheirMessagesAreGone() {
		submit("One");
		submit("Two");
		browser.until(() -> browser.count("#messages [id^=edit-]") == 2);
		edit(1, (text) -> text + "\nof all");
		edit(2, (text) -> text + "\nof all");
		delete(1, 2);
		browser.until(() -> browser.text("#lost").contains("You had written:"));
		assertThat(browser.text("#lost")).contains("messages that you were editing are no longer there",
				"One\nof all\n\nTwo\nof all");
	}

	@Test
	void areWrittenInTheDirectionOfTheirLanguage() {
		String hebrew = "\u05e9\u05dc\u05d5\u05dd!";
		submit(hebrew);
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		write("#text", hebrew);
		assertIsRightToLeft("form.editor textarea", "#text");
		browser.find("form.editor textarea").sendKeys(Keys.ESCAPE);
		browser.until(() -> !browser.has("form.editor"));
		browser.until(() -> browser.text("#c-" + this.visitor + " .last").contains(hebrew));
		assertThat(browser.script("return getComputedStyle(document.querySelector('#c-" + this.visitor
				+ " .last bdi:last-child')).direction"))
			.isEqualTo("rtl");
		browser.open(url(this.visitor));
		assertIsRightToLeft("#text");
		browser.find("#text").sendKeys(Keys.chord(Keys.CONTROL, "a"), "Hello " + hebrew);
		assertThat(direction("#text")).isEqualTo("ltr");
		write("#text", hebrew);
		browser.script("document.getElementById('composer').requestSubmit()");
		assertThat(direction("#text")).isEqualTo("ltr");
		browser.go(url() + "/visitor");
		write("#visitor-text", hebrew);
		write("#visitor-name", hebrew);
		assertIsRightToLeft("#visitor-text", "#visitor-name");
		browser.script("document.getElementById('widget-form').requestSubmit()");
		assertThat(direction("#visitor-text")).isEqualTo("ltr");
	}

	private static void write(String field, String text) {
		browser.script("""
				const field = document.querySelector(arguments[0]);
				field.value = arguments[1];
				field.dispatchEvent(new Event('input', { bubbles: true }))""", field, text);
	}

	private static String direction(String field) {
		return (String) browser.script("return getComputedStyle(document.querySelector(arguments[0])).direction",
				field);
	}

	private static void assertIsRightToLeft(String... fields) {
		assertThat(fields).allSatisfy((field) -> assertThat(direction(field)).isEqualTo("rtl"));
	}

	private void openTab() {
		browser.newTab();
		browser.size(1280, 800);
		browser.open(url(this.visitor));
	}

	private static void assertIsEdited(String text) {
		browser.until(() -> text.equals(browser.find("form.editor textarea").getAttribute("value")));
	}

	private static String draft() {
		return (String) browser.script("return document.getElementById('text').value");
	}

}

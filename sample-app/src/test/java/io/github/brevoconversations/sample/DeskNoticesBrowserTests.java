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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the desk says by itself: where it says it, and that it says it at all.
 */
class DeskNoticesBrowserTests extends AbstractDeskBrowserTests {

	private static final String LONG = "Brevo did not accept this: " + "the text is not what it should be, ".repeat(9);

	@Test
	void coverNothingThatIsReadOrWritten() {
		this.troubleMaker.make(Trouble.LIMIT);
		browser.until(() -> browser.has(".trouble-on"));
		for (String notice : List.of("Short.", LONG)) {
			browser.script("""
					window.deskNotice('offline', arguments[0]);
					window.deskNotice('notice', arguments[0])""", notice);
			for (int[] size : new int[][] { { 1280, 800 }, { 1000, 700 }, { 390, 844 }, { 320, 640 } }) {
				browser.size(size[0], size[1]);
				assertThat((List<?>) browser
					.script("""
							const notices = [...document.querySelectorAll('.notice')].map((each) => each.getBoundingClientRect());
							return [...document.querySelectorAll('main > *, #trouble, .pane-head, #log, #composer')].filter((part) => {
								const box = part.getBoundingClientRect();
								return box.width > 0 && notices.some((notice) => notice.top < box.bottom && notice.bottom > box.top);
							}).map((part) => part.id || part.className)"""))
					.as("%s x %s", size[0], size[1])
					.isEmpty();
				assertThat((Boolean) browser.script("""
						return [...document.querySelectorAll('.notice [data-dismiss]')].every((button) => {
							const box = button.getBoundingClientRect();
							return box.top >= 0 && box.bottom <= innerHeight && button.contains(
								document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
						})""")).isTrue();
			}
		}
	}

	@Test
	void leaveTheComposerInViewHoweverLongTheyAre() {
		submit("First");
		browser.until(() -> browser.has("#messages [id^=edit-]"));
		browser
			.script("""
					sessionStorage.setItem('desk.edits.' + document.body.dataset.open, JSON.stringify({ gone: { text: arguments[0] } }))""",
					"A line of many.\n".repeat(600));
		browser.open(url(this.visitor));
		browser.until(() -> browser.has("#lost .notice"));
		browser.script(
				"""
						window.deskNotice('offline', 'The desk does not respond. Until it does, what you see may be out of date.');
						window.deskNotice('notice', arguments[0])""",
				LONG.repeat(30));
		for (int[] size : new int[][] { { 1280, 800 }, { 1000, 700 }, { 390, 844 }, { 320, 640 } }) {
			browser.size(size[0], size[1]);
			assertThat(outOfView("#text", "#send", "#offline button", "#notice button", "#lost [data-use]",
					"#lost [data-dismiss]:last-child"))
				.as("%s x %s", size[0], size[1])
				.isEmpty();
			assertThat((Boolean) browser.script("""
					return [...document.querySelectorAll('#notice .said, #lost .said')].every((text) => {
						text.scrollTop = 1e6;
						return text.clientHeight >= 20 && text.scrollTop > 0 && text.tabIndex === 0;
					}) && document.documentElement.scrollHeight <= innerHeight""")).as("%s x %s", size[0], size[1])
				.isTrue();
		}
	}

	@Test
	void haveNoStopForTheKeyboardUnlessTheyScroll() {
		browser.script("window.deskNotice('notice', 'Short')");
		assertThat(browser.has(".notice [tabindex]")).isFalse();
		browser.script("window.deskNotice('notice', arguments[0])", LONG.repeat(30));
		browser.until(() -> browser.has(".notice .said[tabindex='0']"));
	}

	private static List<?> outOfView(String... selectors) {
		return (List<?>) browser.script("""
				return arguments[0].filter((selector) => {
					const element = document.querySelector(selector);
					const box = element.getBoundingClientRect();
					return box.top < 0 || box.bottom > innerHeight || !element.contains(
						document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
				})""", List.of(selectors));
	}

	@Test
	void areNotNeededForAMessageThatWasSent() {
		browser.click("#text");
		browser.type("Here you are", Keys.ENTER);
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		this.brevo.visitor(this.visitor).writes("Thank you");
		browser.until(() -> browser.text("#messages").contains("Thank you"));
		assertThat(browser.has(".notice")).isFalse();
	}

	@Test
	void goWithTheNextSuccess() {
		browser.script("window.deskNotice('notice', 'Something failed')");
		browser.click("#text");
		browser.type("Here you are", Keys.ENTER);
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		browser.until(() -> !browser.has(".notice"));
		browser.script("window.deskNotice('notice', 'Something failed')");
		browser.click("#switch-" + this.agents.all().get(0).id());
		browser.until(() -> !browser.has(".notice"));
	}

	@Test
	void sayThatAnEditIsBeingSavedAndLoseNoWordOfIt() {
		submit("First");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		this.brevo.fail(Fault.delay(Duration.ofMillis(1500)));
		browser.type(" of all", Keys.ENTER, " and more", Keys.ENTER, Keys.ESCAPE);
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First of all");
		assertThat(browser.text("form.editor [type=submit]")).isEqualTo("Saving…");
		browser.until(() -> !browser.has("form.editor"));
		assertThat(browser.text("#messages .from-agent .text")).isEqualTo("First of all");
		this.brevo.clearFaults();
		this.brevo.fail(Fault.status(500));
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type("!", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("Brevo has a problem"));
		browser.type("!");
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First of all!!");
	}

	@ParameterizedTest
	@ValueSource(ints = { 10_001, 2_000_000 })
	void sayThatATextIsTooLongAndKeepIt(int length) {
		submit("x".repeat(length));
		browser.until(() -> browser.text("#too-long").contains("too long"));
		assertThat((Long) browser.script("return document.getElementById('text').value.length")).isEqualTo(length);
		assertThat(browser.has("#messages .from-agent")).isFalse();
		submit("x".repeat(10_000));
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		assertThat(browser.text("#too-long")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 10_001, 2_000_000 })
	void sayThatAnEditIsTooLongAndKeepIt(int length) {
		submit("Short");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.script("""
				const form = document.querySelector('form.editor');
				form.querySelector('textarea').value = 'x'.repeat(arguments[0]);
				form.requestSubmit()""", length);
		browser.until(() -> browser.text("#notice").contains("too long"));
		assertThat((Long) browser.script("return document.querySelector('form.editor textarea').value.length"))
			.isEqualTo(length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10_001, 2_000_000 })
	void sayToAVisitorThatATextIsTooLongAndKeepIt(int length) {
		browser.go(url() + "/visitor");
		browser.script("""
				const field = document.getElementById('visitor-text');
				field.value = 'x'.repeat(arguments[0]);
				document.getElementById('widget-form').requestSubmit()""", length);
		browser.until(() -> browser.text("#too-long").contains("too long"));
		assertThat((Long) browser.script("return document.getElementById('visitor-text').value.length"))
			.isEqualTo(length);
		assertThat(browser.has("#pending li")).isFalse();
	}

	@Test
	void cutNothingOfWhatIsPasted() {
		browser.script("""
				document.getElementById('text').focus();
				document.execCommand('insertText', false, 'x'.repeat(10001))""");
		assertThat((Long) browser.script("return document.getElementById('text').value.length")).isEqualTo(10_001);
		browser.until(() -> browser.text("#too-long").contains("1 character too long"));
		browser.type(Keys.END, Keys.BACK_SPACE);
		browser.until(() -> browser.text("#too-long").isEmpty());
	}

	@Test
	void editTwoMessagesAtOnceWithoutMixingThem() {
		browser.click("#text");
		browser.type("First", Keys.ENTER, "Second", Keys.ENTER);
		browser.until(() -> browser.count("#messages [id^=edit-]") == 2);
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type("!");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.count("form.editor textarea[data-begun]") == 2);
		assertThat(browser.duplicateIds()).isEmpty();
		browser.type("?", Keys.ENTER);
		browser.until(() -> browser.text("#messages").contains("Second?") && browser.count("form.editor") == 1);
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First!");
	}

}

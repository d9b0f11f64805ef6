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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.OddWebhook;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what people do with a browser that nobody asked for, and for texts as they
 * are in life.
 */
class DeskVariantsBrowserTests extends AbstractDeskBrowserTests {

	static List<String> texts() {
		String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66";
		return List.of("\u05e9\u05dc\u05d5\u05dd \u202e\u202dabc", "a\u200bb\ufeffc\u2060d", family.repeat(40),
				"Z\u0351\u036b\u0343\u036a\u0302".repeat(60), "x".repeat(10_000),
				"\\ ' \" ` ${1+1} [[${7*7}]] __x__ {{y}}", "&lt;b&gt; &amp; <b>bold</b> </textarea></script>",
				"line\n\n\nline", "\u200b");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void showsATextAsItWasWrittenOnBothSides(String text) {
		submit(text);
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		assertThat(browser.script("return document.querySelector('#messages .from-agent .text').textContent"))
			.isEqualTo(text);
		assertThat(this.brevo.messages(this.visitor)).last().extracting(StoredMessage::text).isEqualTo(text);
		this.brevo.visitor(this.visitor).named(text).writes(text);
		browser.until(() -> browser.count("#messages .from-visitor") == 2);
		assertThat(browser
			.script("return [...document.querySelectorAll('#messages .from-visitor .text')].pop().textContent"))
			.isEqualTo(text);
		for (int width : new int[] { 390, 1280 }) {
			browser.size(width, 800);
			assertThat((Boolean) browser.script("return document.documentElement.scrollWidth <= innerWidth")).isTrue();
		}
		assertThat((Boolean) browser.script("""
				const box = document.getElementById('send').getBoundingClientRect();
				return box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth""")).isTrue();
	}

	@Test
	void sendsNothingForSpacesOnly() {
		browser.click("#text");
		browser.type("   ", Keys.chord(Keys.SHIFT, Keys.ENTER), "  ", Keys.ENTER);
		browser.click("#send");
		browser.type("Something", Keys.ENTER);
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		assertThat(browser.count("#messages .from-agent")).isOne();
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void sendsOnceForADoubleClick() {
		this.brevo.fail(Fault.delay(Duration.ofMillis(300)));
		browser.click("#text");
		browser.type("Once");
		browser.script("for (let i = 0; i < 5; i++) document.getElementById('send').click()");
		browser.until(() -> browser.has("#messages .from-agent.is-sent"));
		assertThat(browser.count("#messages .from-agent")).isOne();
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void keepsTheOrderOfWhatIsTypedFastWhileBrevoIsSlowAndFails() {
		this.brevo.fail(Fault.delay(Duration.ofMillis(200)));
		this.brevo.fail(Fault.status(429).header("Retry-After", "1").times(1));
		browser.click("#text");
		IntStream.range(0, 8).forEach((i) -> browser.type("Message " + i, Keys.ENTER));
		browser.until(() -> browser.count("#messages .from-agent.is-sent") == 8);
		assertThat(this.brevo.messages(this.visitor)).extracting(StoredMessage::text)
			.containsExactly("Hello", "Message 0", "Message 1", "Message 2", "Message 3", "Message 4", "Message 5",
					"Message 6", "Message 7");
	}

	@Test
	void sendsOnceWhatWasUnderWayWhenThePageIsLoadedAgain() {
		this.brevo.fail(Fault.delay(Duration.ofSeconds(1)));
		browser.click("#text");
		browser.type("Under way", Keys.ENTER);
		browser.open(url(this.visitor));
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Under way"));
		assertThat(browser.count("#messages .from-agent")).isOne();
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void showsWhatIsTrueAfterTheBackButton() {
		String other = hears("Katherine", "Hi");
		browser.click("#text");
		browser.type("A draft");
		browser.until(() -> browser.has("#c-" + other));
		browser.clickLink("Katherine");
		browser.until(() -> browser.text("#conversation-title").equals("Katherine"));
		this.brevo.visitor(this.visitor).writes("Are you there?");
		browser.script("history.back()");
		browser.until(() -> browser.text("#conversation-title").equals("Ada Okafor"));
		browser.until(() -> browser.text("#messages").contains("Are you there?"));
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("A draft");
	}

	@Test
	void showsTheSameToTwoAgentsInTwoBrowsers() {
		try (Browser other = Browser.start()) {
			other.open(url(this.visitor));
			browser.click("#text");
			browser.type("From one", Keys.ENTER);
			other.until(() -> other.text("#messages").contains("From one"));
			other.click("#text");
			other.type("From the other", Keys.ENTER);
			browser.until(() -> browser.count("#messages .from-agent.is-sent") == 2);
			browser.click("#messages [id^=edit-]");
			browser.until(() -> browser.has("form.editor textarea[data-begun]"));
			other.script("window.confirm = () => true");
			other.click("#messages [id^=delete-]");
			other.until(() -> other.count("#messages .from-agent") == 1);
			browser.until(() -> browser.text("form.editor").contains("Somebody has deleted this message"));
			browser.type(" edited");
			assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("From one edited");
			browser.type(Keys.ENTER);
			browser.until(() -> browser.text("#notice").contains("Somebody may have deleted it"));
			assertThat(browser.find("form.editor textarea").getAttribute("value")).contains(" edited");
			browser.click("[data-cancel]");
			browser.until(() -> browser.count("#messages .from-agent") == 1 && !browser.has("form.editor"));
			assertThat(browser.focused()).isEqualTo("text");
		}
	}

	@Test
	void showsAVisitorsMessageOnceThoughThePageLooksBeforeTheResponse() {
		browser.go(url() + "/visitor");
		browser.script("""
				const fetched = window.fetch;
				window.fetch = async (...call) => {
					const response = await fetched(...call);
					while (!document.querySelector('#lines .message')) {
						await new Promise((done) => setTimeout(done, 50));
					}
					return response;
				}""");
		browser.click("#visitor-text");
		browser.type("Do you ship to Ireland?", Keys.ENTER);
		browser.until(() -> browser.text("#lines").contains("Ireland"));
		browser.until(() -> !browser.has("#pending li"));
		assertThat(browser.count("#lines .message")).isOne();
	}

	@Test
	void keepsWhatAVisitorWroteThroughAnOutageAndAReload() {
		browser.go(url() + "/visitor");
		browser.until(() -> browser.has("#chat-lines"));
		browser.script("window.fetch = () => Promise.reject(new TypeError('away'))");
		browser.click("#visitor-text");
		browser.type("Hello?", Keys.ENTER);
		browser.until(() -> browser.text("#pending").contains("The shop does not respond."));
		browser.type("Half of a tho");
		browser.script("window.old = true; location.reload()");
		browser.until(() -> browser.script("return window.old") == null && browser.text("#lines").contains("Hello?"));
		browser.until(() -> !browser.has("#pending li"));
		assertThat(browser.find("#visitor-text").getAttribute("value")).isEqualTo("Half of a tho");
		assertThat(browser.count("#lines .message")).isOne();
		browser.go(url() + "/visitor");
		assertThat(browser.find("#visitor-text").getAttribute("value")).isEmpty();
	}

	@Test
	void doesNotSayThatAgentsAreOnlineWhileTheShopIsAway() {
		this.desk.setActive(this.agents.all().get(0), true).block(TIME_LIMIT);
		browser.go(url() + "/visitor");
		browser.until(() -> browser.text(".presence").contains("is online"));
		browser.script("""
				window.sent = XMLHttpRequest.prototype.send;
				XMLHttpRequest.prototype.send = function () {
					this.dispatchEvent(new ProgressEvent('error'));
					this.dispatchEvent(new ProgressEvent('loadend'));
				}""");
		browser.until(() -> browser.text(".presence").equals("The shop does not respond right now."));
		assertThat(browser.has(".presence.on")).isFalse();
		browser.script("XMLHttpRequest.prototype.send = window.sent");
		browser.until(() -> browser.text(".presence").contains("is online"));
	}

	@Test
	void linksTheFilesThatAVisitorSendsIfTheirAddressesAreSafe() {
		String safe = "https://files.example/a%20b.jpg?size=1&x=2";
		file("scratch.jpg", "scratch.jpg", safe);
		file("See the second one", "second.jpg", "http://files.example/2");
		file(null, null, "https://files.example/3");
		List<String> hostile = List.of("javascript:alert(1)", "data:text/html,x", "//files.example/x",
				"https://liz@files.example/x", "https://files.example/\" onclick=\"x", "file:///etc/passwd");
		hostile.forEach((link) -> file("hostile.jpg", "<b>\u202egpj.exe", link));
		browser.until(() -> browser.count("#messages .from-visitor") == 4 + hostile.size());
		assertThat((List<?>) browser.script("""
				return [...document.querySelectorAll('#messages a')].map((link) =>
					[link.textContent, link.getAttribute('href'), link.target, link.rel].join(' | '))"""))
			.isEqualTo(List.of(link("scratch.jpg", safe), link("second.jpg", "http://files.example/2"),
					link("File", "https://files.example/3")));
		assertThat(message(2)).containsOnlyOnce("scratch.jpg");
		assertThat(message(3)).contains("See the second one", "second.jpg");
		assertThat(message(5)).contains("hostile.jpg", "<b> gpj.exe");
		assertThat(browser.has("#messages :is(img, b, [onclick])")).isFalse();
		browser.until(() -> browser.text("#c-" + this.visitor + " .last").equals("hostile.jpg"));
		Axe.assertFindsNothingOnAScreen(browser);
		browser.click("#text");
		browser.tabBackTo("#messages a[href='http://files.example/2']");
	}

	private void file(String text, String name, String link) {
		Map<String, Object> file = new HashMap<>();
		file.put("name", name);
		file.put("link", link);
		this.brevo.visitor(this.visitor)
			.sends(OddWebhook.fragment().message("type", "visitor", "text", text, "file", file));
	}

	private static String message(int place) {
		return (String) browser.script("return document.querySelector(arguments[0]).textContent",
				"#messages > li:nth-child(" + place + ")");
	}

	private static String link(String name, String address) {
		return name + " | " + address + " | _blank | noopener noreferrer nofollow";
	}

	@Test
	void leavesTheDirectionOfATextToTheText() {
		String hebrew = "\u05e9\u05dc\u05d5\u05dd!";
		this.brevo.visitor(this.visitor).named(hebrew).writes(hebrew);
		browser.until(() -> browser.text("#conversation-title").equals(hebrew)
				&& browser.text("#messages li:last-child .text").equals(hebrew)
				&& browser.text("#c-" + this.visitor + " .name").contains(hebrew)
				&& browser.text("#c-" + this.visitor + " .last").contains(hebrew));
		for (String part : List.of("#messages li:last-child .text", "#messages li:last-child .author",
				"#conversation-title", "#c-" + this.visitor + " .name", "#c-" + this.visitor + " .last")) {
			assertThat(browser.script("return getComputedStyle(document.querySelector(arguments[0])).direction", part))
				.as(part)
				.isEqualTo("rtl");
		}
	}

	@Test
	void tellsAVisitorOfAnOutageOfTheShopAndSendsOnceAfterwards() {
		browser.go(url() + "/visitor");
		browser.script("window.fetched = window.fetch; window.fetch = () => Promise.reject(new TypeError('away'))");
		browser.click("#visitor-text");
		browser.type("Hello?", Keys.ENTER);
		browser.until(() -> browser.text("#pending").contains("The shop does not respond."));
		browser.script("window.fetch = window.fetched");
		browser.click("#pending [data-again]");
		browser.until(() -> browser.text("#lines").contains("Hello?") && !browser.has("#pending li"));
		assertThat(browser.count("#lines .message")).isOne();
	}

}

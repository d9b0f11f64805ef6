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
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an agent and a visitor, each with a browser.
 */
class VisitorPairBrowserTests extends AbstractPairBrowserTests {

	@Test
	void seeTheSameWhileBrevoIsSlow() {
		this.brevo.fail(Fault.delay(Duration.ofMillis(700)));
		String id = visit("Grace", "Do you have it in blue?");
		browser.open(url(id));
		browser.click("#text");
		browser.type("In bleu.", Keys.ENTER, "And in red.", Keys.ENTER);
		other.until(() -> other.count("#lines .from-visitor") == 2);
		assertThat(other.text("#lines")).containsSubsequence("blue?", "In bleu.", "And in red.");
		browser.until(() -> browser.count("#messages [id^=edit-]") == 2);
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type(Keys.chord(Keys.CONTROL, "a"), "In blue.", Keys.ENTER);
		other.until(() -> other.text("#lines").contains("In blue.") && !other.text("#lines").contains("bleu"));
		browser.script("window.confirm = () => true");
		browser.click("#messages .from-agent:last-child [id^=delete-]");
		other.until(() -> !other.text("#lines").contains("And in red."));
		say("Thank you");
		browser.until(() -> browser.text("#messages .from-visitor:last-child").contains("Thank you"));
		assertThat(this.brevo.messages(id)).hasSize(3);
	}

	@Test
	void hearOfEachOtherAfterAnOutage() {
		String id = visit("Grace", "Do you have it in blue?");
		browser.open(url(id));
		this.troubleMaker.make(Trouble.OUTAGE);
		browser.click("#text");
		browser.type("In blue.", Keys.ENTER);
		browser.until(() -> browser.has("#messages .from-agent:is(.is-failed, .is-uncertain)"));
		say("Hello?");
		browser.until(() -> browser.text("#messages").contains("Hello?"));
		assertThat(other.text("#lines")).doesNotContain("In blue.");
		this.troubleMaker.make(Trouble.NONE);
		browser.script("window.confirm = () => true");
		browser.click("#messages [id^=again-]");
		other.until(() -> other.text("#lines .from-visitor").contains("In blue."));
		assertThat(other.count("#lines .from-visitor")).isOne();
		assertThat(this.brevo.messages(id)).hasSize(3);
	}

	@Test
	void showEachOtherMarkupAsText() {
		String hostile = "<img src=x onerror='window.harmed = true'><script>window.harmed = true</script> [[${7*7}]]";
		String id = visit("</title>" + hostile, hostile);
		browser.open(url(id));
		browser.until(() -> browser.text("#messages").contains(hostile));
		browser.click("#text");
		browser.type("</textarea>" + hostile, Keys.ENTER);
		other.until(() -> other.text("#lines .from-visitor").contains("</textarea>" + hostile));
		other.until(() -> other.text("#newest-line").contains(hostile));
		for (Browser who : List.of(browser, other)) {
			assertThat(who.has("#messages :is(img, script), #lines :is(img, script)")).isFalse();
			assertThat(who.script("return window.harmed")).isNull();
		}
	}

	@Test
	void goOnWhenTheDeskComesBack() {
		List<RunningDesk> desks = new ArrayList<>();
		try {
			desks.add(RunningDesk.start(0));
			String url = desks.get(0).url();
			String id = visit(url, "Grace", "Do you have it in blue?");
			browser.until(() -> new DeskHttp(url).status("/conversations/" + id) == 200);
			browser.open(url + "/conversations/" + id);
			desks.get(0).close();
			browser.until(() -> browser.text("#offline").contains("The desk does not respond"));
			other.until(() -> other.text(".presence").equals("The shop does not respond right now."));
			other.click("#visitor-text");
			other.type("Still there?", Keys.ENTER);
			other.until(() -> other.text("#pending").contains("The shop does not respond."));
			desks.add(RunningDesk.start(Integer.parseInt(url.replaceAll(".*:", ""))));
			browser.until(() -> browser.text("#offline").isEmpty());
			other.click("#pending [data-again]");
			other.until(() -> other.text("#lines").contains("Still there?") && !other.has("#pending li"));
			browser.until(() -> browser.text("#messages").contains("Still there?"));
			browser.click("#text");
			browser.type("Here I am", Keys.ENTER);
			other.until(() -> other.text("#lines .from-visitor").contains("Here I am"));
			assertThat(desks.get(1).bean(BrevoConversationsServer.class).messages(id)).hasSize(2);
			assertThat(browser.wasReloaded()).isFalse();
		}
		finally {
			desks.forEach(RunningDesk::close);
		}
	}

	@Test
	void talkWhileEightTabsShowManyAgentsAndConversations() {
		try (RunningDesk desk = RunningDesk.start(0)) {
			desk.fill();
			String id = visit(desk.url(), "Grace", "Do you have it in blue?");
			String url = desk.url() + "/conversations/" + id;
			browser.until(() -> new DeskHttp(desk.url()).status("/conversations/" + id) == 200);
			browser.open(url);
			for (int i = 1; i < 8; i++) {
				browser.newTab();
				browser.open(url);
			}
			assertThat(browser.count("#agents [role=switch]")).isGreaterThanOrEqualTo(50);
			assertThat(browser.count("#list > li")).isEqualTo(201);
			answer("In blue.");
			desk.bean(TroubleMaker.class).make(Trouble.SLOW);
			say("And in red?");
			browser.tab(0);
			browser.until(() -> browser.text("#messages .is-sent:last-child").contains("And in red?"));
			assertThat(browser.text("#trouble")).contains("Slow responses");
			answer("In red, too.");
			for (int i = 0; i < 8; i++) {
				browser.tab(i);
				browser.until(() -> browser.text("#messages .is-sent:last-child").contains("In red, too."));
				assertThat((String) browser.script("return document.getElementById('messages').textContent"))
					.containsSubsequence("in blue?", "In blue.", "And in red?", "In red, too.");
			}
			assertThat(desk.bean(BrevoConversationsServer.class).messages(id)).hasSize(4);
		}
	}

	private static void answer(String text) {
		browser.click("#text");
		browser.type(text, Keys.ENTER);
		other.until(() -> other.text("#lines .from-visitor:last-child").contains(text));
	}

	@Test
	void areAsManyAsThereAreTabs() {
		List<String> ids = new ArrayList<>(List.of(visit("Ada", "From tab 0")));
		other.clickLink("another visitor");
		ids.add(visitInTab(1));
		other.script("window.open('/visitor')");
		ids.add(visitInTab(2));
		assertThat(ids).doesNotHaveDuplicates().allMatch((id) -> id.matches("[0-9A-Za-z]{32}"));
		for (int i = 2; i >= 0; i--) {
			String id = ids.get(i);
			browser.until(() -> http().status("/conversations/" + id) == 200);
			browser.open(url(id));
			other.tab(i);
			answer("For tab " + i);
		}
		for (int i = 0; i < 3; i++) {
			other.tab(i);
			assertThat((List<?>) other
				.script("return [...document.querySelectorAll('#lines .text')].map((text) => text.textContent)"))
				.isEqualTo(List.of("From tab " + i, "For tab " + i));
			assertThat(this.brevo.messages(ids.get(i))).hasSize(2);
		}
	}

	private static String visitInTab(int number) {
		other.tab(number);
		other.until(() -> other.has("#chat-lines"));
		assertThat(other.has("#lines .message")).isFalse();
		assertThat(other.find("#visitor-name").getAttribute("value")).isEmpty();
		say("From tab " + number);
		return visitor();
	}

	private static String visitor() {
		return (String) other.script("return sessionStorage.getItem('visitor')");
	}

	private String visit(String name, String text) {
		String id = visit(url(), name, text);
		browser.until(() -> http().status("/conversations/" + id) == 200);
		return id;
	}

	/**
	 * Open the visitor's page as a new visitor, and write.
	 * @return the visitor's id
	 */
	private static String visit(String url, String name, String text) {
		other.go("about:blank");
		other.go(url + "/visitor");
		other.until(() -> other.has("#chat-lines"));
		other.click("#visitor-name");
		other.type(name);
		say(text);
		return visitor();
	}

	private static void say(String text) {
		other.click("#visitor-text");
		other.type(text, Keys.ENTER);
		other.until(() -> other.text("#lines").contains(text));
	}

}

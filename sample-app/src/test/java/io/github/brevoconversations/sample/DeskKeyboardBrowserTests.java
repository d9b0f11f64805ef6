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

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whoever has no mouse can do all at the desk, and always sees where they are.
 */
class DeskKeyboardBrowserTests extends AbstractDeskBrowserTests {

	@Test
	void holdsAWholeConversation() {
		String grace = hears("Grace", "Do you have it in blue?");
		browser.open(url());
		browser.tabTo("#c-" + grace + " a");
		browser.type(Keys.ENTER);
		browser.until(() -> browser.text("#conversation-title").equals("Grace"));
		browser.until(() -> "text".equals(browser.focused()));
		browser.type("In bleu.", Keys.chord(Keys.SHIFT, Keys.ENTER), "And in red.", Keys.ENTER);
		browser.until(() -> browser.has("#messages .from-agent.is-sent [id^=edit-]"));
		browser.tabBackTo("[id^=edit-]");
		browser.type(Keys.ENTER);
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		browser.type(Keys.chord(Keys.CONTROL, "a"), "In blue.", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent .text").equals("In blue."));
		browser.until(() -> browser.focused().startsWith("edit-"));
		browser.tabTo("#from");
		browser.type(Keys.ARROW_DOWN);
		browser.tabBackTo("#text");
		browser.type("Your order was sent.", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-automated.is-sent").contains("Your order was sent."));
		browser.tabBackTo(".from-automated [id^=delete-]");
		browser.type(Keys.ENTER);
		browser.confirm();
		browser.until(() -> !browser.has("#messages .from-automated"));
		browser.until(() -> "text".equals(browser.focused()));
		browser.tabTo(".canned summary");
		browser.type(Keys.ENTER);
		browser.tabTo("[data-canned]");
		browser.type(Keys.ENTER);
		assertThat(browser.focused()).isEqualTo("text");
		assertThat(browser.find("#text").getAttribute("value")).isNotEmpty();
		assertThat(this.brevo.messages(grace)).hasSize(2);
	}

	@Test
	void becomesAnotherAgentAndSwitchesOneOff() {
		String omar = this.agents.all().get(1).id();
		browser.click("#text");
		browser.tabTo("#me-" + omar);
		browser.type(Keys.ENTER);
		browser.until(browser::wasReloaded);
		browser.until(() -> browser.text("#my-name").equals("Omar Haddad"));
		browser.until(() -> this.brevo.isOnline(omar));
		browser.until(() -> "text".equals(browser.focused()));
		browser.tabTo("#switch-" + omar);
		browser.type(Keys.SPACE);
		browser.until(() -> "false".equals(browser.find("#switch-" + omar).getAttribute("aria-checked")));
		assertThat(browser.focused()).isEqualTo("switch-" + omar);
	}

	@Test
	void goesOnAtTheMessageWhenWhatWasUsedIsGone() {
		browser.click("#text");
		browser.tabTo("#trouble-OUTAGE");
		browser.type(Keys.ENTER);
		browser.until(() -> browser.has("#all-well"));
		browser.tabTo("#text");
		browser.type("Not to be sent", Keys.ENTER);
		browser.until(() -> browser.has("#messages [id^=discard-]"));
		browser.tabBackTo("[id^=discard-]");
		browser.type(Keys.ENTER);
		browser.until(() -> !browser.has("#messages .from-agent"));
		browser.until(() -> "text".equals(browser.focused()));
		browser.tabBackTo("#all-well");
		browser.type(Keys.ENTER);
		browser.until(() -> !browser.has("#all-well"));
		browser.until(() -> "text".equals(browser.focused()));
		browser.script("window.deskNotice('notice', 'Something to close')");
		browser.tabBackTo(".notice [data-dismiss]");
		browser.type(Keys.ENTER);
		assertThat(browser.has(".notice")).isFalse();
		browser.until(() -> "text".equals(browser.focused()));
	}

	@Test
	void staysAtAConversationWhoseVisitorWrites() {
		String zed = hears("Zed", "Hi");
		browser.until(() -> browser.has("#c-" + zed));
		browser.click("#text");
		browser.type("A draft for Ada");
		browser.tabBackTo("#c-" + zed + " a");
		for (String text : List.of("Are you there?", "Anybody?")) {
			this.brevo.visitor(zed).writes(text);
			browser.until(() -> browser.text("#c-" + zed).contains(text));
			browser.until(() -> browser.has("#c-" + zed + " a:focus"));
		}
		browser.type(Keys.ENTER);
		browser.until(() -> browser.text("#conversation-title").equals("Zed"));
		assertThat(this.brevo.messages(this.visitor)).hasSize(1);
	}

	@Test
	void staysAtALinkThatAnEventReplaces() {
		browser.click("#text");
		browser.type("A draft");
		browser.script("document.querySelector('#c-" + this.visitor + " a').removeAttribute('id')");
		browser.tabBackTo("#c-" + this.visitor + " a");
		browser.script("document.body.dispatchEvent(new CustomEvent('desk-agents'))");
		this.brevo.visitor(this.visitor).writes("More");
		browser.until(() -> browser.text("#c-" + this.visitor).contains("More"));
		browser.until(() -> browser.has("#c-" + this.visitor + " a:focus"));
	}

	@Test
	void doesNotGoToTheMessageWhenWhatHasTheFocusIsGoneByItself() {
		this.troubleMaker.make(Trouble.OUTAGE);
		browser.until(() -> browser.has("#all-well"));
		browser.click("#text");
		browser.type("A draft");
		browser.tabBackTo("#all-well");
		this.troubleMaker.make(Trouble.NONE);
		browser.until(() -> !browser.has("#all-well"));
		browser.type(Keys.ENTER);
		this.brevo.visitor(this.visitor).writes("Later");
		browser.until(() -> browser.text("#messages").contains("Later"));
		assertThat(browser.focused()).isNotEqualTo("text");
		assertThat(browser.has("#messages .from-agent")).isFalse();
		assertThat(browser.find("#text").getAttribute("value")).isEqualTo("A draft");
	}

	@Test
	void editsFromTheEndOfTheTextWhateverElseIsShownMeanwhile() {
		submit("First");
		browser.until(() -> browser.has("#messages [id^=edit-]"));
		browser.script("""
				document.body.addEventListener('htmx:afterSwap', () =>
					document.body.dispatchEvent(new CustomEvent('htmx:afterSettle')))""");
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]:focus"));
		browser.type("!");
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First!");
	}

	@Test
	void skipsToTheMessage() {
		browser.open(url(this.visitor));
		browser.script("document.activeElement.blur()");
		browser.tabTo(".skip");
		browser.type(Keys.ENTER);
		assertThat(browser.focused()).isEqualTo("text");
	}

	@Test
	void letsAVisitorWrite() {
		browser.go(url() + "/visitor");
		browser.until(() -> browser.has("#chat-lines"));
		browser.tabTo("#visitor-name");
		browser.type("Grace");
		browser.tabTo("#visitor-text");
		browser.type("Do you have it in blue?");
		browser.tabTo("#widget-form button");
		browser.type(Keys.SPACE);
		browser.until(() -> browser.text("#lines .from-agent").contains("Do you have it in blue?"));
		assertThat(browser.focused()).isEqualTo("visitor-text");
	}

}

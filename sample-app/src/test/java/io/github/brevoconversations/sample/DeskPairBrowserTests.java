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

import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.StoredMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two people, each with a browser, who have the same conversation open.
 */
class DeskPairBrowserTests extends AbstractPairBrowserTests {

	@BeforeEach
	void openAtOther() {
		other.open(url(this.visitor));
	}

	@Test
	void whoEditTheSameMessageLearnOfEachOther() {
		send("First");
		edit(browser);
		edit(other);
		other.type(" of the other", Keys.ENTER);
		browser.until(() -> browser.text("form.editor").contains("Somebody has changed this message meanwhile"));
		assertThat(browser.text("form.editor .theirs")).isEqualTo("First of the other");
		assertThat(browser.focused()).startsWith("edited-");
		browser.type(" of all", Keys.ENTER);
		browser.until(() -> browser.text("form.editor").contains("save again"));
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First of all");
		assertThat(stored().text()).isEqualTo("First of the other");
		browser.click("form.editor [type=submit]");
		browser.until(() -> !browser.has("form.editor"));
		assertThat(stored().text()).isEqualTo("First of all");
		other.until(() -> other.text("#messages .from-agent .text").equals("First of all"));
	}

	@Test
	void whoEditTheSameMessageCanLeaveItToTheOther() {
		send("First");
		edit(browser);
		browser.type(" of all");
		edit(other);
		other.type(" of the other", Keys.ENTER);
		browser.until(() -> browser.has("form.editor .theirs"));
		edit(other);
		other.type(Keys.chord(Keys.CONTROL, "a"), "First", Keys.ENTER);
		browser.until(() -> !browser.has("form.editor .theirs"));
		edit(other);
		other.type(" again", Keys.ENTER);
		browser.until(() -> browser.text("form.editor .theirs").equals("First again"));
		browser.type(Keys.ESCAPE);
		browser.until(() -> browser.text("#messages .from-agent .text").equals("First again"));
		edit(browser);
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First again");
		browser.type(Keys.ESCAPE);
	}

	@Test
	void whoEditAtTheSameMomentAreToldWhoWasFirst() {
		send("First");
		edit(browser);
		edit(other);
		this.brevo.fail(Fault.delay(Duration.ofMillis(1500)));
		other.type(" of the other", Keys.ENTER);
		other.until(() -> other.has("form.editor [aria-disabled=true]"));
		browser.type(" of all", Keys.ENTER);
		browser.until(() -> browser.text("#notice").contains("Somebody else is changing this message")
				|| browser.text("form.editor").contains("save again"));
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First of all");
		other.until(() -> !other.has("form.editor"));
		assertThat(stored().text()).isEqualTo("First of the other");
	}

	@Test
	void whoEditAMessageThatTheOtherDeletesKeepTheTextAndTheReason() {
		send("First");
		edit(browser);
		browser.type(" of all");
		other.script("window.confirm = () => true");
		other.click("#messages [id^=delete-]");
		browser.until(() -> browser.text("form.editor").contains("Somebody has deleted this message"));
		submit("Second");
		browser.until(() -> browser.has("#messages .from-agent.is-sent [id^=edit-]"));
		browser.until(() -> !browser.has(".notice"));
		assertThat(browser.text("form.editor")).contains("Somebody has deleted this message");
		assertThat(browser.find("form.editor textarea").getAttribute("value")).isEqualTo("First of all");
		browser.click("[data-cancel]");
		browser.until(() -> !browser.has("form.editor"));
		assertThat(browser.focused()).isEqualTo("text");
	}

	@Test
	void whoDeletesAMessageWhileTheOtherSavesItIsToldSo() {
		send("First");
		edit(other);
		this.brevo.fail(Fault.delay(Duration.ofMillis(1500)));
		other.type(" of the other", Keys.ENTER);
		other.until(() -> other.has("form.editor [aria-disabled=true]"));
		browser.script("window.confirm = () => true");
		browser.click("#messages [id^=delete-]");
		browser.until(() -> browser.text("#notice").contains("Somebody else is changing this message"));
		browser.until(() -> browser.text("#messages .from-agent .text").equals("First of the other"));
		assertThat(stored().text()).isEqualTo("First of the other");
	}

	@Test
	void whoConfirmsTheDeletionOfATextThatHasChangedIsAskedToReadIt() {
		send("First");
		browser.click("#messages [id^=delete-]");
		edit(other);
		other.type(" of the other", Keys.ENTER);
		other.until(() -> !other.has("form.editor"));
		browser.confirm();
		browser.until(() -> browser.text("#notice").contains("Somebody has changed this message meanwhile"));
		browser.until(() -> browser.text("#messages .from-agent .text").equals("First of the other"));
		assertThat(this.brevo.messages(this.visitor)).hasSize(2);
	}

	@Test
	void whoTriesAgainWhatTheOtherHasDiscardedIsToldSo() {
		this.brevo.fail(Fault.status(400));
		submit("Not sent");
		other.until(() -> other.has("#messages [id^=again-]"));
		this.brevo.clearFaults();
		other.script("document.body.addEventListener('htmx:beforeRequest', (event) =>"
				+ " event.detail.requestConfig.verb === 'get' && event.preventDefault())");
		browser.click("#messages [id^=discard-]");
		browser.until(() -> !browser.has("#messages .from-agent"));
		other.click("#messages [id^=again-]");
		other.until(() -> other.text("#notice").contains("Somebody may have sent or discarded it"));
		assertThat(this.brevo.messages(this.visitor)).hasSize(1);
	}

	@Test
	void whoReadsAMessageReadsItForBoth() {
		String grace = hears("Grace", "Hi");
		other.until(() -> other.has("#c-" + grace + "[data-unread='1']"));
		browser.until(() -> browser.has("#c-" + grace));
		browser.clickLink("Grace");
		other.until(() -> other.has("#c-" + grace + "[data-unread='0']"));
	}

	@Test
	void whoComesBackSeesWhatTheOtherDidMeanwhileAndLosesNothing() {
		send("First");
		send("Second");
		try (Line line = new Line(this.port)) {
			other.open(line.url() + "/conversations/" + this.visitor);
			edit(other);
			other.type(" of the other");
			other.script("document.getElementById('text').focus()");
			other.type("A draft");
			line.cut();
			other.until(() -> other.text("#offline").contains("The desk does not respond"));
			edit(browser);
			browser.type(" of all", Keys.ENTER);
			browser.until(() -> browser.text("#messages").contains("First of all"));
			browser.script("window.confirm = () => true");
			browser.click("#messages .from-agent:last-child [id^=delete-]");
			browser.until(() -> !browser.text("#messages").contains("Second"));
			send("Third");
			other.click("form.editor [type=submit]");
			other.until(() -> other.text("#notice").contains("The desk does not respond"));
			line.mend();
			other.until(() -> other.text("#offline").isEmpty());
			other.until(() -> other.text("form.editor .theirs").equals("First of all"));
			other.until(() -> other.text("#messages").contains("Third") && !other.text("#messages").contains("Second"));
			assertThat(other.find("form.editor textarea").getAttribute("value")).isEqualTo("First of the other");
			assertThat(other.find("#text").getAttribute("value")).isEqualTo("A draft");
			other.click("form.editor [type=submit]");
			other.until(() -> other.text("form.editor").contains("save again"));
			other.click("form.editor [type=submit]");
			other.until(() -> other.text("#messages .from-agent .text").equals("First of the other"));
			browser.until(() -> browser.text("#messages .from-agent .text").equals("First of the other"));
			assertThat(other.wasReloaded()).isFalse();
			other.script("localStorage.clear()");
		}
	}

	private void send(String text) {
		int before = browser.count("#messages [id^=edit-]");
		submit(text);
		browser.until(() -> browser.count("#messages [id^=edit-]") == before + 1);
		other.until(() -> other.text("#messages").contains(text) || !other.text("#offline").isEmpty());
	}

	private static void edit(Browser who) {
		who.click("#messages [id^=edit-]");
		who.until(() -> who.has("form.editor textarea[data-begun]"));
	}

	private StoredMessage stored() {
		return this.brevo.messages(this.visitor).get(1);
	}

}

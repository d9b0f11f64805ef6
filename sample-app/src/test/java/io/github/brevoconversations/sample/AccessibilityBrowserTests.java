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
import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Tests that everybody can use the pages: axe finds nothing wrong with them, in light,
 * dark and forced colours, on a screen, a phone and at 200 %, and they need no mouse.
 */
@DeskTest
class AccessibilityBrowserTests extends AbstractBrowserTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@LocalServerPort
	private int port;

	@AfterEach
	void tidyUp() {
		this.brevo.clearFaults();
	}

	@Test
	void axeFindsNothingAtTheDesk() {
		openConversation();
		browser.click("#text");
		browser.type("Here you are: https://shop.example/bells", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Here you are"));
		Axe.assertFindsNothing(browser);
	}

	@Test
	void axeFindsNothingAtADeskWithTrouble() {
		openConversation();
		browser.click("#text");
		browser.type("To be edited", Keys.ENTER);
		browser.until(() -> browser.has("#messages [id^=edit-]"));
		this.brevo.fail(Fault.status(500));
		browser.click("#text");
		browser.type("Not to be sent", Keys.ENTER);
		browser.until(() -> browser.has("#messages .is-uncertain"));
		browser.click("#trouble-LIMIT");
		browser.until(() -> browser.has(".trouble-on"));
		browser.click("#messages [id^=edit-]");
		browser.until(() -> browser.has("form.editor textarea[data-begun]"));
		this.brevo.clearFaults();
		editElsewhere();
		browser.until(() -> browser.has("form.editor .theirs"));
		browser.script("document.querySelector('.canned').open = true");
		Axe.assertFindsNothing(browser);
		browser.click("#all-well");
		browser.until(() -> !browser.has(".trouble-on"));
	}

	@Test
	void axeFindsNothingAtADeskWithLongNotices() {
		openConversation();
		browser
			.script("""
					sessionStorage.setItem('desk.edits.' + document.body.dataset.open, JSON.stringify({ gone: { text: arguments[0] } }))""",
					"A line of many.\n".repeat(600));
		browser.open(String.valueOf(browser.script("return location.href")));
		browser.until(() -> browser.has("#lost .notice"));
		browser.script("window.deskNotice('notice', arguments[0])", "Brevo did not accept this. ".repeat(99));
		Axe.assertFindsNothing(browser);
	}

	@Test
	void axeFindsNothingOnTheVisitorsPage() {
		browser.go(url() + "/visitor");
		browser.click("#visitor-text");
		browser.type("Hello!", Keys.ENTER);
		browser.until(() -> browser.text("#lines").contains("Hello!"));
		Axe.assertFindsNothing(browser);
	}

	@Test
	void axeFindsNothingOnTheSetUpPage() {
		browser.go(url() + "/setup");
		Axe.assertFindsNothing(browser);
	}

	private void editElsewhere() {
		String url = String
			.valueOf(browser.script("return document.querySelector('form.editor').getAttribute('hx-put')"));
		new DeskHttp(this.port).put(url, DeskHttp.form("text", "Edited by somebody else. ".repeat(40)), 200);
	}

	private void openConversation() {
		String visitor = new DeskHttp(this.port).hears(this.brevo, "Ada Okafor", "Hello");
		browser.size(1280, 800);
		browser.open(url() + "/conversations/" + visitor);
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

}

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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that everybody can use the pages: axe finds nothing wrong with them, in light,
 * dark and forced colours, on a screen, a phone and at 200 %, and they need no mouse.
 */
@DeskTest
class AccessibilityBrowserTests extends AbstractBrowserTests {

	private static final int[] SCREEN = { 1280, 800 };

	private static final int[] PHONE = { 390, 844 };

	private static final int[] ZOOMED = { 640, 400 };

	private static String axe;

	@Autowired
	private BrevoConversationsServer brevo;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void readAxe() throws IOException {
		axe = new ClassPathResource("axe.min.js").getContentAsString(StandardCharsets.UTF_8);
	}

	@AfterEach
	void tidyUp() {
		this.brevo.clearFaults();
		browser.media("forced-colors", "none");
		browser.size(1280, 800);
	}

	@Test
	void axeFindsNothingAtTheDesk() {
		openConversation();
		browser.click("#text");
		browser.type("Here you are: https://shop.example/bells", Keys.ENTER);
		browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Here you are"));
		assertIsAccessible();
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
		assertIsAccessible();
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
		assertIsAccessible();
	}

	@Test
	void axeFindsNothingOnTheVisitorsPage() {
		browser.go(url() + "/visitor");
		browser.click("#visitor-text");
		browser.type("Hello!", Keys.ENTER);
		browser.until(() -> browser.text("#lines").contains("Hello!"));
		assertIsAccessible();
	}

	@Test
	void axeFindsNothingOnTheSetUpPage() {
		browser.go(url() + "/setup");
		assertIsAccessible();
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

	private static void assertIsAccessible() {
		browser.script(axe);
		for (String[] media : new String[][] { { "prefers-color-scheme", "light" }, { "prefers-color-scheme", "dark" },
				{ "forced-colors", "active" } }) {
			browser.media(media[0], media[1]);
			for (int[] size : new int[][] { SCREEN, PHONE, ZOOMED }) {
				browser.size(size[0], size[1]);
				assertThat(violations()).as("%s, %s px", media[1], size[0]).isEmpty();
			}
		}
	}

	private static List<?> violations() {
		return (List<?>) browser
			.script("""
					return axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations.map(
						(violation) => violation.id + ': ' + violation.nodes.map((node) => node.target + ' ' + node.failureSummary)))""");
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

}

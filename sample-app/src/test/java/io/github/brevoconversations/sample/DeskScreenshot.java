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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/**
 * Takes the pictures of the desk. Not a test, and run by name only:
 * {@code mvn -pl sample-app -am test -Dtest=DeskScreenshot -Dsurefire.failIfNoSpecifiedTests=false}
 * makes {@code desk.png} anew, and further pictures for whoever changes the style sheet
 * below {@code target}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "brevo.api-key=")
@Import(OwnEventLoops.class)
class DeskScreenshot {

	@LocalServerPort
	private int port;

	@Autowired
	private Conversations conversations;

	@Autowired
	private Agents agents;

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void take() throws IOException {
		Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> this.conversations.all().size() == 4 && this.brevo.isOnline(this.agents.all().get(0).id()));
		try (Browser browser = Browser.start()) {
			browser.size(1280, 800);
			browser.locale("en-GB");
			browser.colorScheme("light");
			browser.open(url() + "/conversations/" + this.conversations.all().get(3).id());
			browser.until(() -> browser.text("#online").equals("1 of 3 online"));
			browser.until(() -> !browser.has(".htmx-request"));
			Files.write(Path.of("desk.png"), browser.screenshot());
			picture(browser, "desk-light");
			browser.colorScheme("dark");
			picture(browser, "desk-dark");
			browser.click("#trouble-SLOW");
			browser.click("#text");
			browser.type("Is there anything else that I can do for you?", Keys.ENTER);
			browser.click("#messages [id^=edit-]");
			browser.until(() -> browser.has("form.editor") && browser.has(".trouble-on"));
			picture(browser, "desk-dark-busy");
			browser.size(390, 844);
			picture(browser, "phone-dark");
			browser.colorScheme("light");
			browser.click("[data-show=side]");
			picture(browser, "phone-agents");
			browser.click("[data-show=list]");
			picture(browser, "phone-list");
			browser.go(url() + "/visitor");
			browser.until(() -> browser.has(".presence.on"));
			browser.click("#visitor-text");
			browser.type("Hello! Does it fit a handlebar of 31.8 mm?", Keys.ENTER);
			browser.until(() -> browser.text("#lines").contains("31.8"));
			picture(browser, "visitor-phone");
			browser.size(1280, 800);
			picture(browser, "visitor-light");
			browser.colorScheme("dark");
			picture(browser, "visitor-dark");
			browser.go(url() + "/setup");
			picture(browser, "setup-dark");
		}
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

	private static void picture(Browser browser, String name) throws IOException {
		browser.script("return document.fonts.ready.then(() => new Promise(requestAnimationFrame))");
		Files.createDirectories(Path.of("target"));
		Files.write(Path.of("target", name + ".png"), browser.screenshot());
	}

}

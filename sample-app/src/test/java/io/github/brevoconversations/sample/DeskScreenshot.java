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

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

import javax.imageio.ImageIO;

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
 * Takes the pictures of the desk and the visitor's page. Not a test, and run by name
 * only:
 * {@code mvn -pl sample-app -am test -Dtest=DeskScreenshot -Dsurefire.failIfNoSpecifiedTests=false}
 * makes {@code desk.png} anew, with both sides of a conversation, and further pictures
 * for whoever changes the style sheet below {@code target}.
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
		try (Browser browser = Browser.start(); Browser visitor = Browser.start()) {
			browser.size(1280, 800);
			browser.locale("en-GB");
			visitor.size(390, 800);
			visitor.locale("en-GB");
			talk(browser, visitor);
			for (String scheme : List.of("light", "dark")) {
				browser.colorScheme(scheme);
				visitor.colorScheme(scheme);
				picture(browser, "desk-" + scheme);
				picture(visitor, "visitor-phone-" + scheme);
				sideBySide("both-" + scheme, browser.screenshot(), visitor.screenshot());
			}
			Files.copy(Path.of("target/both-light.png"), Path.of("desk.png"), StandardCopyOption.REPLACE_EXISTING);
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
			visitor.size(1280, 800);
			picture(visitor, "visitor-dark");
			visitor.colorScheme("light");
			picture(visitor, "visitor-light");
			browser.size(1280, 800);
			browser.go(url() + "/setup");
			picture(browser, "setup-light");
			browser.colorScheme("dark");
			picture(browser, "setup-dark");
		}
	}

	private void talk(Browser browser, Browser visitor) {
		visitor.go(url() + "/visitor");
		visitor.until(() -> visitor.has(".presence.on"));
		visitor.click("#visitor-name");
		visitor.type("Grace");
		visitor.click("#visitor-text");
		visitor.type("Hello! Does the bell fit a handlebar of 25.4 mm?", Keys.ENTER);
		Object id = visitor.script("return sessionStorage.getItem('visitor')");
		browser.open(url() + "/conversations/" + this.conversations.all().get(3).id());
		browser.until(() -> browser.text("#online").equals("1 of 3 online"));
		browser.until(() -> browser.text("#list").contains("Grace"));
		browser.open(url() + "/conversations/" + id);
		browser.click("#text");
		browser.type("Good morning, Grace. It does, and the clamp for it is in the box.", Keys.ENTER);
		visitor.until(() -> visitor.text("#lines").contains("the clamp for it"));
		visitor.click("#visitor-text");
		visitor.type("Then I will order one. Thank you, Liz!", Keys.ENTER);
		browser.until(() -> browser.text("#messages").contains("Thank you, Liz!"));
		browser.click("#text");
		browser.type("You are welcome. Enjoy the ride!", Keys.ENTER);
		visitor.until(() -> visitor.text("#lines").contains("Enjoy the ride!"));
		browser.until(() -> browser.count("#messages [id^=edit-]") == 2 && !browser.has(".htmx-request"));
	}

	private String url() {
		return "http://127.0.0.1:" + this.port;
	}

	private static void sideBySide(String name, byte[] left, byte[] right) throws IOException {
		BufferedImage desk = ImageIO.read(new ByteArrayInputStream(left));
		BufferedImage visitor = ImageIO.read(new ByteArrayInputStream(right));
		int gap = 24;
		BufferedImage both = new BufferedImage(desk.getWidth() + gap + visitor.getWidth(), desk.getHeight(),
				BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = both.createGraphics();
		graphics.drawImage(desk, 0, 0, null);
		graphics.drawImage(visitor, desk.getWidth() + gap, 0, null);
		graphics.dispose();
		ImageIO.write(both, "png", Path.of("target", name + ".png").toFile());
	}

	private static void picture(Browser browser, String name) throws IOException {
		browser.script("return document.fonts.ready.then(() => new Promise(requestAnimationFrame))");
		Files.createDirectories(Path.of("target"));
		Files.write(Path.of("target", name + ".png"), browser.screenshot());
	}

}

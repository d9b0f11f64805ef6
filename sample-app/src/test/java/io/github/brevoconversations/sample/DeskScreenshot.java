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

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.Test;

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
	private Desk desk;

	@Autowired
	private DeskProperties properties;

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void take() throws IOException {
		DeskProperties.Agent liz = this.properties.agents().get(0);
		DeskProperties.Agent omar = this.properties.agents().get(1);
		this.desk.setActive(liz, true).block();
		this.desk.setActive(omar, true).block();
		String visitor = this.properties.visitor().id();
		this.brevo.addVisitorMessage(visitor, "Hello! I ordered a bicycle bell on Monday. Is it on its way?");
		this.desk.send(liz, "Good morning! Let me look that up for you.").block();
		this.desk.push("Your order 1047 left our warehouse today. It arrives tomorrow between 9 and 12.").block();
		this.brevo.addVisitorMessage(visitor, "That was quick, thank you.");
		this.desk.send(omar, "You are welcome. Enjoy the ride!\nDo write again if it does not fit your handlebar.")
			.block();
		try (Browser browser = Browser.start()) {
			browser.size(1280, 860);
			browser.colorScheme("light");
			browser.open("http://127.0.0.1:" + this.port);
			browser.until(() -> browser.text(".card-head [role=status]").equals("2 of 3 online"));
			Files.write(Path.of("desk.png"), browser.screenshot());
			picture(browser, "desktop-light");
			browser.colorScheme("dark");
			picture(browser, "desktop-dark");
			browser.size(360, 1700);
			picture(browser, "phone-dark");
			browser.colorScheme("light");
			browser.click("#edit-" + this.desk.state().block().newest().id());
			browser.until(() -> browser.has(".editor"));
			browser.click("[role=switch][aria-checked=false]");
			browser.until(() -> browser.has(".notice"));
			picture(browser, "phone-light");
		}
	}

	private static void picture(Browser browser, String name) throws IOException {
		browser.script("return document.fonts.ready.then(() => new Promise(requestAnimationFrame))");
		Files.write(Path.of("target", name + ".png"), browser.screenshot());
	}

}

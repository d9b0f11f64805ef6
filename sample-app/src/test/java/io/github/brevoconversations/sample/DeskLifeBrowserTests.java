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
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a browser shows while time passes and the desk comes and goes.
 */
class DeskLifeBrowserTests {

	@Test
	void keepsTheLampLitForAsLongAsTheAgentIsActive() {
		try (Browser browser = Browser.start();
				RunningDesk desk = RunningDesk.start(0, "--brevo.heartbeat.interval=1s",
						"--desk.built-in-brevo.online-window=2s", "--desk.built-in-brevo.rate-limit=100000")) {
			String agent = desk.agent();
			browser.open(desk.url());
			browser.click("#switch-" + agent);
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
			browser.script("""
					window.wentOut = false;
					new MutationObserver(() => {
						window.wentOut ||= document.querySelector(arguments[0]).innerText.startsWith('Offline');
					}).observe(document.querySelector(arguments[0]), { childList: true });""", "#lamp-" + agent);
			BrevoConversationsServer brevo = desk.bean(BrevoConversationsServer.class);
			int pings = brevo.requests().size();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> brevo.requests().size() >= pings + 6);
			assertThat(browser.script("return window.wentOut")).isEqualTo(false);
			browser.click("#switch-" + agent);
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Offline in Brevo"));
			assertThat(browser.wasReloaded()).isFalse();
		}
	}

	@Test
	void connectsAgainWhenTheDeskWasRestarted() {
		List<RunningDesk> desks = new ArrayList<>();
		try (Browser browser = Browser.start()) {
			int port = freePort();
			desks.add(RunningDesk.start(port));
			String agent = desks.get(0).agent();
			browser.open(desks.get(0).url());
			browser.click("#switch-" + agent);
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
			browser.click("#text");
			browser.type("Still here");
			desks.get(0).close();
			browser.until(() -> browser.text("#offline").contains("The desk does not answer"));
			browser.click("#composer .primary");
			browser.until(() -> browser.text("#notice").contains("The desk does not answer"));
			desks.add(RunningDesk.start(port));
			browser.until(() -> browser.text("#offline").isEmpty());
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Offline in Brevo"));
			browser.click("#composer .primary");
			browser.until(() -> browser.text("#messages").contains("Still here"));
			assertThat(browser.wasReloaded()).isFalse();
		}
		finally {
			desks.forEach(RunningDesk::close);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

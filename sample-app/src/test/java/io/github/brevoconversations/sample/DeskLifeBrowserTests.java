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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import io.github.brevoconversations.test.ReceivedRequest;
import io.github.brevoconversations.test.WebhookTarget;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a browser shows while time passes, the desk comes and goes, and much is
 * going on.
 */
class DeskLifeBrowserTests extends AbstractBrowserTests {

	private static final String SECRET = "a-secret-of-this-test";

	@Test
	void keepsTheLampLitForAsLongAsTheAgentIsActive() {
		try (RunningDesk desk = RunningDesk.start(0, "--brevo.heartbeat.interval=1s",
				"--desk.built-in-brevo.online-window=5s", "--desk.built-in-brevo.rate-limit=100000")) {
			String agent = desk.agent();
			browser.open(desk.url());
			browser.click("#switch-" + agent);
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Online in Brevo"));
			browser.script("""
					window.wentOut = false;
					new MutationObserver(() => {
						window.wentOut ||= document.getElementById(arguments[0]).innerText.startsWith('Offline');
					}).observe(document.getElementById('agents'), { childList: true });""", "lamp-" + agent);
			BrevoConversationsServer brevo = desk.bean(BrevoConversationsServer.class);
			int pings = brevo.requests().size();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> brevo.requests().size() >= pings + 8);
			assertThat(browser.script("return window.wentOut")).isEqualTo(false);
			browser.click("#switch-" + agent);
			browser.until(() -> browser.text("#lamp-" + agent).startsWith("Offline in Brevo"));
		}
	}

	@Test
	void keepsWhatWasWrittenWhileTheDeskIsAwayAndConnectsAgain() {
		List<RunningDesk> desks = new ArrayList<>();
		String visitor = DeskHttp.newVisitor();
		try {
			int port = freePort();
			desks.add(RunningDesk.start(port));
			hears(desks.get(0), visitor);
			browser.open(desks.get(0).url() + "/conversations/" + visitor);
			desks.get(0).close();
			browser.until(() -> browser.text("#offline").contains("The desk does not respond"));
			browser.click("#text");
			browser.type("Still here");
			browser.click("#send");
			browser.until(() -> browser.text("#messages .is-failed").contains("The desk does not respond"));
			desks.add(RunningDesk.start(port));
			hears(desks.get(1), visitor);
			browser.until(() -> browser.text("#offline").isEmpty());
			browser.click("#messages .is-failed [data-again]");
			browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Still here"));
			assertThat(desks.get(1).bean(BrevoConversationsServer.class).messages(visitor)).hasSize(2);
			assertThat(browser.wasReloaded()).isFalse();
		}
		finally {
			desks.forEach(RunningDesk::close);
		}
	}

	@Test
	void keepsWhatWasNotSentThroughARestartAndAReload() {
		List<RunningDesk> desks = new ArrayList<>();
		String visitor = DeskHttp.newVisitor();
		try {
			int port = freePort();
			desks.add(RunningDesk.start(port));
			hears(desks.get(0), visitor);
			String conversation = desks.get(0).url() + "/conversations/" + visitor;
			browser.open(conversation);
			browser.click("#text");
			browser.type("This arrives", Keys.ENTER);
			browser.until(() -> browser.text("#messages .is-sent:last-child").contains("This arrives"));
			desks.get(0).bean(BrevoConversationsServer.class).fail(Fault.status(400));
			browser.type("Not to be lost", Keys.ENTER);
			browser.until(() -> browser.has("#messages .is-failed:not([data-local])"));
			desks.get(0).close();
			browser.until(() -> browser.text("#offline").contains("The desk does not respond"));
			desks.add(RunningDesk.start(port));
			browser.until(() -> browser.text("#offline").isEmpty());
			for (String page : List.of(desks.get(1).url(), conversation)) {
				browser.open(page);
				browser.until(() -> browser.text("#lost").contains("Not to be lost"));
				assertThat(browser.text("#lost")).contains("no longer knows the conversation with Ada.", "Discard")
					.doesNotContain("This arrives", "Use in");
			}
			Axe.assertFindsNothingOnAScreen(browser);
			hears(desks.get(1), visitor);
			browser.open(conversation);
			browser.until(() -> browser.text("#messages .is-failed").contains("Not to be lost"));
			assertThat(browser.text("#messages .is-failed")).contains("The desk no longer has this.");
			assertThat(browser.count("#messages .from-agent")).isOne();
			browser.click("#messages .is-failed [data-again]");
			browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("Not to be lost"));
			browser.open(conversation);
			browser.until(() -> browser.count("#messages .from-agent.is-sent") == 1);
			assertThat(browser.count("#messages .from-agent")).isOne();
		}
		finally {
			desks.forEach(RunningDesk::close);
		}
	}

	@Test
	void keepsWhatWasNotSentWhileAnotherDeskTakesThePlaceOfTheFirst() {
		List<RunningDesk> desks = new ArrayList<>();
		String visitor = DeskHttp.newVisitor();
		try (BrevoConversationsServer brevo = BrevoConversationsServer.start()) {
			int port = freePort();
			String[] arguments = { "--brevo.webhook.secrets=" + SECRET, "--desk.agents[0].id=liz",
					"--desk.agents[0].name=Liz" };
			brevo.sendWebhooksTo(WebhookTarget.of("http://127.0.0.1:" + port + "/brevo/webhook").withSecret(SECRET));
			desks.add(RunningDesk.startWith(brevo, port, arguments));
			new DeskHttp(port).hears(brevo, visitor, "Ada", "Hello");
			browser.open(desks.get(0).url() + "/conversations/" + visitor);
			browser.find("#from").sendKeys("Automated");
			brevo.fail(Fault.status(500));
			browser.click("#text");
			browser.type("Perhaps sent", Keys.ENTER);
			browser.until(() -> browser.has("#messages .is-uncertain:not([data-local])"));
			brevo.clearFaults();
			desks.get(0).close();
			browser.until(() -> browser.text("#offline").contains("The desk does not respond"));
			desks.add(RunningDesk.startWith(brevo, port, arguments));
			new DeskHttp(port).hears(brevo, visitor, "Ada", "Still there?");
			browser.until(() -> browser.text("#messages").contains("Still there?"));
			browser.until(() -> browser.text("#messages .is-failed").contains("The desk no longer has this."));
			assertThat(browser.wasReloaded()).isFalse();
			assertThat(browser.text("#messages .is-failed.from-automated")).contains("Perhaps sent");
			browser.click("#messages .is-failed [data-discard]");
			assertThat(browser.has("#messages .is-failed")).isFalse();
			browser.open(desks.get(1).url() + "/conversations/" + visitor);
			assertThat(browser.text("#messages")).contains("Still there?").doesNotContain("Perhaps sent");
		}
		finally {
			desks.forEach(RunningDesk::close);
		}
	}

	@Test
	void saysWhoIsKeptOnlineWithinALimitAtWhatPaceAndBringsEverybodyBack() {
		try (RunningDesk desk = RunningDesk.start(0, "--brevo.heartbeat.interval=3s",
				"--brevo.heartbeat.max-interval=5500ms", "--brevo.heartbeat.online-window=6s",
				"--desk.built-in-brevo.online-window=6s", "--desk.built-in-brevo.rate-limit=12000")) {
			BrevoConversationsServer brevo = desk.bean(BrevoConversationsServer.class);
			List<String> ids = desk.bean(Agents.class).all().stream().map(DeskProperties.Agent::id).toList();
			browser.open(desk.url());
			for (String id : ids) {
				browser.click("#switch-" + id);
				browser.until(() -> browser.text("#lamp-" + id).startsWith("Online in Brevo"));
			}
			browser.script("""
					window.mostWaiting = 0;
					new MutationObserver(() => {
						const waiting = document.querySelectorAll('#agents .waiting').length;
						window.mostWaiting = Math.max(window.mostWaiting, waiting);
					}).observe(document.getElementById('agents'), { childList: true, subtree: true });""");
			browser.click("#trouble-LIMIT");
			browser.until(() -> browser.text("#trouble")
				.contains("Brevo is made to fail: 2000 requests an hour. "
						+ "Brevo allows 2000 requests an hour instead of 12000."));
			browser.until(() -> browser.has("#agents .waiting"));
			assertThat(browser.text("#lamp-" + ids.get(2))).contains("Waits for Brevo");
			brevo.clearRequests();
			browser.until(() -> browser.text("#online").equals("2 of 3 online")
					&& browser.text("#lamp-" + ids.get(2)).startsWith("Offline in Brevo"));
			String kept = "Liz Adler and Omar Haddad are kept online, with a ping every ";
			browser.until(() -> browser.text("#agents .pace").contains(kept));
			assertThat(browser.text("#agents .pace")).contains("of 2000 requests an hour left.",
					"Mei Tanaka waits, since the rate limit allows no more.");
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> pings(brevo, ids.get(0)).size() > 3 && pings(brevo, ids.get(1)).size() > 3);
			browser.until(() -> browser.text("#agents .pace").contains(kept));
			long said = Long.parseLong(browser.text("#agents .pace").replaceAll("(?s).*a ping every (\\d+) s.*", "$1"));
			assertThat(pings(brevo, ids.get(2))).isEmpty();
			for (String id : ids.subList(0, 2)) {
				List<Instant> pings = pings(brevo, id);
				Duration all = Duration.between(pings.get(0), pings.get(pings.size() - 1));
				assertThat(all.toMillis() / 1000.0 / (pings.size() - 1)).isBetween(said - 1.5, said + 3.0);
			}
			assertThat(browser.script("return window.mostWaiting")).isEqualTo(1L);
			brevo.clearRequests();
			browser.click("#all-well");
			browser.until(() -> browser.text("#online").equals("3 of 3 online"));
			browser.until(() -> browser.text("#trouble").isEmpty() && !browser.has("#agents .waiting"));
			Instant back = pings(brevo, ids.get(2)).get(0);
			for (String id : ids.subList(0, 2)) {
				assertThat(pings(brevo, id).stream().filter((ping) -> ping.isBefore(back))).hasSizeLessThan(2);
			}
			browser.until(() -> browser.text("#agents .pace")
				.startsWith("Liz Adler, Omar Haddad and Mei Tanaka are kept online, with a ping every 3 s."));
		}
	}

	private static List<Instant> pings(BrevoConversationsServer brevo, String agent) {
		return brevo.requests()
			.stream()
			.filter((request) -> request.path().endsWith("agentOnlinePing") && request.body().contains(agent))
			.map(ReceivedRequest::receivedAt)
			.toList();
	}

	@Test
	void keepsTheComposerInViewWithManyAgentsConversationsAndMessages() {
		try (RunningDesk desk = RunningDesk.start(0)) {
			desk.fill();
			for (int[] size : new int[][] { { 1280, 800 }, { 390, 844 } }) {
				browser.size(size[0], size[1]);
				browser.open(desk.url() + "/conversations/visitor-7");
				assertThat((Long) browser.script("return document.documentElement.scrollHeight"))
					.isLessThanOrEqualTo(size[1]);
				assertThat((Boolean) browser.script("""
						const box = document.getElementById('send').getBoundingClientRect();
						return box.top >= 0 && box.bottom <= innerHeight""")).isTrue();
			}
			assertThat(browser.count("#list > li")).isEqualTo(200);
		}
		finally {
			browser.size(1280, 800);
		}
	}

	@Test
	void staysUsableWithManyAgentsConversationsAndMessages() {
		try (RunningDesk desk = RunningDesk.start(0)) {
			desk.fill();
			browser.open(desk.url() + "/conversations/visitor-7");
			browser.click("#me-agent-49");
			browser.until(() -> browser.text("#my-name").equals("Agent Number 49"));
			browser.click("#text");
			browser.type("I am the last of fifty", Keys.ENTER);
			browser.until(() -> browser.text("#messages .from-agent.is-sent").contains("I am the last of fifty"));
			assertThat((Boolean) browser.script("""
					const log = document.getElementById('log').getBoundingClientRect();
					const box = document.querySelector('#messages > :last-child').getBoundingClientRect();
					return box.bottom <= log.bottom + 1 && box.top >= log.top""")).isTrue();
			String visitor = DeskHttp.newVisitor();
			hears(desk, visitor);
			browser.until(() -> browser.has("#c-" + visitor + "[data-unread='1']"));
			assertThat(browser.title()).matches("\\([0-9]+\\) Agent desk");
			browser.clickLink("Ada");
			browser.until(() -> browser.text("#conversation-title").equals("Ada"));
		}
	}

	private static void hears(RunningDesk desk, String visitor) {
		new DeskHttp(desk.url()).hears(desk.bean(BrevoConversationsServer.class), visitor, "Ada", "Hello");
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

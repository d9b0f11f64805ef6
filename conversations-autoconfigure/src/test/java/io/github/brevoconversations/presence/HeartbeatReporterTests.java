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

package io.github.brevoconversations.presence;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingResumed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeartbeatReporter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatReporterTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final HeartbeatLog log = new HeartbeatLog();

	private final EventQueue queue = new EventQueue(this.log);

	private final HeartbeatReporter reporter = new HeartbeatReporter(this.log, this.queue);

	@BeforeEach
	void setUp() {
		this.queue.setPublisher(this.events::add);
	}

	@AfterEach
	void tearDown() {
		this.queue.stop();
	}

	@Test
	void publishesOnlyThatAnAgentCameOnline() {
		this.reporter.accepted(LIZ, new PingHistory.Accepted(false, false));
		this.reporter.accepted(LIZ, null);
		this.reporter.accepted(LIZ, new PingHistory.Accepted(true, false));
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.events).containsExactly(new AgentOnline("default", LIZ)));
	}

	@Test
	void knowsSinceWhenNoPingIsAccepted(CapturedOutput output) {
		this.reporter.failed(LIZ, new IllegalStateException("broken"), true, START);
		this.reporter.failed(LIZ, new IllegalStateException("still broken"), false, START.plusSeconds(5));
		assertThat(this.reporter.pingFailure().since()).isEqualTo(START);
		assertThat(this.reporter.pingFailure().cause()).hasMessage("still broken");
		assertThat(lines(output, "The ping of agent liz failed")).isOne();
		this.reporter.accepted(LIZ, new PingHistory.Accepted(true, true));
		assertThat(this.reporter.pingFailure()).isNull();
		assertThat(lines(output, "Brevo accepts the pings of all active agents again")).isOne();
	}

	@Test
	void warnsOnceThatTheStoreFailsUntilItResponds(CapturedOutput output) {
		this.reporter.storeResponded();
		this.reporter.storeFailed(new IllegalStateException("broken"), START);
		this.reporter.storeFailed(new IllegalStateException("broken"), START.plusSeconds(5));
		assertThat(this.reporter.storeFailure().since()).isEqualTo(START);
		this.reporter.storeResponded();
		this.reporter.storeResponded();
		assertThat(this.reporter.storeFailure()).isNull();
		assertThat(lines(output, "The active agents cannot be read")).isOne();
		assertThat(lines(output, "The active agents can be read again")).isOne();
	}

	@Test
	void explainsATimeoutOfTheStoreByTheNextFailure(CapturedOutput output) {
		this.reporter.storeFailed(new TimeoutException("late"), START);
		this.reporter.storeFailed(new IllegalStateException("broken"), START.plusSeconds(5));
		this.reporter.storeFailed(new TimeoutException("late"), START.plusSeconds(10));
		assertThat(this.reporter.storeFailure().since()).isEqualTo(START);
		assertThat(this.reporter.storeFailure().cause()).hasMessage("broken");
		assertThat(lines(output, "The active agents cannot be read")).isEqualTo(2);
	}

	@Test
	void warnsOnceAboutOthers(CapturedOutput output) {
		this.reporter.othersTakeMuch(60, 100L);
		this.reporter.othersTakeMuch(70, null);
		assertThat(lines(output,
				"Other clients of the account make 60 requests an hour of the 100 that Brevo's rate limit allows"))
			.isOne();
		assertThat(lines(output, "Other clients of the account make")).isOne();
	}

	@Test
	void namesTheAccount(CapturedOutput output) {
		this.reporter.setAccount("sales");
		this.reporter.resumed();
		Awaitility.await().untilAsserted(() -> assertThat(this.events).containsExactly(new PingingResumed("sales")));
		assertThat(lines(output, "[sales] Brevo accepts pings again")).isOne();
	}

	private static long lines(CapturedOutput output, String text) {
		return output.toString().lines().filter((line) -> line.contains(text)).count();
	}

}

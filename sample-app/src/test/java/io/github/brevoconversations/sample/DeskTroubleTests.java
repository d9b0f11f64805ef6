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

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what can be made to go wrong with the built-in Brevo.
 */
@DeskTest
class DeskTroubleTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@LocalServerPort
	private int port;

	@AfterEach
	void repair() {
		make(Trouble.NONE);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
	void isShownForAsLongAsItIsOn(Trouble trouble) {
		assertThat(strip()).doesNotContain("made to fail");
		make(trouble);
		assertThat(strip()).contains("Brevo is made to fail: ", trouble.title(600), trouble.description(600));
		assertThat(new DeskHttp(this.port).get("/", 200)).contains(trouble.description(600));
		assertThat(strip().contains("For another")).isEqualTo(trouble.passesAfter() != null);
		assertThat(this.brevo.faults()).hasSize((trouble.passesAfter() != null) ? 1 : 0);
	}

	@Test
	void takesThePlaceOfAnother() {
		make(Trouble.OUTAGE);
		make(Trouble.SLOW);
		assertThat(this.brevo.faults()).hasSize(1);
		assertThat(strip()).contains("Slow responses").doesNotContain("Outage");
		make(Trouble.NONE);
		assertThat(this.brevo.faults()).isEmpty();
		assertThat(strip()).doesNotContain("made to fail");
	}

	@Test
	void leavesTheLimitThatIsConfigured() {
		try (RunningDesk desk = RunningDesk.start(0, "--desk.built-in-brevo.rate-limit=50")) {
			DeskHttp http = new DeskHttp(desk.url());
			http.post("/troubles/LIMIT", 204);
			assertThat(http.get("/parts/trouble", 200)).contains("Brevo allows 8 requests an hour instead of 50.");
			http.post("/troubles/NONE", 204);
			http.put("/agents/" + desk.agent(), DeskHttp.form("active", "true"), 204);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> http.get("/parts/agents", 200).contains("of 50 requests an hour"));
		}
	}

	private String strip() {
		return new DeskHttp(this.port).get("/parts/trouble", 200);
	}

	private void make(Trouble trouble) {
		new DeskHttp(this.port).post("/troubles/" + trouble, 204);
	}

}

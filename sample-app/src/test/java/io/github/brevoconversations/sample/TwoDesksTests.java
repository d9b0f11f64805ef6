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
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of two desks of one account.
 */
class TwoDesksTests {

	private static final String LIZ = "d9nKoegKSjmCtyK78";

	@Test
	void showWhatIsWrittenAtTheOtherOnce() {
		try (RunningDesk first = RunningDesk.start(0)) {
			BrevoConversationsServer brevo = first.bean(BrevoConversationsServer.class);
			try (RunningDesk second = RunningDesk.startWith(brevo, "--desk.agents[0].id=" + LIZ,
					"--desk.agents[0].name=Liz Adler")) {
				String visitor = new DeskHttp(first.url()).hears(brevo, "Ada", "Hello");
				second.bean(Conversations.class).with(visitor);
				send(second, visitor, "From the second");
				send(first, visitor, "From the first");
				Awaitility.await()
					.atMost(Duration.ofSeconds(30))
					.untilAsserted(() -> assertThat(texts(first, visitor)).containsExactly("Hello", "From the second",
							"From the first"));
				assertThat(brevo.messages(visitor)).extracting(StoredMessage::receivedFrom).doesNotHaveDuplicates();
			}
		}
	}

	private static void send(RunningDesk desk, String visitor, String text) {
		new DeskHttp(desk.url()).post("/conversations/" + visitor + "/messages", DeskHttp.draft(LIZ, text), 202);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> desk.bean(Conversations.class)
				.with(visitor)
				.view()
				.messages()
				.stream()
				.anyMatch((message) -> message.text().equals(text) && message.delivery().isSent()));
	}

	private static List<String> texts(RunningDesk desk, String visitor) {
		return desk.bean(Conversations.class).with(visitor).view().messages().stream().map(DeskMessage::text).toList();
	}

}

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
import java.time.Instant;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what there is to see when the desk is opened first.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "brevo.api-key=")
@Import(OwnEventLoops.class)
class SeedTests {

	@Autowired
	private Conversations conversations;

	@Autowired
	private Agents agents;

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void beginsWithConversationsAndAnAgentOnline() {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.brevo.isOnline(this.agents.all().get(0).id()));
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.conversations.all()).extracting(ConversationView::unread)
				.containsExactly(1, 2, 1, 0));
		assertThat(this.conversations.all()).extracting((view) -> view.guest().name())
			.containsExactly("Jonas Weber", "Théo Marchand", "Ada Okafor", "Inês Carvalho");
		assertThat(this.conversations.all().get(0).waitingSince()).isBefore(Instant.now().minusSeconds(600));
		assertThat(this.conversations.all().get(3).messages()).hasSize(5)
			.allMatch((message) -> message.delivery().isSent());
	}

	@Test
	void setsTheClockOfBrevoRightAgain() {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.brevo.isOnline(this.agents.all().get(0).id()));
		assertThat(this.brevo.lastPing(this.agents.all().get(0).id())).isAfter(Instant.now().minusSeconds(60));
	}

}

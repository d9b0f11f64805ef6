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

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoVisitor;
import io.github.brevoconversations.test.StoredMessage;
import io.github.brevoconversations.test.Webhook;
import io.github.brevoconversations.test.WebhookTarget;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that answers visitors, against the stand-in for Brevo.
 */
@SpringBootTest(classes = ChatBotTests.ChatBot.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "brevo.api-key=of-this-test", "brevo.webhook.secrets=a-secret-of-this-test",
				"brevo.received-from=chat-bot" })
@AutoConfigureBrevoConversationsServer
class ChatBotTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void repliesToAVisitorOnceHoweverOftenTheWebhookIsRepeated() {
		BrevoVisitor visitor = this.brevo.visitor("ada").named("Ada");
		Webhook webhook = visitor.writes("Where is my order?");
		assertThat(webhook.state()).isEqualTo(Webhook.State.DELIVERED);
		assertThat(webhook.sendAtOnce(5)).containsOnly(200);
		visitor.writes("Hello?");
		Awaitility.await().atMost(TIME_LIMIT).until(() -> replies("ada").size() == 2);
		assertThat(webhook.send()).isEqualTo(200);
		visitor.writes("Anybody there?");
		Awaitility.await().atMost(TIME_LIMIT).until(() -> replies("ada").size() >= 3);
		assertThat(replies("ada")).containsExactly("Reply to Where is my order?", "Reply to Hello?",
				"Reply to Anybody there?");
	}

	@Test
	void rejectsAWebhookWithoutTheSecret() {
		Webhook webhook = this.brevo.visitor("bob").writes("Hello");
		assertThat(webhook.sendTo(WebhookTarget::withoutCredentials)).isEqualTo(401);
	}

	private List<String> replies(String visitor) {
		return this.brevo.messages(visitor)
			.stream()
			.filter((message) -> message.type().equals("agent"))
			.map(StoredMessage::text)
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ChatBot {

		private final BlockingConversationsClient conversations;

		ChatBot(BlockingConversationsClient conversations) {
			this.conversations = conversations;
		}

		@EventListener
		void on(VisitorMessageReceived event) {
			this.conversations
				.sendMessage(event.reply("Reply to " + event.message().text(), AgentIdentity.ofId("liz")));
		}

	}

}

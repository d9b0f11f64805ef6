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
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Webhook;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
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
 * Tests of an application without a marker that hears nothing of what it said itself.
 */
@SpringBootTest(classes = OwnMessagesTests.Parrot.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.location=optional:classpath:/none/", "brevo.api-key=of-this-test",
				"brevo.webhook.secrets=a-secret-of-this-test", "brevo.received-from=",
				"brevo.accounts.sales.api-key=of-sales", "brevo.accounts.north-sales.api-key=of-north-sales" })
@AutoConfigureBrevoConversationsServer
class OwnMessagesTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private BrevoAccounts accounts;

	@Autowired
	private Parrot parrot;

	@Test
	void hearsNoReplyOfItsOwn() {
		this.brevo.visitor("ada").writes("Hello");
		this.brevo.agentWrites("tom", "Tom", "ada", "I take over");
		awaitLast("ada", "I take over");
		assertThat(texts("ada")).containsExactly("Hello", "I take over");
	}

	@Test
	void hearsNoPushedMessageOfItsOwnHoweverOftenTheWebhookComes() {
		BlockingConversationsClient client = this.accounts.blockingClient("default");
		client.sendPushedMessage(SendPushedMessageRequest.of("bob", "It is sent").withAgentId("liz"));
		this.brevo.webhooks().forEach(Webhook::send);
		this.brevo.agentWrites("tom", "Tom", "bob", "Anything else?");
		awaitLast("bob", "Anything else?");
		assertThat(texts("bob")).containsExactly("Anything else?");
	}

	@Test
	void hearsWhatAnotherAccountSent() {
		ConversationsMessage message = this.accounts.blockingClient("sales")
			.sendMessage(SendMessageRequest.of("eve", "Of sales", LIZ));
		assertThat(message.id()).isNotNull();
		awaitLast("eve", "Of sales");
	}

	private void awaitLast(String visitor, String text) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> texts(visitor).contains(text));
	}

	private List<String> texts(String visitor) {
		return this.parrot.heard.stream()
			.filter((event) -> visitor.equals(event.visitor().id()))
			.map(OwnMessagesTests::text)
			.toList();
	}

	private static String text(ConversationEvent event) {
		return (event instanceof VisitorMessageReceived visitor) ? visitor.message().text()
				: (event instanceof AgentMessageReceived agent) ? agent.message().text() : "";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Parrot {

		private final BlockingConversationsClient conversations;

		private final List<ConversationEvent> heard = new CopyOnWriteArrayList<>();

		Parrot(BlockingConversationsClient conversations) {
			this.conversations = conversations;
		}

		@EventListener
		void onVisitor(VisitorMessageReceived event) {
			this.heard.add(event);
			this.conversations.sendMessage(event.reply(event.message().text(), LIZ));
		}

		@EventListener
		void onAgent(AgentMessageReceived event) {
			this.heard.add(event);
			if (!event.isFromPerson()) {
				this.conversations.sendMessage(SendMessageRequest.of(event.visitor().id(), "A loop", LIZ));
			}
		}

	}

}

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

package io.github.brevoconversations.reference.hearing;

import java.nio.charset.StandardCharsets;
import java.security.Principal;

import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.VisitorIds;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the snippets that hear visitors.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.import=classpath:snippets/webhook.yaml,classpath:snippets/visitor-ids.properties",
				"BREVO_WEBHOOK_SECRETS=a-secret-of-this-test",
				"BREVO_VISITOR_IDS_SECRET=32-random-characters-and-no-less" })
@AutoConfigureBrevoConversationsServer
class HearingTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private Handover handover;

	@Autowired
	private WidgetController widget;

	@Autowired
	private VisitorIds visitorIds;

	@Test
	void repliesWithoutBlocking() {
		this.brevo.visitor("ada").writes("Hello?");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.brevo.messages("ada")).extracting(StoredMessage::text)
				.containsExactly("Hello?", "We are on it."));
	}

	@Test
	void noticesThatAPersonTakesOverUntilTheConversationEnds() {
		String conversation = this.brevo.visitor("bob").conversationId();
		this.brevo.visitor("bob").writes("Hello?");
		this.brevo.agentWrites("liz", "Liz", "bob", "Let me help you");
		Awaitility.await().until(() -> this.handover.isTakenOver(conversation));
		this.brevo.visitor("bob").leaves();
		Awaitility.await().until(() -> !this.handover.isTakenOver(conversation));
	}

	@Test
	void givesTheWidgetAnIdThatProvesWhoTheVisitorIs() {
		Principal ada = () -> "ada@example.org";
		assertThat(this.visitorIds.matches(this.widget.visitorId(ada), "ada@example.org")).isTrue();
		assertThat(this.visitorIds.matches(this.widget.visitorId(ada), "bob@example.org")).isFalse();
	}

	@Test
	void readsAWebhookWithoutSpringBoot() {
		byte[] body = "{\"eventName\":\"somethingNew\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(new WebhookReader().read(body)).singleElement().isInstanceOf(UnknownEvent.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ReactiveChatBot.class, Handover.class, WidgetController.class })
	static class Application {

	}

}

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

package io.github.brevoconversations.reference.testing;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.event.EventListener;

/**
 * The application that the tests beside it are about.
 */
@SpringBootApplication
class SupportApplication {

	private final BlockingConversationsClient conversations;

	SupportApplication(BlockingConversationsClient conversations) {
		this.conversations = conversations;
	}

	@EventListener
	void on(VisitorMessageReceived event) {
		this.conversations.sendMessage(event.reply("We are on it.", AgentIdentity.ofId("liz")));
	}

	public static void main(String[] arguments) {
		SpringApplication.run(SupportApplication.class, arguments);
	}

}

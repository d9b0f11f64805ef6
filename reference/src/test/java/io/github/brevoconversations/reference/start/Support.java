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

package io.github.brevoconversations.reference.start;

// tag::code[]
import java.time.Duration;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Support {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("d9nKoegKSjmCtyK78");

	private final BlockingConversationsClient conversations;

	private final AgentPresence presence;

	Support(BlockingConversationsClient conversations, AgentPresence presence) {
		this.conversations = conversations;
		this.presence = presence;
	}

	@EventListener(ApplicationReadyEvent.class)
	void open() {
		this.presence.markActive(LIZ, Duration.ofHours(8));
	}

	@EventListener
	void on(VisitorMessageReceived event) {
		this.conversations.sendMessage(event.reply("Hello! We are on it.", LIZ));
	}

}
// end::code[]

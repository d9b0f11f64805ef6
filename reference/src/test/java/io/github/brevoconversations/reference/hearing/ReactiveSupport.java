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

// tag::code[]
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import reactor.core.publisher.Mono;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class ReactiveSupport {

	private final ConversationsClient conversations;

	ReactiveSupport(ConversationsClient conversations) {
		this.conversations = conversations;
	}

	@EventListener
	Mono<Void> on(VisitorMessageReceived event) {
		AgentIdentity liz = AgentIdentity.ofId("d9nKoegKSjmCtyK78");
		return this.conversations.sendMessage(event.reply("We are on it.", liz)).then();
	}

}
// end::code[]

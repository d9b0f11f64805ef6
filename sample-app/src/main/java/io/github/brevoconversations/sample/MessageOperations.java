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

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Sends, finds, edits and deletes messages in Brevo, which has separate operations for
 * agents' messages and automated ones.
 */
@Component
class MessageOperations {

	private final ConversationsClient client;

	private final Marker marker;

	MessageOperations(ConversationsClient client, Marker marker) {
		this.client = client;
		this.marker = marker;
	}

	Mono<ConversationsMessage> send(String visitorId, DeskProperties.Agent agent, String text) {
		return Mono.defer(() -> this.client.sendMessage(
				SendMessageRequest.of(visitorId, text, agent.identity()).withReceivedFrom(this.marker.value())));
	}

	Mono<ConversationsMessage> push(String visitorId, String text) {
		return Mono.defer(() -> this.client.sendPushedMessage(SendPushedMessageRequest.of(visitorId, text)));
	}

	Mono<ConversationsMessage> find(DeskMessage message) {
		String id = String.valueOf(message.id());
		return isPushed(message) ? this.client.getPushedMessage(id) : this.client.getMessage(id);
	}

	Mono<ConversationsMessage> edit(DeskMessage message, String text) {
		String id = String.valueOf(message.id());
		return isPushed(message) ? this.client.updatePushedMessage(id, text) : this.client.updateMessage(id, text);
	}

	Mono<Void> delete(DeskMessage message) {
		String id = String.valueOf(message.id());
		return isPushed(message) ? this.client.deletePushedMessage(id) : this.client.deleteMessage(id);
	}

	private static boolean isPushed(DeskMessage message) {
		return message.kind() == DeskMessage.Kind.AUTOMATED;
	}

}

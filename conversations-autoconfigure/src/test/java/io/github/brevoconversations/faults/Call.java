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

package io.github.brevoconversations.faults;

import java.util.function.Function;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import reactor.core.publisher.Mono;

/**
 * A call of each of the nine operations.
 */
enum Call {

	SEND_MESSAGE(Kind.SEND,
			(client) -> client.sendMessage(SendMessageRequest.of("visitor", "Hello", AgentIdentity.ofId("liz")))),

	GET_MESSAGE(Kind.GET, (client) -> client.getMessage("m1")),

	UPDATE_MESSAGE(Kind.UPDATE, (client) -> client.updateMessage("m1", "Hello")),

	DELETE_MESSAGE(Kind.DELETE, (client) -> client.deleteMessage("m1")),

	SEND_PUSHED_MESSAGE(Kind.SEND,
			(client) -> client.sendPushedMessage(SendPushedMessageRequest.of("visitor", "Hello"))),

	GET_PUSHED_MESSAGE(Kind.GET, (client) -> client.getPushedMessage("m1")),

	UPDATE_PUSHED_MESSAGE(Kind.UPDATE, (client) -> client.updatePushedMessage("m1", "Hello")),

	DELETE_PUSHED_MESSAGE(Kind.DELETE, (client) -> client.deletePushedMessage("m1")),

	PING_AGENT_ONLINE(Kind.PING, (client) -> client.pingAgentOnline(AgentIdentity.ofId("liz")));

	private final Kind kind;

	private final Function<ConversationsClient, Mono<?>> call;

	Call(Kind kind, Function<ConversationsClient, Mono<?>> call) {
		this.kind = kind;
		this.call = call;
	}

	Mono<?> on(ConversationsClient client) {
		return this.call.apply(client);
	}

	boolean isSend() {
		return this.kind == Kind.SEND;
	}

	boolean isReading() {
		return this.kind == Kind.GET;
	}

	boolean isDeletion() {
		return this.kind == Kind.DELETE;
	}

	boolean returnsMessage() {
		return this.kind == Kind.SEND || this.kind == Kind.GET || this.kind == Kind.UPDATE;
	}

	private enum Kind {

		SEND, GET, UPDATE, DELETE, PING

	}

}

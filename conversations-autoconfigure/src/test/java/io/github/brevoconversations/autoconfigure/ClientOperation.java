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

package io.github.brevoconversations.autoconfigure;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import reactor.core.publisher.Mono;

/**
 * The nine operations, with arguments that are easily found again.
 */
enum ClientOperation {

	SEND_MESSAGE("POST", "/conversations/messages", (client) -> client.sendMessage(message()),
			(client) -> client.sendMessage(message())),

	GET_MESSAGE("GET", "/conversations/messages/{id}", (client) -> client.getMessage("message-4711"),
			(client) -> client.getMessage("message-4711")),

	UPDATE_MESSAGE("PUT", "/conversations/messages/{id}", (client) -> client.updateMessage("message-4711", "Hi"),
			(client) -> client.updateMessage("message-4711", "Hi")),

	DELETE_MESSAGE("DELETE", "/conversations/messages/{id}", (client) -> client.deleteMessage("message-4711"),
			(client) -> client.deleteMessage("message-4711")),

	SEND_PUSHED_MESSAGE("POST", "/conversations/pushedMessages", (client) -> client.sendPushedMessage(pushedMessage()),
			(client) -> client.sendPushedMessage(pushedMessage())),

	GET_PUSHED_MESSAGE("GET", "/conversations/pushedMessages/{id}", (client) -> client.getPushedMessage("message-4711"),
			(client) -> client.getPushedMessage("message-4711")),

	UPDATE_PUSHED_MESSAGE("PUT", "/conversations/pushedMessages/{id}",
			(client) -> client.updatePushedMessage("message-4711", "Hi"),
			(client) -> client.updatePushedMessage("message-4711", "Hi")),

	DELETE_PUSHED_MESSAGE("DELETE", "/conversations/pushedMessages/{id}",
			(client) -> client.deletePushedMessage("message-4711"),
			(client) -> client.deletePushedMessage("message-4711")),

	PING_AGENT_ONLINE("POST", "/conversations/agentOnlinePing", (client) -> client.pingAgentOnline(agent()),
			(client) -> client.pingAgentOnline(agent()));

	/**
	 * What the arguments of all operations have in common with no URI template.
	 */
	static final List<String> IDS = List.of("4711", "4712", "4713", "4714");

	private final String method;

	private final String uriTemplate;

	private final Function<ConversationsClient, Mono<?>> call;

	private final Consumer<BlockingConversationsClient> blockingCall;

	ClientOperation(String method, String uriTemplate, Function<ConversationsClient, Mono<?>> call,
			Consumer<BlockingConversationsClient> blockingCall) {
		this.method = method;
		this.uriTemplate = uriTemplate;
		this.call = call;
		this.blockingCall = blockingCall;
	}

	String method() {
		return this.method;
	}

	String uriTemplate() {
		return this.uriTemplate;
	}

	Mono<?> call(ConversationsClient client) {
		return this.call.apply(client);
	}

	void call(BlockingConversationsClient client) {
		this.blockingCall.accept(client);
	}

	static AgentIdentity agent() {
		return AgentIdentity.ofEmail("liz@4714.example", "Liz 4713", "Desk");
	}

	static SendMessageRequest message() {
		return SendMessageRequest.of("visitor-4712", "Hello", agent());
	}

	static SendPushedMessageRequest pushedMessage() {
		return SendPushedMessageRequest.of("visitor-4712", "Hello").withAgentId("agent-4713").withGroupId("group-4714");
	}

}

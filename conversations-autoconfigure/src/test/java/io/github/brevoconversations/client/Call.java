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

package io.github.brevoconversations.client;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

/**
 * A call of each operation, for the tests of all packages, with arguments that are easily
 * found again.
 */
public enum Call {

	SEND_MESSAGE((client) -> client.sendMessage(message()), (client) -> client.sendMessage(message())),

	GET_MESSAGE((client) -> client.getMessage("message-4711"), (client) -> client.getMessage("message-4711")),

	UPDATE_MESSAGE((client) -> client.updateMessage("message-4711", "Hi"),
			(client) -> client.updateMessage("message-4711", "Hi")),

	DELETE_MESSAGE((client) -> client.deleteMessage("message-4711"), (client) -> client.deleteMessage("message-4711")),

	SEND_PUSHED_MESSAGE((client) -> client.sendPushedMessage(pushedMessage()),
			(client) -> client.sendPushedMessage(pushedMessage())),

	GET_PUSHED_MESSAGE((client) -> client.getPushedMessage("message-4711"),
			(client) -> client.getPushedMessage("message-4711")),

	UPDATE_PUSHED_MESSAGE((client) -> client.updatePushedMessage("message-4711", "Hi"),
			(client) -> client.updatePushedMessage("message-4711", "Hi")),

	DELETE_PUSHED_MESSAGE((client) -> client.deletePushedMessage("message-4711"),
			(client) -> client.deletePushedMessage("message-4711")),

	PING_AGENT_ONLINE((client) -> client.pingAgentOnline(agent()), (client) -> client.pingAgentOnline(agent()));

	/**
	 * What the arguments of all calls have in common with no URI template.
	 */
	public static final List<String> IDS = List.of("4711", "4712", "4713", "4714");

	private final Operation operation = Operation.valueOf(name());

	private final Function<ConversationsClient, Mono<?>> call;

	private final Consumer<BlockingConversationsClient> blockingCall;

	Call(Function<ConversationsClient, Mono<?>> call, Consumer<BlockingConversationsClient> blockingCall) {
		this.call = call;
		this.blockingCall = blockingCall;
	}

	public Mono<?> on(ConversationsClient client) {
		return this.call.apply(client);
	}

	public void on(BlockingConversationsClient client) {
		this.blockingCall.accept(client);
	}

	public HttpMethod method() {
		return this.operation.method();
	}

	public String uriTemplate() {
		return this.operation.uriTemplate();
	}

	public boolean isSend() {
		return !this.operation.isIdempotent();
	}

	public boolean isReading() {
		return method().equals(HttpMethod.GET);
	}

	public boolean isDeletion() {
		return this.operation.isDeletion();
	}

	public boolean returnsMessage() {
		return !isDeletion() && !this.operation.isPing();
	}

	public static AgentIdentity agent() {
		return AgentIdentity.ofEmail("liz@4714.example", "Liz 4713", "Desk");
	}

	public static SendMessageRequest message() {
		return SendMessageRequest.of("visitor-4712", "Hello", agent());
	}

	public static SendPushedMessageRequest pushedMessage() {
		return SendPushedMessageRequest.of("visitor-4712", "Hello").withAgentId("agent-4713").withGroupId("group-4714");
	}

}

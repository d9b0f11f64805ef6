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

package io.github.brevoconversations.benchmarks;

import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import reactor.core.publisher.Mono;

/**
 * The starter's client, with only its key and base URL set.
 */
final class StarterClient extends ReactiveClient {

	private final ConversationsClient client;

	StarterClient(String baseUrl) {
		super("brevo.api-key=" + Sample.API_KEY, "brevo.base-url=" + baseUrl);
		this.client = bean(ConversationsClient.class);
	}

	@Override
	Supplier<Mono<?>> calls(MeasuredCall operation) {
		return switch (operation) {
			case SEND -> () -> this.client.sendMessage(
					SendMessageRequest.of(Sample.VISITOR_ID, Sample.TEXT, AgentIdentity.ofId(Sample.AGENT_ID)));
			case GET -> () -> this.client.getMessage(Sample.MESSAGE_ID);
			case PING -> () -> this.client.pingAgentOnline(AgentIdentity.ofId(Sample.AGENT_ID));
		};
	}

}

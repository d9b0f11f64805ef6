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

package io.github.brevoconversations.presence;

import java.util.function.Function;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import reactor.core.publisher.Mono;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * Makes clients that can ping, and do nothing else.
 */
final class ConversationsClientStub {

	private ConversationsClientStub() {
	}

	static ConversationsClient pinging(Function<AgentIdentity, Mono<Void>> ping) {
		ConversationsClient client = mock(ConversationsClient.class, withSettings().stubOnly());
		given(client.pingAgentOnline(any())).willAnswer((invocation) -> ping.apply(invocation.getArgument(0)));
		return client;
	}

}

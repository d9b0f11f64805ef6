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

package io.github.brevoconversations.reference.accounts;

// tag::code[]
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.presence.AgentPresence;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

@Component
class SalesDesk {

	private final BlockingConversationsClient conversations;

	private final AgentPresence presence;

	SalesDesk(@Qualifier("sales") BlockingConversationsClient conversations,
			@Qualifier("sales") AgentPresence presence) {
		this.conversations = conversations;
		this.presence = presence;
	}

	void greet(String visitorId, AgentIdentity agent) {
		this.presence.markActive(agent);
		this.conversations.sendMessage(SendMessageRequest.of(visitorId, "Hello from sales!", agent));
	}

}
// end::code[]

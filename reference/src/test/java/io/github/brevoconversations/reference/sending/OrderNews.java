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

package io.github.brevoconversations.reference.sending;

// tag::code[]
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendPushedMessageRequest;

import org.springframework.stereotype.Component;

@Component
class OrderNews {

	private final BlockingConversationsClient conversations;

	OrderNews(BlockingConversationsClient conversations) {
		this.conversations = conversations;
	}

	ConversationsMessage shipped(String visitorId) {
		return this.conversations
			.sendPushedMessage(SendPushedMessageRequest.of(visitorId, "Your order is on its way."));
	}

}
// end::code[]

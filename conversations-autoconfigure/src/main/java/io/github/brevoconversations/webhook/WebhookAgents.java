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

package io.github.brevoconversations.webhook;

import java.util.List;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoJson;
import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;

/**
 * The agents that a webhook describes.
 */
final class WebhookAgents {

	private final List<ConversationAgent> agents;

	WebhookAgents(BrevoJson webhook) {
		this.agents = Stream.of("agents", "agent")
			.flatMap((name) -> WebhookParser.objects(webhook, name))
			.map(WebhookAgents::read)
			.toList();
	}

	private static ConversationAgent read(BrevoJson agent) {
		return new ConversationAgent(agent.text("id"), agent.text("name"), agent.text("email"), agent.text("userpic"));
	}

	/**
	 * Return who wrote a message.
	 * @param message the message
	 * @return the agent, as far as known, or {@code null}
	 */
	@Nullable ConversationAgent find(ConversationsMessage message) {
		String id = message.agentId();
		if (id != null) {
			return this.agents.stream()
				.filter((agent) -> id.equals(agent.id()))
				.findFirst()
				.orElseGet(() -> new ConversationAgent(id, message.agentName(), null, message.agentUserpic()));
		}
		if (message.agentName() != null) {
			return new ConversationAgent(null, message.agentName(), null, message.agentUserpic());
		}
		return (this.agents.size() == 1) ? this.agents.get(0) : null;
	}

}

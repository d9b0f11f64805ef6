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

package io.github.brevoconversations.test;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A message that the {@link BrevoConversationsServer} holds.
 *
 * @param id the message's id
 * @param type {@code agent} or {@code visitor}
 * @param text the text, as it was last updated
 * @param visitorId the visitor whose conversation it belongs to
 * @param agentId the agent who sent it, or {@code null} if none was named
 * @param agentName the agent's name, or {@code null} if it is not known
 * @param createdAt when it was created, on the server's clock
 * @param pushed whether it is a pushed message
 * @param receivedFrom the system that sent it, or {@code null} if none was named
 */
public record StoredMessage(String id, String type, String text, String visitorId, @Nullable String agentId,
		@Nullable String agentName, Instant createdAt, boolean pushed, @Nullable String receivedFrom) {

	static final String AGENT = "agent";

	static final String VISITOR = "visitor";

	StoredMessage withText(String text) {
		return new StoredMessage(this.id, this.type, text, this.visitorId, this.agentId, this.agentName, this.createdAt,
				this.pushed, this.receivedFrom);
	}

}

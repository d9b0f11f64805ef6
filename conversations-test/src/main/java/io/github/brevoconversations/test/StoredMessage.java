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
 * A message as a {@link BrevoConversationsServer} holds it. Immutable.
 *
 * @param id the message's id
 * @param type {@code agent} or {@code visitor}
 * @param text the text
 * @param visitorId the visitor's id
 * @param agentId the id of the agent who wrote it, or {@code null} for a visitor's
 * message and for a pushed one without an agent
 * @param agentName the agent's name, where it is known
 * @param createdAt when it was written, on the server's clock, to the millisecond
 * @param pushed whether it was pushed
 * @param receivedFrom the name of the system that it came from, where one was given
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

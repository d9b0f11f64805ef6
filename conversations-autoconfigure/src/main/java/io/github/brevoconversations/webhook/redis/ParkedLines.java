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

package io.github.brevoconversations.webhook.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventKind;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ParkedEvent;

/**
 * The stored description of a parked event, in front of its payload, with one value per
 * line: the conversation, when the event was parked, the attempts, when it was received,
 * its kind, and the outcome.
 */
final class ParkedLines {

	private static final int MAX_OUTCOME = 200;

	private static final int LINES = 6;

	private ParkedLines() {
	}

	static String write(Delivery delivery, String outcome) {
		ConversationEvent event = delivery.event();
		ConversationEventKind kind = (event != null) ? ConversationEventKind.of(event) : ConversationEventKind.UNKNOWN;
		long receivedAt = (event != null) ? event.receivedAt().toEpochMilli() : 0;
		String line = outcome.replaceAll("\\s", " ");
		return receivedAt + "\n" + kind + "\n"
				+ ((line.length() > MAX_OUTCOME) ? line.substring(0, MAX_OUTCOME) : line);
	}

	static List<ParkedEvent> read(List<Object> reply) {
		List<ParkedEvent> events = new ArrayList<>();
		for (int i = 0; i < reply.size(); i += 2) {
			String[] lines = ((String) reply.get(i + 1)).split("\n", LINES);
			events.add(new ParkedEvent((String) reply.get(i), kind(lines[4]),
					Instant.ofEpochMilli(Long.parseLong(lines[3])), Instant.ofEpochMilli(Long.parseLong(lines[1])),
					Integer.parseInt(lines[2]), lines[5]));
		}
		return events;
	}

	private static ConversationEventKind kind(String name) {
		for (ConversationEventKind kind : ConversationEventKind.values()) {
			if (kind.name().equals(name)) {
				return kind;
			}
		}
		return ConversationEventKind.UNKNOWN;
	}

}

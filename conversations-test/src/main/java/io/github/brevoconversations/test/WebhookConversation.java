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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A visitor's conversation, as webhooks report it.
 *
 * @param visitorId the visitor's id
 * @param id the conversation's id, which outlives each transcript
 * @param isUnderWay whether the conversation has started and not ended
 * @param visitor the fields of the visitor in webhooks, except the id
 */
record WebhookConversation(String visitorId, String id, boolean isUnderWay, Map<String, Object> visitor) {

	WebhookConversation(String visitorId) {
		this(visitorId, RandomIds.next(), false, Map.of("source", "widget", "threadId", RandomIds.next()));
	}

	WebhookConversation underWay(boolean underWay) {
		return new WebhookConversation(this.visitorId, this.id, underWay, this.visitor);
	}

	WebhookConversation withVisitor(String field, Object value) {
		Map<String, Object> visitor = new LinkedHashMap<>(this.visitor);
		visitor.put(field, value);
		return new WebhookConversation(this.visitorId, this.id, this.isUnderWay, visitor);
	}

}

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

package io.github.brevoconversations.sample;

import java.util.UUID;

import io.github.brevoconversations.client.ConversationsMessage;

import org.springframework.stereotype.Component;

/**
 * Marks what is written at this desk, which no other desk's messages are, so that the
 * desk knows it when a webhook brings it back. Webhooks of the application's own messages
 * are usually dropped, but only they tell what became of a message without a response.
 */
@Component
class Marker {

	private final String value = "agent-desk-" + UUID.randomUUID();

	String value() {
		return this.value;
	}

	/**
	 * Return whether a message may have been written at this desk.
	 * @param message the message
	 * @return whether it may: pushed messages have no marker
	 */
	boolean isOn(ConversationsMessage message) {
		return Boolean.TRUE.equals(message.pushed()) || this.value.equals(message.receivedFrom());
	}

}

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

package io.github.brevoconversations.test.cluster;

import java.time.Instant;

import io.github.brevoconversations.test.StoredMessage;

/**
 * An answer of a chat bot, as Brevo received it.
 *
 * @param messageId the message that it answers
 * @param bot the name of the instance that sent it
 * @param at when Brevo received it
 */
record Answer(String messageId, String bot, Instant at) {

	private static final String SEPARATOR = " is answered by ";

	/**
	 * Return the text of an answer.
	 * @param messageId the message to answer
	 * @param bot the name of the instance
	 * @return the text
	 */
	static String text(String messageId, String bot) {
		return messageId + SEPARATOR + bot;
	}

	static Answer of(StoredMessage message) {
		String[] parts = message.text().split(SEPARATOR, 2);
		return new Answer(parts[0], parts[1], message.createdAt());
	}

}

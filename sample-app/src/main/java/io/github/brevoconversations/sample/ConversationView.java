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

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A conversation at one moment.
 *
 * @param id the visitor's id
 * @param guest the visitor
 * @param messages the messages, the oldest first; those on their way are last
 * @param unread how many messages of the visitor nobody has looked at or replied to
 * @param waitingSince since when the visitor has been waiting for a reply, or
 * {@code null}
 * @param ended whether Brevo has reported that it ended
 */
record ConversationView(String id, Guest guest, List<DeskMessage> messages, int unread, @Nullable Instant waitingSince,
		boolean ended) {

	/**
	 * Return the message that was exchanged last, which one that was not sent is only if
	 * there is no other.
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable DeskMessage newest() {
		for (int i = this.messages.size() - 1; i >= 0; i--) {
			if (this.messages.get(i).delivery().isSent()) {
				return this.messages.get(i);
			}
		}
		return this.messages.isEmpty() ? null : this.messages.get(this.messages.size() - 1);
	}

	/**
	 * Return when the newest message was written.
	 * @return the time
	 */
	public Instant touched() {
		DeskMessage newest = newest();
		return (newest != null) ? newest.createdAt() : Instant.EPOCH;
	}

	public boolean waiting() {
		return this.waitingSince != null;
	}

	/**
	 * Return whether there is a message that was not sent for certain.
	 * @return whether there is one
	 */
	public boolean unsent() {
		return this.messages.stream()
			.anyMatch((message) -> message.delivery().isFailed() && !message.delivery().isUncertain());
	}

	/**
	 * Return whether there is a message that may or may not have been sent.
	 * @return whether there is one
	 */
	public boolean uncertain() {
		return this.messages.stream().anyMatch((message) -> message.delivery().isUncertain());
	}

	/**
	 * Return a text that changes whenever the conversation must be rendered again in the
	 * list.
	 * @return the text
	 */
	public String version() {
		return Integer
			.toHexString(List
				.of(this.guest, this.unread, String.valueOf(this.waitingSince), String.valueOf(newest()), this.ended,
						unsent(), uncertain())
				.hashCode());
	}

}

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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Puts messages in the order in which they were written. A message without a time stays
 * behind the message that it follows.
 */
final class MessageOrder {

	private MessageOrder() {
	}

	static <T> List<T> sort(List<T> messages, Function<T, @Nullable Instant> createdAt) {
		if (messages.size() < 2) {
			return messages;
		}
		List<Timed<T>> timed = new ArrayList<>(messages.size());
		Instant last = Instant.MIN;
		for (T message : messages) {
			Instant time = createdAt.apply(message);
			last = (time != null) ? time : last;
			timed.add(new Timed<>(message, last));
		}
		return timed.stream().sorted(Comparator.comparing(Timed::time)).map(Timed::message).toList();
	}

	/**
	 * A message, and when it was written as far as known.
	 *
	 * @param <T> the type of the message
	 * @param message the message
	 * @param time when it was written
	 */
	private record Timed<T>(T message, Instant time) {

	}

}

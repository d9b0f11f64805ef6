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

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How much a {@link ConversationInbox} holds. Immutable.
 *
 * @param capacity how many events wait at most, above zero; an empty inbox takes any
 * webhook
 * @param remember how long the ids of messages are remembered, above zero
 */
public record InboxSettings(int capacity, Duration remember) {

	/**
	 * Create settings.
	 * @param capacity how many events wait at most, above zero
	 * @param remember how long an event is remembered after it was received, so that it
	 * is recognized when it arrives again; above zero
	 * @throws IllegalArgumentException if one of them is not above zero
	 */
	public InboxSettings {
		Assert.isTrue(capacity > 0, "'capacity' must be greater than zero");
		Assert.isTrue(remember.compareTo(Duration.ZERO) > 0, "'remember' must be greater than zero");
	}

	/**
	 * Return the default settings: 10,000 events, and 24 hours, because Brevo retries a
	 * webhook for up to 11 hours and 10 minutes.
	 * @return the settings
	 */
	public static InboxSettings defaults() {
		return new InboxSettings(10_000, Duration.ofHours(24));
	}

	/**
	 * Return these settings with another capacity.
	 * @param capacity how many events wait at most, above zero
	 * @return the new settings
	 * @throws IllegalArgumentException if it is not above zero
	 */
	public InboxSettings withCapacity(int capacity) {
		return new InboxSettings(capacity, this.remember);
	}

	/**
	 * Return these settings with another time to remember.
	 * @param remember how long an event is remembered after it was received, so that it
	 * is recognized when it arrives again; above zero
	 * @return the new settings
	 * @throws IllegalArgumentException if it is not above zero
	 */
	public InboxSettings withRemember(Duration remember) {
		return new InboxSettings(this.capacity, remember);
	}

}

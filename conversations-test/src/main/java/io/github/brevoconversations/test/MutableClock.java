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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.util.Assert;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 *
 * @see BrevoConversationsServer.Builder#clock(Clock)
 */
public final class MutableClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	private MutableClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	/**
	 * Return a clock that stands at the given time.
	 * @param instant the time
	 * @return a new clock
	 */
	public static MutableClock at(Instant instant) {
		Assert.notNull(instant, "'instant' must not be null");
		return new MutableClock(new AtomicReference<>(instant), ZoneOffset.UTC);
	}

	/**
	 * Move the clock on, or back by a negative duration.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	/**
	 * Set the clock.
	 * @param instant the time
	 */
	public void set(Instant instant) {
		Assert.notNull(instant, "'instant' must not be null");
		this.now.set(instant);
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	/**
	 * Return a clock for another zone, which moves together with this one.
	 */
	@Override
	public Clock withZone(ZoneId zone) {
		return new MutableClock(this.now, zone);
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

}

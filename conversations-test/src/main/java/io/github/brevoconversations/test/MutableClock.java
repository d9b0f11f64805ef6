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

/**
 * A clock that stands still until it is told to move, so that a test can let hours pass
 * without waiting. In UTC unless {@linkplain #withZone(ZoneId) asked otherwise}, and safe
 * to use from several threads.
 */
public final class MutableClock extends Clock {

	private final AtomicReference<Instant> now;

	private final ZoneId zone;

	private MutableClock(AtomicReference<Instant> now, ZoneId zone) {
		this.now = now;
		this.zone = zone;
	}

	/**
	 * Create a clock that shows the given time.
	 * @param instant the time to start at
	 * @return the clock
	 */
	public static MutableClock at(Instant instant) {
		return new MutableClock(new AtomicReference<>(instant), ZoneOffset.UTC);
	}

	/**
	 * Create a clock that shows the time at which it was created.
	 * @return the clock
	 */
	public static MutableClock startingNow() {
		return at(Instant.now());
	}

	/**
	 * Move the clock forward.
	 * @param duration by how much; zero or positive
	 * @throws IllegalArgumentException if the duration is negative: {@link #set(Instant)}
	 * turns a clock back
	 */
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("'duration' must not be negative: " + duration);
		}
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	/**
	 * Set the clock, forward or back.
	 * @param instant the time to show
	 */
	public void set(Instant instant) {
		this.now.set(instant);
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return this.zone;
	}

	/**
	 * Return this clock in another time zone. The two move together.
	 * @param zone the time zone
	 * @return a view of this clock
	 */
	@Override
	public MutableClock withZone(ZoneId zone) {
		return new MutableClock(this.now, zone);
	}

	@Override
	public String toString() {
		return "MutableClock[" + instant() + "," + this.zone + "]";
	}

}

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

package io.github.brevoconversations.presence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * The clock of an {@link ActiveAgentStore}, as far as this instance can tell between two
 * responses of the store. Passes as evenly as this instance's own clock. Thread-safe.
 */
final class StoreClock extends Clock {

	/**
	 * A clock that is set by less does no harm.
	 */
	private static final Duration TOLERATED_STEP = Duration.ofSeconds(2);

	private final Clock clock;

	private volatile Duration offset = Duration.ZERO;

	private volatile Instant lastSet = Instant.MIN;

	private boolean known;

	private Duration step = Duration.ZERO;

	/**
	 * Create a clock that goes like this instance's own until the store is heard of.
	 * @param clock this instance's clock
	 */
	StoreClock(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Note what time it is now by the store.
	 * @param now the store's time
	 */
	synchronized void set(Instant now) {
		Duration offset = Duration.between(this.clock.instant(), now);
		if (this.known && offset.minus(this.offset).abs().compareTo(TOLERATED_STEP) > 0) {
			this.lastSet = now;
		}
		this.step = this.known ? this.step.plus(offset).minus(this.offset) : Duration.ZERO;
		this.offset = offset;
		this.known = true;
	}

	/**
	 * Return by how much the store's clock was set since this was last asked, beside the
	 * ways of the responses.
	 * @return the time, below zero if it was set back
	 */
	synchronized Duration takeStep() {
		Duration step = this.step;
		this.step = Duration.ZERO;
		return step;
	}

	/**
	 * Return this instance's own clock.
	 * @return the clock
	 */
	Clock local() {
		return this.clock;
	}

	/**
	 * Turn a time of the store's into one of this instance's.
	 * @param time a time by the store's clock
	 * @return the same time by this instance's clock
	 */
	Instant toLocal(Instant time) {
		return time.minus(this.offset);
	}

	/**
	 * Turn a time that the store has kept into one of this instance's.
	 * @param time a time by the store's clock, or {@code null} for none
	 * @return the same time by this instance's clock, or {@code null} if there is none,
	 * or if the store's clock was set since, so that the time says nothing
	 */
	@Nullable Instant keptToLocal(@Nullable Instant time) {
		return (time == null || time.isBefore(this.lastSet)) ? null : toLocal(time);
	}

	@Override
	public Instant instant() {
		return this.clock.instant().plus(this.offset);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException();
	}

}

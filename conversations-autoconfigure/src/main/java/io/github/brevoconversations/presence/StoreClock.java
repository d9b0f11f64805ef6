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
 * The clock of an {@link ActiveAgentStore}, as this instance estimates it from the
 * store's responses. Between two responses, it runs as evenly as this instance's own
 * clock. Thread-safe.
 */
final class StoreClock extends Clock {

	private final Clock clock;

	private volatile Duration offset = Duration.ZERO;

	private volatile Instant lastSet = Instant.MIN;

	/**
	 * The latest time that the store's clock had shown when it was set.
	 */
	private volatile Instant latestShown = Instant.MIN;

	private volatile int timesSet;

	private boolean known;

	private Duration step = Duration.ZERO;

	/**
	 * Create a clock that equals this instance's own until the store has told its time.
	 * @param clock this instance's clock
	 */
	StoreClock(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Record a time that the store has told. When exactly it was between the request and
	 * the response is not known, so only a time that is impossible for this whole period
	 * counts as a step of the store's clock.
	 * @param now the store's time
	 * @param asked when the request was sent, by this instance's clock
	 */
	synchronized void set(Instant now, Instant asked) {
		Duration offset = Duration.between(this.clock.instant(), now);
		if (this.known && this.offset.compareTo(offset) > 0) {
			Duration most = Duration.between(asked, now);
			offset = (this.offset.compareTo(most) < 0) ? this.offset : most;
		}
		if (this.known && offset.minus(this.offset).abs().compareTo(Tuning.CLOCK_TOLERANCE) > 0) {
			this.latestShown = latest(this.latestShown, instant());
			this.lastSet = now;
			this.timesSet++;
		}
		this.step = this.known ? this.step.plus(offset).minus(this.offset) : Duration.ZERO;
		this.offset = offset;
		this.known = true;
	}

	/**
	 * Return by how much the store's clock was set since the last call of this method.
	 * @return the time, negative if the clock was set back
	 */
	synchronized Duration takeStep() {
		Duration step = this.step;
		this.step = Duration.ZERO;
		return step;
	}

	/**
	 * Return how far the store's clock is ahead of this instance's own.
	 * @return the time, negative if the store's clock is behind
	 */
	Duration offset() {
		return this.offset;
	}

	/**
	 * Return this instance's own clock.
	 * @return the clock
	 */
	Clock local() {
		return this.clock;
	}

	/**
	 * Convert a time by the store's clock.
	 * @param time a time by the store's clock
	 * @return the same time by this instance's clock
	 */
	Instant toLocal(Instant time) {
		return time.minus(this.offset);
	}

	/**
	 * Convert a time by the store's clock that the store has kept.
	 * @param time a time by the store's clock, or {@code null} for none
	 * @return the same time by this instance's clock, or {@code null} if there is none,
	 * or if the store's clock was set since, which makes the time useless
	 */
	@Nullable Instant keptToLocal(@Nullable Instant time) {
		return (time == null || time.isBefore(this.lastSet)) ? null : toLocal(time);
	}

	/**
	 * Return whether a time that the store has kept may be from before the store's clock
	 * was set. After it was set back, it shows the same times once more.
	 * @param time a time by the store's clock
	 * @return whether the clock had shown the time, or a later one, when it was set
	 */
	boolean isDoubtful(Instant time) {
		return !time.isAfter(this.latestShown);
	}

	/**
	 * Return how often the store's clock was set.
	 * @return the number
	 */
	int timesSet() {
		return this.timesSet;
	}

	private static Instant latest(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
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

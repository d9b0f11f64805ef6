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

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Times of errors, of slow answers, and of outages that are shorter than what is left of
 * the online window, one after the other and with time between them to recover.
 */
final class RandomFaults implements FaultSchedule {

	private static final Duration PERIOD = Duration.ofMinutes(6);

	private final SplittableRandom random;

	private long period = -1;

	private Duration begin = Duration.ZERO;

	private Duration end = Duration.ZERO;

	private int kind;

	RandomFaults(long seed) {
		this.random = new SplittableRandom(seed);
	}

	@Override
	public Effect effect(Duration sinceStart, SplittableRandom random) {
		if (!isFaulty(sinceStart)) {
			return Effect.NONE;
		}
		return switch (this.kind) {
			case 0 -> Effect.UNREACHABLE;
			case 1 -> (random.nextDouble() < 0.25) ? Effect.ERROR : Effect.NONE;
			default -> Effect.NONE;
		};
	}

	@Override
	public Duration latency(Duration sinceStart, SplittableRandom random) {
		boolean slow = isFaulty(sinceStart) && this.kind == 2;
		return Duration.ofMillis(slow ? random.nextInt(1000, 6000) : random.nextInt(10, 200));
	}

	private boolean isFaulty(Duration sinceStart) {
		long current = sinceStart.toMillis() / PERIOD.toMillis();
		while (this.period < current) {
			this.period++;
			this.kind = this.random.nextInt(3);
			Duration start = PERIOD.multipliedBy(this.period);
			this.begin = start.plusSeconds(this.random.nextInt(10, 120));
			this.end = this.begin
				.plusSeconds((this.kind == 0) ? this.random.nextInt(1, 51) : this.random.nextInt(1, 200));
		}
		return sinceStart.compareTo(this.begin) >= 0 && sinceStart.compareTo(this.end) < 0;
	}

}

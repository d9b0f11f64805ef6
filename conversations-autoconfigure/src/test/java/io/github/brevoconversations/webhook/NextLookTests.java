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
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NextLook}.
 */
class NextLookTests {

	private final JumpingScheduler timer = new JumpingScheduler();

	private final AtomicInteger looks = new AtomicInteger();

	private final NextLook next = new NextLook(this.timer, this.looks::incrementAndGet);

	@AfterEach
	void stop() {
		this.timer.dispose();
	}

	@Test
	void happensAtTheEarliestTimeThatWasAskedFor() {
		this.next.in(Duration.ofMinutes(5));
		this.next.in(Duration.ofSeconds(1));
		this.next.in(Duration.ofMinutes(1));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void happensInTimeIfTheClockIsSetForward() {
		this.next.in(Duration.ofMinutes(5));
		this.timer.jump(Duration.ofHours(1));
		this.next.in(Duration.ofSeconds(1));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void happensInTimeIfTheClockIsSetBack() {
		this.next.in(Duration.ofSeconds(1));
		this.timer.jump(Duration.ofHours(-1));
		this.next.in(Duration.ofMinutes(5));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.looks).hasValue(1);
	}

	@Test
	void happensWithinAnHourWhateverIsAskedFor() {
		this.next.in(Duration.ofSeconds(Long.MAX_VALUE));
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.looks).hasValue(1);
	}

}

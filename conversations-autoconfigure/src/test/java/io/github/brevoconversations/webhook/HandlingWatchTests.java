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
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlingWatch}.
 */
class HandlingWatchTests {

	private final FirstFailingTime time = new FirstFailingTime();

	private final HandlingWatch watch = new HandlingWatch(this.time, Duration.ofSeconds(30), List.of(), (task) -> {
	}, (task) -> {
	});

	@Test
	void watchesTheNextHandlingAfterItCouldNotWatchOne() {
		assertThatExceptionOfType(InternalError.class).isThrownBy(this.watch::watch);
		this.watch.watch();
		assertThat(this.time.getScheduledTaskCount()).isEqualTo(1);
	}

	/**
	 * Virtual time that cannot plan what it is to plan first.
	 */
	private static final class FirstFailingTime extends VirtualTimeScheduler {

		private boolean failed;

		FirstFailingTime() {
			super(false);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			if (!this.failed) {
				this.failed = true;
				throw new InternalError("no thread");
			}
			return super.schedule(task, delay, unit);
		}

	}

}

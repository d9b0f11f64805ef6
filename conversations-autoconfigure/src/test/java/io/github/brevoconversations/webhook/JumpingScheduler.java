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
import java.util.concurrent.TimeUnit;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Virtual time whose wall clock can be set, as that of Reactor's schedulers: the system's
 * clock tells milliseconds and longer units, and monotonic time shorter ones.
 */
final class JumpingScheduler extends VirtualTimeScheduler {

	private Duration offset = Duration.ZERO;

	JumpingScheduler() {
		super(false);
	}

	void advance(Duration duration) {
		advanceTimeBy(duration);
	}

	void jump(Duration step) {
		this.offset = this.offset.plus(step);
	}

	@Override
	public long now(TimeUnit unit) {
		boolean wall = unit.compareTo(TimeUnit.MILLISECONDS) >= 0;
		return super.now(unit) + (wall ? unit.convert(this.offset) : 0);
	}

}

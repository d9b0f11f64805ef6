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

package io.github.brevoconversations.webhook.jdbc;

/**
 * The time in an inbox. It advances as the database's clock has since it was last
 * recorded, but by at most ten seconds and never backward, so that setting the clock
 * neither ends a lease nor forgets an event.
 *
 * @param wall the database's time when it was last recorded, in milliseconds since 1970
 * @param then the inbox's time when it was last recorded, in milliseconds
 * @param store the database's time now, in milliseconds since 1970
 */
record InboxTime(long wall, long then, long store) {

	private static final long LONGEST_STEP = 10_000;

	private static final long WORTH_NOTING = 1000;

	/**
	 * Return the time now.
	 * @return the time, in milliseconds
	 */
	long now() {
		return this.then + Math.min(Math.max(this.store - this.wall, 0), LONGEST_STEP);
	}

	/**
	 * Return whether the time should be recorded again.
	 * @return whether the database's clock has moved by a second or more, in either
	 * direction
	 */
	boolean isWorthNoting() {
		return Math.abs(this.store - this.wall) >= WORTH_NOTING;
	}

}

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
 * What time it is in an inbox. It goes on by what the database's clock has gone on since
 * it was last noted, at most by ten seconds and never back, so that a clock that is set
 * ends no lease and forgets no message.
 *
 * @param wall the database's time when it was last noted, in milliseconds since 1970
 * @param then the inbox's time when it was last noted, in milliseconds
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
	 * Return whether the time should be noted again.
	 * @return whether the database's clock has gone on by a second, or back
	 */
	boolean isWorthNoting() {
		return Math.abs(this.store - this.wall) >= WORTH_NOTING;
	}

}

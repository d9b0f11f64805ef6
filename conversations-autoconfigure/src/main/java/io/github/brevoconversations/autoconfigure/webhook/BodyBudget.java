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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that the bodies of an account's webhooks take until they are kept: a
 * flood of large or slow ones must not take that of the application. Many small ones at
 * once are no such flood. Thread-safe.
 */
final class BodyBudget {

	/**
	 * How many bodies of maximal size there is memory for.
	 */
	static final int MAX_BODIES = 16;

	private final AtomicLong left;

	BodyBudget(int maxBodySize) {
		this.left = new AtomicLong((long) MAX_BODIES * maxBodySize);
	}

	/**
	 * Begin a body.
	 * @return what it takes, nothing at first
	 */
	Share share() {
		return new Share();
	}

	long left() {
		return this.left.get();
	}

	/**
	 * What one body takes. For one thread at a time, but for {@link #close()}.
	 */
	final class Share implements AutoCloseable {

		private final AtomicLong taken = new AtomicLong();

		/**
		 * Take more.
		 * @param bytes the number of bytes
		 * @return whether there was as much; if not, nothing was taken
		 */
		boolean take(int bytes) {
			if (BodyBudget.this.left.addAndGet(-bytes) < 0) {
				BodyBudget.this.left.addAndGet(bytes);
				return false;
			}
			this.taken.addAndGet(bytes);
			return true;
		}

		/**
		 * Give back all that was taken.
		 */
		@Override
		public void close() {
			BodyBudget.this.left.addAndGet(this.taken.getAndSet(0));
		}

	}

}

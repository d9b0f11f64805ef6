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
 * Limits the memory that the bodies of an account's webhooks take until their events are
 * stored, so that a flood of large or slow bodies cannot exhaust the memory of the
 * application. Many small bodies fit at the same time. Thread-safe.
 */
final class BodyBudget {

	/**
	 * The number of bodies of the maximum size that fit.
	 */
	static final int MAX_BODIES = 16;

	private final AtomicLong left;

	BodyBudget(int maxBodySize) {
		this.left = new AtomicLong((long) MAX_BODIES * maxBodySize);
	}

	/**
	 * Start a share for a body.
	 * @return the share, empty at first
	 */
	Share share() {
		return new Share();
	}

	long left() {
		return this.left.get();
	}

	/**
	 * What one body takes. Thread-safe: a body may end, as one that takes too long does,
	 * while a part of it is being read.
	 */
	final class Share implements AutoCloseable {

		private long taken;

		private boolean closed;

		/**
		 * Take more of the budget.
		 * @param bytes the number of bytes
		 * @return whether there was as much, and the body has not ended; if not, nothing
		 * was taken
		 */
		synchronized boolean take(int bytes) {
			if (this.closed) {
				return false;
			}
			if (BodyBudget.this.left.addAndGet(-bytes) < 0) {
				BodyBudget.this.left.addAndGet(bytes);
				return false;
			}
			this.taken += bytes;
			return true;
		}

		/**
		 * Give back everything that was taken.
		 */
		@Override
		public synchronized void close() {
			this.closed = true;
			BodyBudget.this.left.addAndGet(this.taken);
			this.taken = 0;
		}

	}

}

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

package io.github.brevoconversations.test;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The faults that are switched on. Thread-safe.
 */
final class Faults {

	private final List<Active> active = new ArrayList<>();

	synchronized void add(Fault fault) {
		this.active.add(new Active(fault));
	}

	synchronized void clear() {
		this.active.clear();
	}

	synchronized List<Fault> list() {
		return this.active.stream().map((active) -> active.fault).toList();
	}

	/**
	 * Take the fault that a request meets: the first of those switched on.
	 * @param request the request
	 * @return the fault, or {@code null} if it meets none
	 */
	synchronized @Nullable Fault take(ReceivedRequest request) {
		Iterator<Active> candidates = this.active.iterator();
		while (candidates.hasNext()) {
			Active candidate = candidates.next();
			if (candidate.fault.meets(request) && candidate.takes()) {
				if (candidate.left == 0) {
					candidates.remove();
				}
				return candidate.fault;
			}
		}
		return null;
	}

	/**
	 * A fault, and how far it got.
	 */
	private static final class Active {

		private final Fault fault;

		private int left;

		private long seen;

		private Active(Fault fault) {
			this.fault = fault;
			this.left = fault.times();
		}

		private boolean takes() {
			long before = (long) Math.floor(this.seen * this.fault.share());
			this.seen++;
			boolean taken = (long) Math.floor(this.seen * this.fault.share()) > before;
			if (taken) {
				this.left--;
			}
			return taken;
		}

	}

}

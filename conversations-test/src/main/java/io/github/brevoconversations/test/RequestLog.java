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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The requests that were received, in order. Holds a bounded number of requests and
 * characters, and forgets the oldest. Safe to use from several threads.
 */
final class RequestLog {

	private final int maxRequests;

	private final long maxCharacters;

	private final Deque<Entry> entries = new ArrayDeque<>();

	private long characters;

	RequestLog(int maxRequests, long maxCharacters) {
		this.maxRequests = maxRequests;
		this.maxCharacters = maxCharacters;
	}

	synchronized Entry add(ReceivedRequest request) {
		Entry entry = new Entry(request);
		this.entries.addLast(entry);
		this.characters += request.body().length();
		while (this.entries.size() > this.maxRequests || this.characters > this.maxCharacters) {
			this.characters -= this.entries.removeFirst().request().body().length();
		}
		return entry;
	}

	synchronized List<ReceivedRequest> requests() {
		return this.entries.stream().map(Entry::request).toList();
	}

	synchronized void clear() {
		this.entries.clear();
		this.characters = 0;
	}

	/**
	 * A request, which gets the status of its response later.
	 */
	static final class Entry {

		private volatile ReceivedRequest request;

		private Entry(ReceivedRequest request) {
			this.request = request;
		}

		ReceivedRequest request() {
			return this.request;
		}

		void answered(int status) {
			this.request = this.request.answered(status);
		}

	}

}

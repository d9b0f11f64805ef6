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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest of the requests received. Thread-safe.
 */
final class RequestLog {

	static final int CAPACITY = 10_000;

	private final Map<Long, ReceivedRequest> requests = new LinkedHashMap<>();

	private long next;

	synchronized long add(ReceivedRequest request) {
		this.requests.put(this.next, request);
		if (this.requests.size() > CAPACITY) {
			this.requests.remove(this.requests.keySet().iterator().next());
		}
		return this.next++;
	}

	synchronized void answered(long number, int status) {
		this.requests.computeIfPresent(number, (key, request) -> request.answeredWith(status));
	}

	synchronized List<ReceivedRequest> list() {
		return List.copyOf(new ArrayList<>(this.requests.values()));
	}

	synchronized void clear() {
		this.requests.clear();
	}

}

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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The asynchronous results of listeners, collected on the thread on which an event is
 * published.
 */
final class ListenerResults {

	private static final ThreadLocal<@Nullable List<Mono<Void>>> collected = new ThreadLocal<>();

	private ListenerResults() {
	}

	/**
	 * Publish an event.
	 * @param publication publishes the event on this thread
	 * @return completes when the results of all listeners have completed, one after
	 * another
	 */
	static Mono<Void> of(Runnable publication) {
		List<Mono<Void>> outer = collected.get();
		List<Mono<Void>> results = new ArrayList<>();
		collected.set(results);
		try {
			publication.run();
		}
		finally {
			if (outer != null) {
				collected.set(outer);
			}
			else {
				collected.remove();
			}
		}
		return results.isEmpty() ? Mono.empty() : Flux.concat(results).then();
	}

	/**
	 * Add a result to wait for, if an event is being published on this thread.
	 * @param result the result, not subscribed to yet
	 * @return whether it will be waited for
	 */
	static boolean add(Mono<Void> result) {
		List<Mono<Void>> results = collected.get();
		return results != null && results.add(result);
	}

}

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

package io.github.brevoconversations.presence;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Calls code of others, such as a store, a key provider or a filter, so that whatever it
 * throws fails the call. Reactor rethrows some errors out of {@code subscribe()}, and
 * what broke off there would leave counters as they were, and end the beat in silence.
 */
final class GuardedCall {

	private static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

	private GuardedCall() {
	}

	/**
	 * Return a call that fails with whatever is thrown while it is subscribed to.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return the guarded call
	 */
	static <T> Mono<T> of(Mono<T> call) {
		return Mono.create((sink) -> {
			try {
				sink.onDispose(
						call.contextWrite(sink.contextView()).subscribe(sink::success, sink::error, sink::success));
			}
			catch (Throwable ex) {
				sink.error(new IllegalStateException("A call was aborted by " + ex, ex));
			}
		});
	}

	/**
	 * Bound the time that a store may take, and say what failed.
	 * @param <T> the type of the result
	 * @param change what the store is asked to do
	 * @param failed what has failed if it does not
	 * @return the result, or an {@link ActiveAgentStoreException}
	 */
	static <T> Mono<T> stored(Mono<T> change, String failed) {
		return change.timeout(STORE_TIMEOUT)
			.onErrorMap((failure) -> new ActiveAgentStoreException(
					"%s, because the store failed or did not respond in time; try again once the store can be reached"
						.formatted(failed),
					failure, true));
	}

}

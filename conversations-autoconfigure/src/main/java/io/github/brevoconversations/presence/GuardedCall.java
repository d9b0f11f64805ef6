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
import java.util.Locale;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Calls foreign code, such as a store, a key provider or a filter, so that whatever it
 * throws fails the call. Reactor throws some errors out of {@code subscribe()}, which
 * would skip the handling of failures: counters would be wrong, and the heartbeat would
 * end silently.
 */
final class GuardedCall {

	private GuardedCall() {
	}

	/**
	 * Return a call that fails with whatever is thrown while it is subscribed to.
	 * @param <T> the type of the result
	 * @param call the call
	 * @return the guarded call
	 */
	static <T> Mono<T> of(Mono<T> call) {
		return Mono.<Signal<T>>create((sink) -> {
			try {
				sink.onDispose(call.contextWrite(sink.contextView()).materialize().subscribe(sink::success));
			}
			catch (Throwable ex) {
				sink.success(Signal.error(new IllegalStateException("A call was aborted by " + ex, ex)));
			}
		}).dematerialize();
	}

	/**
	 * Limit the time that a call may take.
	 * @param <T> the type of the result
	 * @param limit the time
	 * @param call the call
	 * @param who what is called, for the message
	 * @param what what it must respond to, for the message
	 * @return the result, or a {@link TimeoutException} that says what did not respond
	 */
	static <T> Mono<T> within(Duration limit, Mono<T> call, String who, String what) {
		// a failure after the timeout is a value by now, which is dropped silently
		return call.materialize()
			.timeout(limit,
					Mono.error(() -> new TimeoutException(
							"%s did not respond to %s within %s".formatted(who, what, describe(limit)))))
			.dematerialize();
	}

	private static String describe(Duration limit) {
		long millis = limit.toMillis();
		return (millis % 1000 == 0) ? String.format(Locale.ROOT, "%s seconds", millis / 1000)
				: String.format(Locale.ROOT, "%s ms", millis);
	}

	/**
	 * Limit the time that a call to a store of active agents may take.
	 * @param <T> the type of the result
	 * @param limit the time
	 * @param call the call to the store
	 * @return the result, or a {@link TimeoutException}
	 */
	static <T> Mono<T> storeWithin(Duration limit, Mono<T> call) {
		return within(limit, call, "The store of the active agents", "a call");
	}

	/**
	 * Limit the time that a call to a store may take, and say what failed.
	 * @param <T> the type of the result
	 * @param change the call to the store
	 * @param failed what has failed if the call fails, for the message
	 * @return the result, or an {@link ActiveAgentStoreException}
	 */
	static <T> Mono<T> stored(Mono<T> change, String failed) {
		return storeWithin(Tuning.STORE_TIMEOUT, change).onErrorMap((failure) -> new ActiveAgentStoreException(
				"%s, because the store failed or did not respond in time; try again once the store can be reached"
					.formatted(failed),
				failure, true));
	}

}

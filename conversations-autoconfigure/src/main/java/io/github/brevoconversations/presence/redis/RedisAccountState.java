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

package io.github.brevoconversations.presence.redis;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountStates;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgentStore.Scheduled;
import reactor.core.publisher.Mono;

/**
 * Changes the account's state in Redis together with a schedule. The state that was last
 * read is merged with the update here, and replaced in Redis if it has not changed in the
 * meantime. Otherwise, the change is retried with the state in Redis. Thread-safe.
 */
final class RedisAccountState {

	private static final int ATTEMPTS = 50;

	private volatile Known known = new Known("", Instant.EPOCH, 0);

	/**
	 * Record the state that Redis has returned.
	 * @param text the state, or an empty string if there is none
	 * @param when the time by the clock of Redis
	 */
	void set(String text, Instant when) {
		this.known = new Known(text, when, System.nanoTime());
	}

	/**
	 * Schedule pings and change the state.
	 * @param pings the arguments for the pings
	 * @param update what is new about the account
	 * @param script runs the script with the given arguments
	 * @return the state before and after
	 */
	Mono<Scheduled> schedule(Supplier<Stream<String>> pings, AccountUpdate update,
			Function<Supplier<Stream<String>>, Mono<List<Object>>> script) {
		return attempt(pings, update, script, 1);
	}

	private Mono<Scheduled> attempt(Supplier<Stream<String>> pings, AccountUpdate update,
			Function<Supplier<Stream<String>>, Mono<List<Object>>> script, int attempt) {
		return Mono.defer(() -> {
			Known known = this.known;
			Instant now = known.now();
			AccountState before = AccountStates.read(known.text());
			String after = update.equals(AccountUpdate.NONE) ? "" : AccountStates.write(before.merge(update, now));
			return script.apply(
					() -> Stream.concat(Stream.of(known.text(), after, RedisActiveAgentStore.micros(now)), pings.get()))
				.flatMap((reply) -> {
					String found = (String) reply.get(2);
					boolean replaced = (Long) reply.get(1) == 1;
					set(replaced ? after : found, Replies.instant(reply.get(0)));
					return (replaced || after.isEmpty() || attempt == ATTEMPTS)
							? Mono.just(new Scheduled(AccountStates.read(found),
									AccountStates.read(replaced ? after : found)))
							: attempt(Stream::empty, update, script, attempt + 1);
				});
		});
	}

	/**
	 * A state as it was last read.
	 *
	 * @param text the state
	 * @param when the time by the clock of Redis
	 * @param read when it was read, as {@link System#nanoTime()}
	 */
	private record Known(String text, Instant when, long read) {

		private Instant now() {
			return this.when.plusNanos(System.nanoTime() - this.read);
		}

	}

}

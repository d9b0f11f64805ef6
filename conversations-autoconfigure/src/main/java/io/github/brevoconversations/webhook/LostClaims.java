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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import reactor.core.publisher.Mono;

/**
 * The claims of a shared inbox that may have taken effect although their result did not
 * arrive, because the connection broke or the response came too late. Nobody handles the
 * events of the conversations that they hold, so the next claim of the same instance
 * releases them, rather than leaving them until the lease expires. For implementations of
 * {@link ConversationInbox}. Thread-safe.
 */
public final class LostClaims {

	private static final int MAX = 100;

	private final LongSupplier nanoTime;

	private final Deque<LostClaim> claims = new ArrayDeque<>();

	/**
	 * Create an object that knows of no lost claim.
	 */
	public LostClaims() {
		this(System::nanoTime);
	}

	LostClaims(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Make a claim with a token of its own, and remember the token if the claim fails or
	 * is cancelled without a result. A claim of nothing is not remembered, since it holds
	 * nothing.
	 * @param max how many conversations to claim at most
	 * @param lease how long the claim holds conversations
	 * @param claim makes the claim with its token, after it has released what the lost
	 * claims with the given tokens hold
	 * @return the result of the claim
	 */
	public Mono<Claim> claim(int max, Duration lease, BiFunction<Long, List<Long>, Mono<Claim>> claim) {
		return Mono.defer(() -> {
			long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
			Mono<Claim> result = claim.apply(token, tokens());
			return (max > 0) ? watch(token, lease, result) : result;
		});
	}

	private Mono<Claim> watch(long token, Duration lease, Mono<Claim> claim) {
		AtomicBoolean arrived = new AtomicBoolean();
		Runnable lost = () -> {
			// one that has arrived may be in use, however it ended afterwards
			if (!arrived.get()) {
				add(token, lease);
			}
		};
		return claim.doOnNext((result) -> arrived.set(true)).doOnError((ex) -> lost.run()).doOnCancel(lost);
	}

	private synchronized void add(long token, Duration lease) {
		this.claims.add(new LostClaim(token, this.nanoTime.getAsLong(), lease));
		if (this.claims.size() > MAX) {
			this.claims.remove();
		}
	}

	// They stay for as long as their leases, since a claim may take effect later than the
	// next one.
	private synchronized List<Long> tokens() {
		if (this.claims.isEmpty()) {
			return List.of();
		}
		long now = this.nanoTime.getAsLong();
		this.claims.removeIf((claim) -> claim.isOver(now));
		return this.claims.stream().map(LostClaim::token).toList();
	}

	/**
	 * A lost claim.
	 *
	 * @param token the token of the claim
	 * @param since when it was lost, in nanoseconds
	 * @param lease how long it holds conversations
	 */
	private record LostClaim(long token, long since, Duration lease) {

		boolean isOver(long now) {
			return Duration.ofNanos(now - this.since).compareTo(this.lease) > 0;
		}

	}

}

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An inbox that fails on demand.
 */
final class FaultyInbox implements ConversationInbox {

	private final ConversationInbox inbox;

	volatile boolean shared;

	volatile boolean unreadable;

	volatile @Nullable Fault fault;

	volatile Mono<Void> beforeResponse = Mono.empty();

	volatile boolean releasesLostClaims;

	private final List<Delivery> lost = new CopyOnWriteArrayList<>();

	FaultyInbox(ConversationInbox inbox) {
		this.inbox = inbox;
	}

	private <T> Mono<T> call(Supplier<Mono<T>> call) {
		Fault fault = this.fault;
		if (fault == null) {
			return call.get()
				.flatMap((result) -> this.beforeResponse.thenReturn(result))
				.switchIfEmpty(Mono.defer(() -> this.beforeResponse.then(Mono.empty())));
		}
		return switch (fault) {
			case FAILS -> Mono.error(new IllegalStateException("password"));
			case HANGS -> Mono.never();
			case THROWS -> throw new IllegalStateException("password");
			case THROWS_ERROR -> throw new NoClassDefFoundError("password");
		};
	}

	void setFault(@Nullable Fault fault) {
		this.fault = fault;
	}

	void addAnyway(List<InboxEntry> entries) {
		this.inbox.add(entries).block();
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public Mono<Addition> add(List<InboxEntry> entries) {
		return call(() -> this.inbox.add(entries));
	}

	@Override
	public Mono<Void> markSent(String messageId) {
		return call(() -> this.inbox.markSent(messageId));
	}

	@Override
	public Mono<Claim> claim(int max, Duration lease) {
		return call(() -> this.releasesLostClaims ? claimAfterLost(max, lease) : this.inbox.claim(max, lease))
			.doOnNext((claim) -> this.lost.removeAll(claim.deliveries()))
			.map((claim) -> this.unreadable
					? new Claim(claim.deliveries().stream().map(FaultyInbox::unreadable).toList(), claim.nextDue())
					: claim);
	}

	// As shared inboxes do
	private Mono<Claim> claimAfterLost(int max, Duration lease) {
		return Mono.defer(() -> {
			this.lost.forEach((delivery) -> this.inbox.release(delivery, Duration.ZERO, false).block());
			this.lost.clear();
			return this.inbox.claim(max, lease).doOnNext((claim) -> this.lost.addAll(claim.deliveries()));
		});
	}

	private static Delivery unreadable(Delivery delivery) {
		return new Delivery(delivery.conversation(), delivery.token(), delivery.sequence(), delivery.attempts(), null);
	}

	@Override
	public Mono<Boolean> renew(Delivery delivery, Duration lease) {
		return call(() -> this.inbox.renew(delivery, lease));
	}

	@Override
	public Mono<Step> complete(Delivery delivery, @Nullable Duration lease) {
		return call(() -> this.inbox.complete(delivery, lease));
	}

	@Override
	public Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return call(() -> this.inbox.release(delivery, delay, attempt));
	}

	@Override
	public Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease) {
		return call(() -> this.inbox.park(delivery, outcome, lease));
	}

	@Override
	public Mono<List<ParkedEvent>> parked(int max) {
		return call(() -> this.inbox.parked(max));
	}

	@Override
	public Mono<Boolean> redeliver(String id) {
		return call(() -> this.inbox.redeliver(id));
	}

	@Override
	public Mono<InboxSize> size() {
		return this.inbox.size();
	}

	/**
	 * What goes wrong.
	 */
	enum Fault {

		FAILS, HANGS, THROWS, THROWS_ERROR

	}

}

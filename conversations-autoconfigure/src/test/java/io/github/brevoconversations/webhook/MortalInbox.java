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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * An inbox as an instance uses it that may die at any moment: from then on it hears no
 * response, and whether its last calls arrived is left to chance.
 */
final class MortalInbox implements ConversationInbox {

	private final ConversationInbox inbox;

	private final BooleanSupplier dead;

	private final Consumer<String> onCompleted;

	MortalInbox(ConversationInbox inbox, BooleanSupplier dead, Consumer<String> onCompleted) {
		this.inbox = inbox;
		this.dead = dead;
		this.onCompleted = onCompleted;
	}

	private <T> Mono<T> alive(Mono<T> call) {
		return Mono.defer(() -> this.dead.getAsBoolean() ? Mono.<T>never() : call)
			.flatMap((value) -> this.dead.getAsBoolean() ? Mono.never() : Mono.just(value));
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public Mono<Addition> add(List<InboxEntry> entries) {
		return alive(this.inbox.add(entries));
	}

	@Override
	public Mono<Void> markSent(String messageId) {
		return alive(this.inbox.markSent(messageId));
	}

	@Override
	public Mono<Claim> claim(int max, Duration lease) {
		return alive(this.inbox.claim(max, lease));
	}

	@Override
	public Mono<Boolean> renew(Delivery delivery, Duration lease) {
		return alive(this.inbox.renew(delivery, lease));
	}

	@Override
	public Mono<Step> complete(Delivery delivery, @Nullable Duration lease) {
		return alive(this.inbox.complete(delivery, lease).doOnNext((step) -> {
			if (step.held() && delivery.event() != null) {
				this.onCompleted.accept(Webhooks.id(delivery.event()));
			}
		}));
	}

	@Override
	public Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return alive(this.inbox.release(delivery, delay, attempt));
	}

	@Override
	public Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease) {
		return alive(this.inbox.park(delivery, outcome, lease));
	}

	@Override
	public Mono<List<ParkedEvent>> parked(int max) {
		return alive(this.inbox.parked(max));
	}

	@Override
	public Mono<Boolean> redeliver(String id) {
		return alive(this.inbox.redeliver(id));
	}

	@Override
	public Mono<InboxSize> size() {
		return alive(this.inbox.size());
	}

}

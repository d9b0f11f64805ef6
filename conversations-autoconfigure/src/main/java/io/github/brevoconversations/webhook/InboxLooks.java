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
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Looks for events: claims conversations while there is room for them, and looks again
 * when the next are due. Only one claim is in progress at a time.
 */
final class InboxLooks {

	/**
	 * How long to wait after a failure.
	 */
	static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private final InboxCalls inbox;

	private final InboxOutage outage;

	private final LeaseRenewals renewals;

	private final Duration pollInterval;

	private final Scheduler timer;

	private final Taker taker;

	private final NextLook nextLook;

	private final AtomicInteger wakeUps = new AtomicInteger();

	private final AtomicBoolean lost = new AtomicBoolean();

	private volatile boolean claiming;

	private volatile boolean releasing;

	private volatile boolean more;

	private volatile @Nullable Instant lastLook;

	/**
	 * Create looks.
	 * @param inbox the inbox
	 * @param outage the outage of the inbox, which holds claims back
	 * @param renewals the renewals of leases, which hold claims back as well
	 * @param pollInterval the longest time between two looks at a shared inbox
	 * @param timer the timer
	 * @param taker takes what was claimed
	 */
	InboxLooks(InboxCalls inbox, InboxOutage outage, LeaseRenewals renewals, Duration pollInterval, Scheduler timer,
			Taker taker) {
		this.inbox = inbox;
		this.outage = outage;
		this.renewals = renewals;
		this.pollInterval = pollInterval;
		this.timer = timer;
		this.taker = taker;
		this.nextLook = new NextLook(timer, this::wake);
	}

	/**
	 * Look now, or once more if a look is in progress.
	 */
	void wake() {
		if (this.taker.isRunning() && this.wakeUps.getAndIncrement() == 0) {
			look();
		}
	}

	/**
	 * Look after a delay, unless a look is due earlier.
	 * @param delay the delay
	 */
	void again(Duration delay) {
		if (this.taker.isRunning()) {
			this.nextLook.in(delay);
		}
	}

	/**
	 * Look no more, once {@link Taker#isRunning()} returns {@code false}.
	 */
	void stop() {
		this.nextLook.cancel();
		releaseLost();
	}

	/**
	 * Return whether a claim is in progress, which may bring events even after a stop, or
	 * the release of what a lost one holds.
	 * @return whether the last look has not ended yet
	 */
	boolean isClaiming() {
		return this.claiming || this.releasing;
	}

	/**
	 * Return whether there may be more events than the last look had room for.
	 * @return whether to look again when there is room
	 */
	boolean hasMore() {
		return this.more;
	}

	@Nullable Instant last() {
		return this.lastLook;
	}

	private void look() {
		int answered = this.wakeUps.get();
		int room = this.taker.room();
		AtomicBoolean ended = new AtomicBoolean();
		// before looking whether it is running, so that a stop sees it
		this.claiming = true;
		this.nextLook.cancel();
		if (!this.taker.isRunning() || room <= 0) {
			this.more = true;
			if (this.taker.room() > 0) {
				// what ended meanwhile did not know that there may be more
				wake();
			}
			end(answered, ended);
			return;
		}
		Duration heldBack = heldBack();
		if (!heldBack.isZero()) {
			again(heldBack);
			end(answered, ended);
			return;
		}
		try {
			claim(room).subscribe(null, (ex) -> {
				this.outage.failed();
				this.lost.set(this.inbox.isShared());
				again(AFTER_FAILURE);
				end(answered, ended);
			}, () -> end(answered, ended));
		}
		catch (Throwable ex) {
			logger.warn("Looking for events failed: " + ex.getClass().getName());
			again(AFTER_FAILURE);
			end(answered, ended);
		}
	}

	// After an outage, what this instance holds is renewed first: it would claim that
	// again, and handle it twice
	private Duration heldBack() {
		return this.renewals.isInDoubt() ? AFTER_FAILURE : this.outage.left();
	}

	private Mono<Claim> claim(int room) {
		boolean tries = this.inbox.isShared() && this.outage.isLong();
		return this.inbox.claim(tries ? 0 : room).doOnNext((claim) -> {
			this.outage.ended(tries);
			this.lost.set(false);
			if (tries) {
				again(this.outage.left());
			}
			else {
				take(claim, room);
			}
		});
	}

	private void take(Claim claim, int room) {
		this.lastLook = Instant.ofEpochMilli(this.timer.now(TimeUnit.MILLISECONDS));
		this.more = claim.deliveries().size() >= room;
		claim.deliveries().forEach(this.taker::take);
		Duration next = claim.nextDue();
		if (this.inbox.isShared() && (next == null || next.compareTo(this.pollInterval) > 0)) {
			next = this.pollInterval;
		}
		if (next != null) {
			again(next);
		}
	}

	private void end(int answered, AtomicBoolean ended) {
		if (ended.compareAndSet(false, true)) {
			releaseLost();
			this.claiming = false;
			this.taker.looked();
			if (this.wakeUps.addAndGet(-answered) != 0) {
				this.timer.schedule(this::look);
			}
		}
	}

	// After a stop, no further claim releases what a failed one holds
	private void releaseLost() {
		if (!this.taker.isRunning() && this.lost.compareAndSet(true, false)) {
			this.releasing = true;
			this.inbox.releaseLost().subscribe(null, (ex) -> released(), this::released);
		}
	}

	private void released() {
		this.releasing = false;
		this.taker.looked();
	}

	/**
	 * Takes what was claimed.
	 */
	interface Taker {

		/**
		 * Return whether events are being handed over.
		 * @return whether to look for more
		 */
		boolean isRunning();

		/**
		 * Return how many conversations there is room for.
		 * @return the number, or zero or less if there is no room
		 */
		int room();

		/**
		 * Take a claimed event.
		 * @param delivery the event
		 */
		void take(Delivery delivery);

		/**
		 * A look has ended.
		 */
		void looked();

	}

}

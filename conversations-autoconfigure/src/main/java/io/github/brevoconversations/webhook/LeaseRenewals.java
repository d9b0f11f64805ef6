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
import java.util.Collection;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.webhook.EventHandling.LeaseLostException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Renews the leases of the conversations that this instance holds in a shared inbox, and
 * cancels a handling whose lease may end soon because it could not be renewed.
 */
final class LeaseRenewals {

	private static final Log logger = LogFactory.getLog(ConversationEventDelivery.class);

	private static final int RENEWALS_IN_A_LEASE = 6;

	private final InboxCalls inbox;

	private final InboxOutage outage;

	private final Duration lease;

	private final Collection<HandlingTask> tasks;

	private final Scheduler timer;

	private final Disposable.Swap renewals = Disposables.swap();

	private boolean stopped;

	/**
	 * Create renewals that have not been started.
	 * @param inbox the inbox
	 * @param outage what to tell if a lease cannot be renewed
	 * @param lease the lease
	 * @param tasks the handlings of what this instance holds
	 * @param timer the timer
	 */
	LeaseRenewals(InboxCalls inbox, InboxOutage outage, Duration lease, Collection<HandlingTask> tasks,
			Scheduler timer) {
		this.inbox = inbox;
		this.outage = outage;
		this.lease = lease;
		this.tasks = tasks;
		this.timer = timer;
	}

	/**
	 * Return how long a lease may go without a renewal before it is in doubt.
	 * @param lease the lease
	 * @return the time
	 */
	static Duration safe(Duration lease) {
		return lease.dividedBy(2);
	}

	/**
	 * Return how often a lease is renewed.
	 * @param lease the lease
	 * @return the time between two renewals
	 */
	static Duration period(Duration lease) {
		return lease.dividedBy(RENEWALS_IN_A_LEASE);
	}

	/**
	 * Start to renew leases, if the inbox is shared.
	 */
	synchronized void start() {
		this.stopped = false;
		if (this.inbox.isShared()) {
			long period = period(this.lease).toMillis();
			this.renewals.update(this.timer.schedulePeriodically(this::renew, period, period, TimeUnit.MILLISECONDS));
		}
	}

	/**
	 * Renew leases only for as long as anything is being handled.
	 */
	synchronized void stop() {
		this.stopped = true;
	}

	/**
	 * Return whether this instance holds a conversation whose lease may have ended.
	 * @return whether a lease could not be renewed for too long
	 */
	boolean isInDoubt() {
		return this.inbox.isShared() && this.tasks.stream().anyMatch((task) -> !task.isLost() && isInDoubt(task));
	}

	private boolean isInDoubt(HandlingTask task) {
		return task.notRenewedFor().compareTo(safe(this.lease)) > 0;
	}

	private void renew() {
		for (HandlingTask task : this.tasks) {
			try {
				if (isInDoubt(task)) {
					task.cancel(new LeaseLostException());
				}
				// one on a thread continues, and nobody else may have claimed it yet
				renew(task);
			}
			catch (Throwable ex) {
				logger.debug("Renewing a lease failed: " + ex.getClass().getName());
			}
		}
		synchronized (this) {
			// a start meanwhile has renewals of its own
			if (this.stopped && this.tasks.isEmpty()) {
				this.renewals.update(Disposables.disposed());
			}
		}
	}

	private void renew(HandlingTask task) {
		long begin = this.timer.now(TimeUnit.NANOSECONDS);
		this.inbox.renew(task.delivery()).subscribe((held) -> {
			if (held) {
				task.renewed(begin);
			}
			else {
				task.lose(new LeaseLostException());
			}
		}, (ex) -> this.outage.failed());
	}

}

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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events in their order on its own thread, which ends when there is nothing to
 * publish: a slow listener does not hold up the pings. If a listener takes more than ten
 * seconds, another thread publishes the next events. The number of events that wait is
 * limited; further ones are dropped, which is counted and logged. Thread-safe.
 */
final class EventQueue {

	private final HeartbeatLog log;

	private final Queue<AgentPresenceEvent> events = new ArrayDeque<>();

	private @Nullable Publishing current;

	private int threads;

	private @Nullable Scheduler scheduler;

	private boolean stopped;

	private long dropped;

	private boolean dropping;

	private volatile @Nullable ApplicationEventPublisher publisher;

	EventQueue(HeartbeatLog log) {
		this.log = log;
	}

	void setPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	void publish(AgentPresenceEvent event) {
		if (this.publisher == null) {
			return;
		}
		boolean first;
		synchronized (this) {
			boolean room = this.events.size() < Tuning.EVENTS_WAITING && this.events.offer(event);
			first = !room && !this.dropping;
			this.dropping = !room;
			this.dropped += room ? 0 : 1;
			begin();
		}
		if (first) {
			this.log.warn(null,
					"Listeners to presence events are too slow: %s events are waiting, and further ones are dropped",
					Tuning.EVENTS_WAITING);
		}
	}

	/**
	 * Let another thread publish the events that wait if a listener has been blocking the
	 * current one for too long.
	 */
	synchronized void check() {
		if (!this.events.isEmpty()) {
			begin();
		}
	}

	synchronized long dropped() {
		return this.dropped;
	}

	private void begin() {
		Publishing current = this.current;
		if ((current != null && !current.isStuck()) || this.threads >= Tuning.EVENT_THREADS) {
			return;
		}
		Publishing next = new Publishing();
		this.current = next;
		this.threads++;
		try {
			Scheduler scheduler = this.scheduler;
			if (scheduler == null) {
				scheduler = Schedulers.newBoundedElastic(Tuning.EVENT_THREADS, Tuning.EVENTS_WAITING, "brevo-events",
						Tuning.EVENT_THREAD_IDLE_SECONDS, true);
				this.scheduler = scheduler;
			}
			Disposable unused = scheduler.schedule(next);
		}
		catch (Throwable ex) {
			// no memory for a thread: the next event or the next check retries
			this.current = null;
			this.threads--;
			this.log.debug(ex, "No thread can be started to publish events");
		}
	}

	/**
	 * Release the threads as soon as no event waits. Events that are published until the
	 * next start are still delivered.
	 */
	synchronized void stop() {
		this.stopped = true;
		releaseThreads();
	}

	synchronized void start() {
		this.stopped = false;
	}

	private void releaseThreads() {
		Scheduler scheduler = this.scheduler;
		if (this.stopped && this.threads == 0 && scheduler != null) {
			this.scheduler = null;
			scheduler.dispose();
		}
	}

	private synchronized @Nullable AgentPresenceEvent next(Publishing publishing) {
		AgentPresenceEvent event = (this.current == publishing) ? this.events.poll() : null;
		if (event == null) {
			this.current = (this.current == publishing) ? null : this.current;
			this.threads--;
			releaseThreads();
		}
		return event;
	}

	/**
	 * Publishes until no event waits, or another thread has taken over.
	 */
	private final class Publishing implements Runnable {

		private volatile long begunNanos = System.nanoTime();

		@Override
		public void run() {
			AgentPresenceEvent event = next(this);
			while (event != null) {
				this.begunNanos = System.nanoTime();
				publish(event);
				event = next(this);
			}
		}

		private void publish(AgentPresenceEvent event) {
			ApplicationEventPublisher publisher = EventQueue.this.publisher;
			try {
				if (publisher != null) {
					publisher.publishEvent(event);
				}
			}
			catch (Throwable ex) {
				EventQueue.this.log.warn(ex, "A listener to %s failed", event.getClass().getSimpleName());
			}
		}

		private boolean isStuck() {
			return System.nanoTime() - this.begunNanos > TimeUnit.SECONDS.toNanos(Tuning.LISTENER_PATIENCE_SECONDS);
		}

	}

}

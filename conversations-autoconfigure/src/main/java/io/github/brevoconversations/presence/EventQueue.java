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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes events one after the other, and away from the threads that ping: a listener
 * may take its time.
 */
final class EventQueue {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private final Queue<AgentPresenceEvent> events = new ConcurrentLinkedQueue<>();

	private final AtomicInteger pending = new AtomicInteger();

	private volatile @Nullable ApplicationEventPublisher publisher;

	void setPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	void publish(AgentPresenceEvent event) {
		if (this.publisher == null) {
			return;
		}
		this.events.add(event);
		if (this.pending.getAndIncrement() == 0) {
			Disposable unused = Schedulers.boundedElastic().schedule(this::drain);
		}
	}

	private void drain() {
		do {
			AgentPresenceEvent event = this.events.poll();
			ApplicationEventPublisher publisher = this.publisher;
			if (event != null && publisher != null) {
				publish(publisher, event);
			}
		}
		while (this.pending.decrementAndGet() > 0);
	}

	private static void publish(ApplicationEventPublisher publisher, AgentPresenceEvent event) {
		try {
			publisher.publishEvent(event);
		}
		catch (Throwable ex) {
			logger.warn("A listener to " + event.getClass().getSimpleName() + " failed", ex);
		}
	}

}

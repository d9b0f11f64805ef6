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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.presence.AgentPresenceEvent.PingingResumed;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaRestored;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventQueue}.
 */
@Timeout(30)
class EventQueueTests {

	private final EventQueue queue = new EventQueue(new HeartbeatLog());

	@AfterEach
	void tearDown() {
		this.queue.stop();
	}

	@Test
	void publishesInOrderOnAThreadThatMayBlock() throws InterruptedException {
		int number = 1000;
		List<Object> events = new CopyOnWriteArrayList<>();
		List<Boolean> mayBlock = new CopyOnWriteArrayList<>();
		CountDownLatch done = new CountDownLatch(number);
		this.queue.setPublisher((event) -> {
			events.add(event);
			mayBlock.add(!Schedulers.isInNonBlockingThread());
			done.countDown();
		});
		for (int i = 0; i < number; i++) {
			this.queue.publish(new QuotaRestored("default", i));
		}
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(events).extracting((event) -> ((QuotaRestored) event).activeAgents()).isSorted().hasSize(number);
		assertThat(mayBlock).containsOnly(true);
	}

	@Test
	void toleratesAFailingListener() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(2);
		this.queue.setPublisher((event) -> {
			done.countDown();
			throw new IllegalStateException("The listener failed");
		});
		this.queue.publish(new PingingResumed("default"));
		this.queue.publish(new PingingResumed("default"));
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void continuesAfterAnErrorOfAListener() throws InterruptedException {
		CountDownLatch done = new CountDownLatch(2);
		this.queue.setPublisher((event) -> {
			done.countDown();
			throw new NoClassDefFoundError("listener");
		});
		this.queue.publish(new PingingResumed("default"));
		this.queue.publish(new PingingResumed("default"));
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void dropsAndCountsEventsWhileAListenerBlocks() {
		CountDownLatch release = new CountDownLatch(1);
		this.queue.setPublisher((event) -> awaitQuietly(release));
		for (int i = 0; i < 2000; i++) {
			this.queue.publish(new QuotaRestored("default", i));
		}
		assertThat(this.queue.dropped()).isBetween(990L, 1000L);
		release.countDown();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void publishesNothingWithoutAPublisher() {
		this.queue.publish(new PingingResumed("default"));
	}

}

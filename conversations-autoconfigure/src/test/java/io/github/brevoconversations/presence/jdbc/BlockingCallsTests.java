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

package io.github.brevoconversations.presence.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BlockingCalls}.
 */
@Timeout(60)
class BlockingCallsTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final BlockingCalls calls = new BlockingCalls("test-calls-", 2, 4);

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.end.countDown();
		this.calls.close();
	}

	@Test
	void callsOnItsOwnDaemonThread() {
		Thread thread = this.calls.call(Thread::currentThread).block();
		assertThat(thread.getName()).startsWith("test-calls-");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void propagatesErrors() {
		StepVerifier.create(this.calls.call(() -> {
			throw new java.io.IOException("down");
		})).expectErrorMessage("down").verify(LIMIT);
	}

	@Test
	void callsInTheOrderOfSubscription() {
		BlockingCalls single = new BlockingCalls("single-", 1, 1);
		List<Integer> made = Collections.synchronizedList(new ArrayList<>());
		List<Integer> numbers = Flux.range(0, 1000).collectList().block();
		Flux.fromIterable(numbers).flatMap((i) -> single.call(() -> made.add(i)), 1000).blockLast();
		assertThat(made).isEqualTo(numbers);
		single.close();
	}

	@Test
	void limitsThreadsHoweverManyCallsHang() {
		CountDownLatch hanging = new CountDownLatch(2);
		Mono<Boolean> hang = this.calls.call(() -> {
			hanging.countDown();
			return this.end.await(60, TimeUnit.SECONDS);
		});
		hang.subscribe();
		hang.subscribe();
		assertThat(await(hanging)).isTrue();
		AtomicBoolean called = new AtomicBoolean();
		StepVerifier.create(this.calls.call(() -> called.getAndSet(true)).timeout(Duration.ofMillis(1)))
			.expectError(TimeoutException.class)
			.verify(LIMIT);
		this.end.countDown();
		assertThat(this.calls.call(called::get).block()).isFalse();
	}

	@Test
	void replacesThreadsThatAreStuckInAbandonedCalls() {
		CountDownLatch hanging = new CountDownLatch(2);
		Mono<Boolean> hang = this.calls.call(() -> {
			hanging.countDown();
			return this.end.await(60, TimeUnit.SECONDS);
		});
		Disposable one = hang.subscribe();
		Disposable other = hang.subscribe();
		assertThat(await(hanging)).isTrue();
		one.dispose();
		other.dispose();
		assertThat(this.calls.call(() -> 1).block(LIMIT)).isOne();
	}

	@Test
	void completesWaitingCallsWhenClosed() {
		BlockingCalls single = new BlockingCalls("single-", 1, 1);
		single.call(() -> this.end.await(60, TimeUnit.SECONDS)).subscribe();
		Mono<Integer> waiting = single.call(() -> 1).cache();
		waiting.subscribe();
		single.close();
		this.end.countDown();
		assertThat(waiting.block()).isOne();
		StepVerifier.create(single.call(() -> 2)).expectError(RejectedExecutionException.class).verify(LIMIT);
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

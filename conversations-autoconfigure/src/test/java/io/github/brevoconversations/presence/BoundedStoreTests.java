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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BoundedStore}, with stores that do what they must not.
 */
@Timeout(60)
class BoundedStoreTests {

	private static final Duration SOON = Duration.ofMillis(20);

	private static final Duration LATE = Duration.ofSeconds(50);

	private final CountDownLatch end = new CountDownLatch(1);

	private final AtomicInteger blocked = new AtomicInteger();

	private final HostileStore store = new HostileStore();

	@AfterEach
	void release() {
		this.end.countDown();
	}

	@Test
	void returnsWhatTheStoreReturns() {
		BoundedStore bounded = new BoundedStore(this.store, LATE);
		bounded.add(AgentIdentity.ofId("liz"), null).block();
		assertThat(bounded.size().block()).isOne();
		assertThat(bounded.list(10).block()).hasSize(1);
		assertThat(bounded.isShared()).isFalse();
	}

	@Test
	void givesUpACallThatNeverCompletes() {
		this.store.size = Mono.never();
		assertThat(new BoundedStore(this.store, SOON).size().toFuture()).failsWithin(LATE)
			.withThrowableThat()
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void continuesHoweverManyCallsBlockTheirThreads() {
		BoundedStore impatient = new BoundedStore(this.store, SOON);
		this.store.size = Mono.fromSupplier(this::block);
		while (this.blocked.get() < 10) {
			assertThat(impatient.size().toFuture()).failsWithin(LATE);
		}
		this.store.size = Mono.just(42);
		assertThat(new BoundedStore(this.store, new OwnStoreThreads(), LATE).size().block()).isEqualTo(42);
		// a thread may need longer than this one waits to begin
		Awaitility.await().ignoreExceptions().until(() -> impatient.size().block(), (size) -> size == 42);
	}

	@Test
	void continuesWhileReactorsThreadsAreBlocked() {
		int threads = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		for (int i = 0; i < threads; i++) {
			Disposable unused = Schedulers.boundedElastic().schedule(this::block);
		}
		assertThat(new BoundedStore(this.store, LATE).size().block()).isZero();
	}

	@Test
	void turnsWhateverIsThrownIntoASignal() {
		BoundedStore bounded = new BoundedStore(this.store, LATE);
		for (Throwable thrown : List.of(new NoClassDefFoundError("x"), new StackOverflowError("x"),
				new OutOfMemoryError("x"), new IllegalStateException("x"), new IOException("x"))) {
			this.store.thrown = thrown;
			assertThat(bounded.size().toFuture()).as("thrown %s", thrown)
				.failsWithin(LATE)
				.withThrowableThat()
				.havingRootCause()
				.withMessageContaining("x");
			this.store.thrown = null;
			this.store.size = Mono.error(thrown);
			assertThat(bounded.size().toFuture()).as("signalled %s", thrown).failsWithin(LATE);
			this.store.size = null;
		}
		assertThat(bounded.size().block()).isZero();
	}

	@Test
	void silentlyDropsALateFailure() throws InterruptedException {
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		AtomicBoolean failed = new AtomicBoolean();
		this.store.size = Mono.fromSupplier(() -> {
			block();
			failed.set(true);
			throw new IllegalStateException("late");
		});
		List<Thread> threads = new ArrayList<>();
		// begins each call, also one that was given up before
		StoreThreads always = (task) -> {
			Thread thread = new Thread(task);
			threads.add(thread);
			thread.start();
			return Disposables.single();
		};
		try {
			assertThat(new BoundedStore(this.store, always, SOON).size().toFuture()).failsWithin(LATE);
			this.end.countDown();
			for (Thread thread : threads) {
				thread.join();
			}
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(failed).isTrue();
		assertThat(dropped).isEmpty();
	}

	private int block() {
		this.blocked.incrementAndGet();
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return 0;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable thrown) throws T {
		throw (T) thrown;
	}

	/**
	 * Store that does what a test wants.
	 */
	private static final class HostileStore extends InMemoryActiveAgentStore {

		private volatile Mono<Integer> size;

		private volatile Throwable thrown;

		@Override
		public Mono<Integer> size() {
			if (this.thrown != null) {
				BoundedStoreTests.<RuntimeException>sneak(this.thrown);
			}
			return (this.size != null) ? this.size : super.size();
		}

	}

}

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

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.WebhookListener.Handling;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how {@link ConversationEventDelivery} ends handlers that take too long.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class HandlingTimeoutTests {

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final Duration GIVEN_UP = TIMEOUT.plus(HandlingWatch.GRACE);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final FaultyInbox inbox = new FaultyInbox(new InMemoryConversationInbox(InboxSettings.defaults(),
			Clock.fixed(Webhooks.NOW, ZoneOffset.UTC), () -> this.time.now(TimeUnit.NANOSECONDS)));

	private final List<String> begun = new CopyOnWriteArrayList<>();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final List<Handling> outcomes = new CopyOnWriteArrayList<>();

	private final AtomicInteger subscribed = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<ExecutorService> executors = new ArrayList<>();

	private ConversationEventDelivery delivery;

	@AfterEach
	void stop() throws InterruptedException {
		this.release.countDown();
		this.delivery.stop();
		for (ExecutorService executor : this.executors) {
			executor.shutdownNow();
			assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		}
		this.time.dispose();
	}

	@ParameterizedTest
	@EnumSource
	void makeRoomForOtherConversations(Hang hang) {
		start((event) -> hang.hang(this));
		for (int i = 0; i < 8; i++) {
			add("hang" + i, "hang" + i);
		}
		add("other", "other");
		await(() -> this.begun.size() == 8);
		this.time.advanceTimeBy(TIMEOUT.minusMillis(1));
		assertThat(this.outcomes).isEmpty();
		giveUp(hang, Duration.ofMillis(1), 8);
		await(() -> this.handled.contains("other"));
		assertThat(this.delivery.state().hung()).hasSize(hang.ignoresInterruption ? 8 : 0);
		this.release.countDown();
		await(() -> this.delivery.state().hung().isEmpty());
		awaitAsTimePasses(() -> size().equals(new InboxSize(0, 0)));
		assertThat(this.handled).contains("hang0", "hang7");
	}

	@ParameterizedTest
	@EnumSource
	void keepTheEventsOfTheirConversationInOrder(Hang hang) {
		start((event) -> hang.hang(this));
		add("a", "hang1", "2");
		await(() -> this.begun.size() == 1);
		giveUp(hang, TIMEOUT, 1);
		assertThat(this.handled).isEmpty();
		this.release.countDown();
		await(() -> this.delivery.state().hung().isEmpty());
		awaitAsTimePasses(() -> this.outcomes.size() == 3);
		assertThat(this.handled).endsWith("hang1", "2").containsOnlyOnce("2");
		assertThat(this.outcomes).containsExactly(Handling.FAILED, Handling.DONE, Handling.DONE);
	}

	@ParameterizedTest
	@EnumSource
	void parkAnEventThatHangsAgain(Hang hang) {
		start((event) -> hang.hang(this));
		add("a", "hang1", "2");
		for (int attempt = 1; !this.outcomes.contains(Handling.PARKED); attempt++) {
			int attempts = attempt;
			awaitAsTimePasses(() -> this.begun.size() == attempts);
			giveUp(hang, TIMEOUT, attempts);
		}
		awaitAsTimePasses(() -> this.handled.contains("2"));
		assertThat(this.begun).hasSize(hang.ignoresInterruption ? 2 : 5);
		assertThat(this.delivery.state().hung()).hasSize(hang.ignoresInterruption ? 2 : 0);
		assertThat(this.inbox.parked(10).block()).singleElement()
			.satisfies((event) -> assertThat(event.outcome()).endsWith("HandlingTimeoutException"));
	}

	@Test
	void areReplacedOnlySoOftenThatTheirNumberIsBounded(CapturedOutput output) {
		start((event) -> Hang.WAITS_AGAIN.hang(this));
		for (int round = 1; round <= 3; round++) {
			for (int i = 0; i < 8; i++) {
				add("hang" + round + i, "hang" + round + i);
			}
			int threads = Math.min(2, round) * 8;
			await(() -> this.begun.size() == threads);
			this.time.advanceTimeBy(GIVEN_UP);
			await(() -> this.delivery.state().hung().size() == threads);
		}
		add("other", "other");
		this.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.begun).hasSize(16);
		assertThat(this.handled).isEmpty();
		assertThat(output).contains("takes its place: 8 of at most 8", "too many hang already: 9, more than 8")
			.contains("HandlingTimeoutTests$Hang");
		this.release.countDown();
		await(() -> this.handled.contains("other"));
		await(() -> this.delivery.state().hung().isEmpty());
		assertThat(output).contains("has ended after");
	}

	@Test
	void areNotTakenForDoneOnceTheyWereGivenUp() {
		AtomicInteger attempts = new AtomicInteger();
		start((event) -> {
			if (attempts.incrementAndGet() == 1) {
				Hang.WAITS_AGAIN.hang(this);
			}
		});
		add("a", "hang1", "2");
		await(() -> this.begun.size() == 1);
		this.time.advanceTimeBy(GIVEN_UP);
		await(() -> this.outcomes.size() == 1);
		this.release.countDown();
		await(() -> this.delivery.state().hung().isEmpty());
		assertThat(this.outcomes).containsExactly(Handling.FAILED);
		assertThat(size().waiting()).isEqualTo(2);
		awaitAsTimePasses(() -> this.outcomes.size() == 3);
		assertThat(attempts).hasValue(2);
	}

	@Test
	void areDoneIfTheyEndWellWhenInterrupted() {
		start((event) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				// done anyway
			}
		});
		add("a", "hang1");
		await(() -> this.begun.size() == 1);
		this.time.advanceTimeBy(TIMEOUT);
		await(() -> this.outcomes.equals(List.of(Handling.DONE)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void leaveNoInterruptionBehindOnTheirThread(boolean reset) {
		AtomicBoolean interrupted = new AtomicBoolean();
		AtomicInteger attempts = new AtomicInteger();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		start(executor, (event) -> {
			interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
			if (attempts.incrementAndGet() == 1) {
				Hang.ENDS.hang(this);
				if (reset) {
					Thread.currentThread().interrupt();
				}
			}
		});
		add("a", "hang1");
		add("b", "2");
		await(() -> this.begun.size() == 1);
		this.time.advanceTimeBy(TIMEOUT);
		await(() -> this.handled.contains("2"));
		awaitAsTimePasses(() -> this.outcomes.size() == 3);
		assertThat(interrupted).isFalse();
	}

	@Test
	void areNotBegunTooLateOnAnExecutorThatIsBusy() {
		List<Runnable> tasks = new CopyOnWriteArrayList<>();
		this.delivery = delivery(tasks::add, (event) -> Mono.fromRunnable(() -> this.handled.add(Webhooks.id(event))));
		this.delivery.start();
		add("a", "1");
		this.time.advanceTimeBy(TIMEOUT.multipliedBy(2));
		tasks.forEach(Runnable::run);
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void areCancelledWithoutAThread() {
		AtomicInteger cancelled = new AtomicInteger();
		AtomicInteger attempts = new AtomicInteger();
		this.delivery = delivery(Runnable::run, (event) -> (attempts.getAndIncrement() == 0)
				? Mono.<Void>never().doOnCancel(cancelled::incrementAndGet) : Mono.empty());
		this.delivery.start();
		add("a", "1");
		this.time.advanceTimeBy(TIMEOUT);
		assertThat(cancelled).hasValue(1);
		assertThat(this.outcomes).containsExactly(Handling.FAILED);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.outcomes).containsExactly(Handling.FAILED, Handling.DONE);
	}

	@Test
	void areCancelledEvenIfTheCancellationFails() {
		AtomicInteger attempts = new AtomicInteger();
		this.delivery = delivery(Runnable::run,
				(event) -> (attempts.getAndIncrement() == 0) ? Mono.create((sink) -> sink.onCancel(() -> {
					throw new IllegalStateException();
				})) : Mono.empty());
		this.delivery.start();
		add("a", "1");
		this.time.advanceTimeBy(TIMEOUT);
		assertThat(this.outcomes).containsExactly(Handling.FAILED);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.outcomes).containsExactly(Handling.FAILED, Handling.DONE);
	}

	@Test
	void holdNoThreadOfTheTimerIfTheirCancellationBlocks() {
		Thread timer = Thread.currentThread();
		AtomicBoolean onTimer = new AtomicBoolean();
		startWithCancellation(Executors.newCachedThreadPool(), () -> {
			this.begun.add("cancellation");
			if (Thread.currentThread() == timer) {
				onTimer.set(true);
			}
			else {
				Hang.WAITS_AGAIN.hang(this);
			}
		});
		for (int i = 0; i < 8; i++) {
			add("hang" + i, "hang" + i);
		}
		add("other", "other");
		await(() -> this.subscribed.get() == 8);
		this.time.advanceTimeBy(TIMEOUT);
		await(() -> this.begun.size() == 8);
		assertThat(onTimer).isFalse();
		assertThat(this.outcomes).isEmpty();
		this.time.advanceTimeBy(HandlingWatch.GRACE);
		await(() -> this.handled.contains("other"));
		assertThat(this.delivery.state().hung()).hasSize(8);
		this.release.countDown();
		await(() -> this.delivery.state().hung().isEmpty());
		assertThat(this.outcomes).filteredOn(Handling.FAILED::equals).hasSize(8);
	}

	@Test
	void areDoneWithIfTheirCancellationEndsWhenItIsInterrupted() {
		startWithCancellation(Executors.newCachedThreadPool(), () -> {
			this.begun.add("cancellation");
			Hang.ENDS.hang(this);
		});
		add("hang", "hang");
		await(() -> this.subscribed.get() == 1);
		this.time.advanceTimeBy(TIMEOUT);
		await(() -> this.begun.size() == 1);
		this.time.advanceTimeBy(HandlingWatch.GRACE);
		await(() -> this.outcomes.equals(List.of(Handling.FAILED)));
		await(() -> this.delivery.state().hung().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void areGivenUpIfTheExecutorDoesNotCancelThem(boolean rejects) {
		AtomicInteger executions = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		this.delivery = delivery((task) -> {
			if (executions.incrementAndGet() != 2) {
				task.run();
			}
			else if (rejects) {
				throw new RejectedExecutionException();
			}
		}, (event) -> (executions.get() == 1) ? Mono.<Void>never()
			.doOnSubscribe((subscription) -> this.subscribed.incrementAndGet())
			.doOnCancel(cancelled::incrementAndGet) : Mono.empty());
		this.delivery.start();
		add("a", "1");
		await(() -> this.subscribed.get() == 1);
		this.time.advanceTimeBy(GIVEN_UP);
		// another thread may record the failure while the time advances, so that the next
		// attempt is part of it
		await(() -> !this.outcomes.isEmpty());
		assertThat(this.outcomes).first().isEqualTo(Handling.FAILED);
		await(() -> cancelled.get() == (rejects ? 1 : 0));
		await(() -> this.delivery.state().hung().isEmpty());
		awaitAsTimePasses(() -> this.outcomes.equals(List.of(Handling.FAILED, Handling.DONE)));
	}

	@Test
	void doNotCountAsAttemptsIfTheApplicationInterruptsThemWhileItStops() {
		ExecutorService executor = Executors.newCachedThreadPool();
		start(executor, (event) -> Hang.ENDS.hang(this));
		add("a", "hang1");
		await(() -> this.begun.size() == 1);
		AtomicInteger idle = new AtomicInteger();
		this.delivery.stop(idle::incrementAndGet);
		this.delivery.stop(idle::incrementAndGet);
		assertThat(idle).hasValue(0);
		executor.shutdownNow();
		await(() -> idle.get() == 2);
		assertThat(this.inbox.claim(1, Duration.ofMinutes(1)).block().deliveries()).singleElement()
			.satisfies((claimed) -> assertThat(claimed.attempts()).isZero());
	}

	@Test
	void areNotLookedAtInAnIdleApplication() {
		this.delivery = delivery(Runnable::run, (event) -> Mono.empty());
		this.delivery.start();
		add("a", "1");
		this.time.advanceTimeBy(TIMEOUT);
		assertThat(this.time.getScheduledTaskCount()).isLessThan(3);
		long looks = this.time.getScheduledTaskCount();
		this.time.advanceTimeBy(Duration.ofDays(1));
		assertThat(this.time.getScheduledTaskCount()).isEqualTo(looks);
	}

	// Those that end when they are interrupted need a moment for it, which is not of the
	// virtual time
	private void giveUp(Hang hang, Duration left, int outcomes) {
		this.time.advanceTimeBy(left);
		if (hang.ignoresInterruption) {
			this.time.advanceTimeBy(HandlingWatch.GRACE);
		}
		await(() -> this.outcomes.size() >= outcomes);
		if (!hang.ignoresInterruption) {
			await(() -> this.delivery.state().handling().isEmpty());
		}
	}

	// What follows an attempt may be scheduled after its outcome is told
	private void awaitAsTimePasses(Callable<Boolean> condition) {
		await(() -> {
			boolean met = condition.call();
			if (!met && this.delivery.state().handling().isEmpty()) {
				this.time.advanceTimeBy(Duration.ofSeconds(1));
			}
			return met;
		});
	}

	private void start(Consumer<String> hang) {
		start(Executors.newCachedThreadPool(), hang);
	}

	private void start(ExecutorService executor, Consumer<String> hang) {
		this.executors.add(executor);
		this.delivery = delivery(executor, (event) -> Mono.fromRunnable(() -> {
			String id = Webhooks.id(event);
			if (id.startsWith("hang")) {
				this.begun.add(id);
				hang.accept(id);
			}
			this.handled.add(id);
		}));
		this.delivery.start();
	}

	private void startWithCancellation(ExecutorService executor, Runnable cancellation) {
		this.executors.add(executor);
		this.delivery = delivery(executor,
				(event) -> Webhooks.id(event).startsWith("hang") ? Mono.<Void>never()
					.doOnSubscribe((subscription) -> this.subscribed.incrementAndGet())
					.doOnCancel(cancellation) : Mono.fromRunnable(() -> this.handled.add(Webhooks.id(event))));
		this.delivery.start();
	}

	private ConversationEventDelivery delivery(Executor executor, ConversationEventDispatcher dispatcher) {
		return new ConversationEventDelivery("default", this.inbox, dispatcher, executor, DeliverySettings.defaults(),
				new WebhookListener() {

					@Override
					public void onHandled(String account, ConversationEventKind kind, Handling handling,
							Duration waited, Duration took) {
						HandlingTimeoutTests.this.outcomes.add(handling);
					}

				}, this.time);
	}

	private void add(String conversation, String... ids) {
		this.inbox.addAnyway(Webhooks.entries(conversation, ids));
		this.delivery.wake();
	}

	private InboxSize size() {
		return this.inbox.size().block();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(condition);
	}

	/**
	 * How a handler hangs until it is released.
	 */
	enum Hang {

		ENDS(false) {

			@Override
			void hang(HandlingTimeoutTests test) {
				try {
					test.release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}

		},

		ENDS_INTERRUPTED(false) {

			@Override
			void hang(HandlingTimeoutTests test) {
				while (test.release.getCount() > 0) {
					LockSupport.parkNanos(1_000_000);
					if (Thread.currentThread().isInterrupted()) {
						throw new IllegalStateException();
					}
				}
			}

		},

		WAITS_AGAIN(true) {

			@Override
			void hang(HandlingTimeoutTests test) {
				while (test.release.getCount() > 0) {
					try {
						test.release.await();
					}
					catch (InterruptedException ex) {
						// as code does that is not written with care
					}
				}
			}

		},

		SPINS(true) {

			@Override
			void hang(HandlingTimeoutTests test) {
				while (test.release.getCount() > 0) {
					Thread.onSpinWait();
				}
			}

		};

		private final boolean ignoresInterruption;

		Hang(boolean ignoresInterruption) {
			this.ignoresInterruption = ignoresInterruption;
		}

		abstract void hang(HandlingTimeoutTests test);

	}

}

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
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
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how {@link ConversationEventDelivery} uses its threads, and lets go of what it
 * holds, in schedules that happen seldom.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DeliveryScheduleTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final JumpingScheduler time = new JumpingScheduler();

	private final FaultyInbox inbox = new FaultyInbox(new InMemoryConversationInbox(InboxSettings.defaults(),
			Clock.systemUTC(), () -> this.time.now(TimeUnit.NANOSECONDS)));

	private final List<String> handled = new ArrayList<>();

	private final List<Handling> outcomes = new ArrayList<>();

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private Runnable onHandled = () -> {
	};

	private ConversationEventDelivery delivery;

	@AfterEach
	void stop() {
		this.delivery.stop();
		this.time.dispose();
	}

	@Test
	void handlesNoMoreConversationsAtOnceThanItMay() {
		List<Runnable> ends = new ArrayList<>();
		start(1, Runnable::run, (event) -> Mono.create((sink) -> {
			this.handled.add(Webhooks.id(event));
			ends.add(sink::success);
		}));
		this.onHandled = this.delivery::wake;
		add("a", "1", "2");
		add("b", "3");
		ends.get(0).run();
		assertThat(this.delivery.state().handling()).hasSize(1);
		ends.get(1).run();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.handled).hasSize(3);
		assertThat(this.delivery.state().handling()).hasSize(1);
	}

	@Test
	void looksAgainAfterATimeWithoutRoom() {
		this.inbox.shared = true;
		Sinks.Empty<Void> released = Sinks.empty();
		Sinks.Empty<Void> end = Sinks.empty();
		AtomicInteger executions = new AtomicInteger();
		start(1, (task) -> {
			if (executions.incrementAndGet() == 2) {
				this.inbox.beforeResponse = released.asMono();
				throw new RejectedExecutionException();
			}
			task.run();
		}, (event) -> handle(event).then(end.asMono()));
		add("a", "1", "2");
		// longer than it takes until it would look by itself
		this.time.advance(Duration.ofSeconds(6));
		end.tryEmitEmpty();
		this.inbox.beforeResponse = Mono.empty();
		released.tryEmitEmpty();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.handled).containsExactly("1", "2");
	}

	@Test
	void letsOtherConversationsHaveTheirTurn() {
		start(1, this.tasks::add, this::handle);
		add("a", IntStream.range(0, 100).mapToObj((i) -> "a" + i).toArray(String[]::new));
		this.tasks.remove().run();
		add("b", "b");
		runAll();
		assertThat(this.handled.indexOf("b")).isLessThan(20);
		assertThat(this.handled).hasSize(101).filteredOn((id) -> id.startsWith("a")).endsWith("a98", "a99");
	}

	@Test
	void handsOverWhatAClaimBringsThatWasUnderWayWhenItStopped() {
		this.inbox.shared = true;
		start(8, Runnable::run, this::handle);
		this.time.advance(Duration.ofMillis(1));
		Sinks.Empty<Void> response = Sinks.empty();
		this.inbox.beforeResponse = response.asMono();
		add("a", "1");
		AtomicInteger idle = new AtomicInteger();
		this.delivery.stop(idle::incrementAndGet);
		assertThat(idle).hasValue(0);
		this.inbox.beforeResponse = Mono.empty();
		response.tryEmitEmpty();
		assertThat(idle).hasValue(1);
		assertThat(claimed()).hasSize(1);
		assertThat(this.handled).isEmpty();
	}

	@Test
	void waitsNoLongerForAClaimThanItMayTake() {
		this.inbox.shared = true;
		start(8, Runnable::run, this::handle);
		this.inbox.fault = FaultyInbox.Fault.HANGS;
		add("a", "1");
		AtomicInteger idle = new AtomicInteger();
		this.delivery.stop(idle::incrementAndGet);
		// and to release what it holds
		this.time.advance(Duration.ofSeconds(10));
		assertThat(idle).hasValue(1);
	}

	@Test
	void isIdleOnlyOnceTheNextEventOfAConversationWasHandedOver() {
		List<Delivery> claimedWhenIdle = new ArrayList<>();
		start(8, Runnable::run, this::handle);
		this.onHandled = () -> this.delivery.stop(() -> claimedWhenIdle.addAll(claimed()));
		add("a", "1", "2");
		assertThat(this.handled).containsExactly("1");
		assertThat(claimedWhenIdle).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { -3600, 3600 })
	void notesWhatIsDoneAfterAStopWhateverTheClockSays(long seconds) {
		this.inbox.shared = true;
		start(8, Runnable::run, (event) -> {
			this.inbox.fault = FaultyInbox.Fault.FAILS;
			return handle(event);
		});
		add("a", "1");
		this.delivery.stop();
		this.time.jump(Duration.ofSeconds(seconds));
		this.time.advance(Duration.ofSeconds(10));
		this.inbox.fault = null;
		this.time.advance(Duration.ofSeconds(6));
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
	}

	@Test
	void endsItsRetriesAfterAStopWhateverTheClockSays() {
		this.inbox.shared = true;
		start(8, Runnable::run, (event) -> {
			this.inbox.fault = FaultyInbox.Fault.FAILS;
			return handle(event);
		});
		add("a", "1");
		AtomicInteger idle = new AtomicInteger();
		this.delivery.stop(idle::incrementAndGet);
		this.time.jump(Duration.ofDays(-1));
		this.time.advance(Duration.ofSeconds(40));
		assertThat(idle).hasValue(1);
	}

	@Test
	void parksAnEventThatNoThreadCanBegin(CapturedOutput output) {
		start(8, (task) -> {
			throw new IllegalStateException("a decorator failed");
		}, this::handle);
		add("a", "1");
		this.time.advance(Duration.ofMinutes(2));
		assertThat(size()).isEqualTo(new InboxSize(0, 1));
		assertThat(this.outcomes).hasSize(5).endsWith(Handling.FAILED, Handling.PARKED);
		assertThat(output).contains("java.lang.IllegalStateException").doesNotContain("decorator");
	}

	@Test
	void retriesAnEventThatAnExecutorLoses(CapturedOutput output) {
		AtomicInteger lost = new AtomicInteger(8);
		start(8, (task) -> {
			if (lost.getAndDecrement() <= 0) {
				task.run();
			}
		}, this::handle);
		for (int i = 0; i < 9; i++) {
			add("c" + i, "m" + i);
		}
		assertThat(this.handled).isEmpty();
		this.time.advance(Duration.ofMinutes(5).plusSeconds(7));
		assertThat(this.handled).hasSize(9);
		assertThat(this.outcomes).filteredOn(Handling.FAILED::equals).hasSize(8);
		assertThat(output).contains("No thread began to handle an event");
	}

	@Test
	void parksAnEventThatAnExecutorAlwaysLoses() {
		start(8, (task) -> {
		}, this::handle);
		add("a", "1");
		this.time.advance(HOUR);
		assertThat(size()).isEqualTo(new InboxSize(0, 1));
		assertThat(this.delivery.state().handling()).isEmpty();
	}

	@Test
	void saysOnceThatThereIsNoThreadAndCountsNoAttempt(CapturedOutput output) {
		AtomicInteger rejections = new AtomicInteger(200);
		start(8, (task) -> {
			int left = rejections.getAndDecrement();
			if (left > 100) {
				throw new RejectedExecutionException("secret");
			}
			if (left > 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			task.run();
		}, this::handle);
		add("a", "1");
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.handled).containsExactly("1");
		assertThat(this.outcomes).containsExactly(Handling.DONE);
		assertThat(output.getOut().split("No thread is available", -1)).hasSize(2);
		assertThat(output).doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tellsAHandlerWhetherAnotherInstanceHasTakenOver(boolean takenOver) throws Exception {
		this.inbox.shared = true;
		FaultyInbox dying = new FaultyInbox(this.inbox);
		dying.shared = true;
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicReference<Boolean> givenUp = new AtomicReference<>();
		ExecutorService executor = Executors.newSingleThreadExecutor();
		this.delivery = delivery(dying, 8, executor, (event) -> Mono.deferContextual((context) -> {
			BooleanSupplier supplier = context.get(ConversationEventDispatcher.GIVEN_UP);
			begun.countDown();
			awaitQuietly(release);
			givenUp.set(supplier.getAsBoolean());
			return Mono.empty();
		}));
		this.delivery.start();
		add("a", "1");
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		dying.fault = FaultyInbox.Fault.FAILS;
		this.time.advance(Duration.ofSeconds(36));
		assertThat(takenOver ? claimed() : List.of()).hasSize(takenOver ? 1 : 0);
		dying.fault = null;
		this.time.advance(Duration.ofSeconds(5));
		release.countDown();
		Awaitility.await().until(() -> givenUp.get() != null);
		assertThat(givenUp).hasValue(takenOver);
		executor.shutdown();
	}

	@ParameterizedTest
	@EnumSource
	void handlesNothingAgainAfterAnOutageThatIsLongerThanItsLease(FaultyInbox.Fault fault) {
		this.inbox.shared = true;
		start(8, Runnable::run, (event) -> {
			this.inbox.fault = fault;
			return handle(event);
		});
		add("a", "1");
		this.time.advance(Duration.ofMinutes(2));
		this.inbox.fault = null;
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.handled).containsExactly("1");
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
		assertThat(this.outcomes).containsExactly(Handling.DONE);
	}

	@ParameterizedTest
	@EnumSource
	void letsOtherInstancesRenewWhatTheyHoldAfterAnOutage(FaultyInbox.Fault fault) {
		this.inbox.shared = true;
		FaultyInbox ofOther = new FaultyInbox(this.inbox);
		ofOther.shared = true;
		FaultyInbox own = new FaultyInbox(this.inbox);
		own.shared = true;
		ConversationEventDelivery other = delivery(ofOther, 8, Runnable::run, this::handle);
		this.delivery = delivery(own, 8, Runnable::run, (event) -> {
			own.fault = fault;
			ofOther.fault = fault;
			return handle(event);
		});
		other.start();
		this.delivery.start();
		add("a", "1");
		assertThat(this.handled).containsExactly("1");
		this.time.advance(Duration.ofMinutes(2));
		own.fault = null;
		ofOther.fault = null;
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.handled).containsExactly("1");
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
		this.inbox.addAnyway(Webhooks.entries("b", "2"));
		this.time.advance(Duration.ofSeconds(6));
		assertThat(this.handled).containsExactly("1", "2");
		other.stop();
	}

	@Test
	void claimsOthersAgainThoughAHandlerWhoseConversationWasTakenOverGoesOn() throws Exception {
		this.inbox.shared = true;
		FaultyInbox away = new FaultyInbox(this.inbox);
		away.shared = true;
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		List<String> others = new CopyOnWriteArrayList<>();
		ExecutorService executor = Executors.newCachedThreadPool();
		this.delivery = delivery(away, 8, executor, (event) -> Mono.fromRunnable(() -> {
			if (Webhooks.id(event).equals("slow")) {
				begun.countDown();
				awaitQuietly(release);
			}
			others.add(Webhooks.id(event));
		}));
		this.delivery.start();
		add("a", "slow");
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		away.fault = FaultyInbox.Fault.FAILS;
		this.time.advance(Duration.ofSeconds(36));
		assertThat(claimed()).hasSize(1);
		away.fault = null;
		this.time.advance(Duration.ofSeconds(10));
		add("b", "other");
		Awaitility.await().until(() -> {
			this.time.advance(Duration.ofSeconds(1));
			return others.contains("other");
		});
		release.countDown();
		executor.shutdown();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 21, 120 })
	void holdsTheConversationOfASlowHandlerOnceTheInboxIsBack(int outage) throws Exception {
		this.inbox.shared = true;
		FaultyInbox away = new FaultyInbox(this.inbox);
		away.shared = true;
		AtomicInteger attempts = new AtomicInteger();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		this.delivery = delivery(away, 8, executor, (event) -> Mono.fromRunnable(() -> {
			attempts.incrementAndGet();
			begun.countDown();
			awaitQuietly(release);
		}));
		this.delivery.start();
		add("a", "1");
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		away.fault = FaultyInbox.Fault.FAILS;
		this.time.advance(Duration.ofSeconds(outage));
		away.fault = null;
		this.time.advance(Duration.ofMinutes(2));
		assertThat(claimed()).isEmpty();
		release.countDown();
		Awaitility.await().until(() -> size().waiting() == 0);
		executor.shutdown();
		assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(attempts).hasValue(1);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void runAll() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove().run();
			this.time.advance(Duration.ofMillis(1));
		}
	}

	private Mono<Void> handle(ConversationEvent event) {
		return Mono.fromRunnable(() -> this.handled.add(Webhooks.id(event)));
	}

	private List<Delivery> claimed() {
		return this.inbox.claim(8, HOUR).block().deliveries();
	}

	private InboxSize size() {
		return this.inbox.size().block();
	}

	private void add(String conversation, String... ids) {
		this.inbox.addAnyway(Webhooks.entries(conversation, ids));
		this.delivery.wake();
	}

	private void start(int concurrency, Executor executor, ConversationEventDispatcher dispatcher) {
		this.delivery = delivery(this.inbox, concurrency, executor, dispatcher);
		this.delivery.start();
	}

	private ConversationEventDelivery delivery(ConversationInbox inbox, int concurrency, Executor executor,
			ConversationEventDispatcher dispatcher) {
		return new ConversationEventDelivery("default", inbox, dispatcher, executor,
				DeliverySettings.defaults().withConcurrency(concurrency), new WebhookListener() {

					@Override
					public void onHandled(String account, ConversationEventKind kind, Handling handling,
							Duration waited, Duration took) {
						DeliveryScheduleTests.this.outcomes.add(handling);
						DeliveryScheduleTests.this.onHandled.run();
					}

				}, this.time);
	}

}

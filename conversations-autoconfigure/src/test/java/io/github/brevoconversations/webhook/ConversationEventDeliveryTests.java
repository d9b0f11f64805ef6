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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.WebhookListener.Handling;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConversationEventDelivery}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ConversationEventDeliveryTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final FaultyInbox inbox = new FaultyInbox(new InMemoryConversationInbox(InboxSettings.defaults(),
			Clock.fixed(Webhooks.NOW, ZoneOffset.UTC), () -> this.time.now(TimeUnit.NANOSECONDS)));

	private final List<String> handled = new ArrayList<>();

	private final List<Handling> outcomes = new ArrayList<>();

	private final List<ConversationEventDelivery> deliveries = new ArrayList<>();

	@AfterEach
	void stop() {
		this.deliveries.forEach(ConversationEventDelivery::stop);
		this.time.dispose();
	}

	@Test
	void handlesTheEventsOfAConversationInOrder() {
		ConversationEventDelivery delivery = start(this::handle);
		add(delivery, "a", "1", "2", "3");
		add(delivery, "b", "4");
		assertThat(this.handled).containsExactly("1", "2", "3", "4");
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
		assertThat(this.outcomes).hasSize(4).containsOnly(Handling.DONE);
	}

	@Test
	void waitsForAHandlerBeforeTheNextEventOfItsConversationButNotOfOthers() {
		List<AtomicReference<Runnable>> ends = new ArrayList<>();
		ConversationEventDelivery delivery = start((event) -> Mono.create((sink) -> {
			this.handled.add(Webhooks.id(event));
			ends.add(new AtomicReference<>(sink::success));
		}));
		add(delivery, "a", "1", "2");
		add(delivery, "b", "3");
		assertThat(this.handled).containsExactly("1", "3");
		ends.get(0).get().run();
		assertThat(this.handled).containsExactly("1", "3", "2");
	}

	@Test
	void handlesEightConversationsAtOnce() {
		AtomicReference<Runnable> end = new AtomicReference<>();
		ConversationEventDelivery delivery = start((event) -> Mono.create((sink) -> {
			this.handled.add(Webhooks.id(event));
			end.set(sink::success);
		}));
		for (int i = 0; i < 20; i++) {
			add(delivery, "c" + i, "m" + i);
		}
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.handled).hasSize(8);
		assertThat(delivery.state().handling()).hasSize(8)
			.allSatisfy((event) -> assertThat(event.duration()).isEqualTo(Duration.ofMinutes(1)));
		end.get().run();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.handled).hasSize(9);
	}

	@Test
	void retriesWhileLaterEventsWaitAndThenParks() {
		List<Instant> attempts = new ArrayList<>();
		ConversationEventDelivery delivery = start((event) -> {
			if (Webhooks.id(event).equals("1")) {
				attempts.add(Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS)));
				throw new IllegalStateException("secret text");
			}
			return handle(event);
		});
		add(delivery, "a", "1", "2");
		add(delivery, "b", "3");
		this.time.advanceTimeBy(Duration.ofSeconds(84));
		assertThat(this.handled).containsExactly("3");
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.handled).containsExactly("3", "2");
		assertThat(attempts).extracting(Instant::getEpochSecond).containsExactly(0L, 1L, 5L, 21L, 85L);
		assertThat(this.outcomes).containsExactly(Handling.FAILED, Handling.DONE, Handling.FAILED, Handling.FAILED,
				Handling.FAILED, Handling.PARKED, Handling.DONE);
		assertThat(this.inbox.parked(10).block()).singleElement()
			.satisfies((event) -> assertThat(event.outcome()).isEqualTo("java.lang.IllegalStateException"));
	}

	@Test
	void logsWhereAHandlerFailedButNotWhatItSaid(CapturedOutput output) {
		ConversationEventDelivery delivery = start((event) -> {
			throw new IllegalStateException("secret text", new RuntimeException("other secret"));
		});
		add(delivery, "a", "1");
		assertThat(output).contains("java.lang.IllegalStateException", "java.lang.RuntimeException", "\tat ")
			.doesNotContain("secret", "text of 1");
	}

	@Test
	void redeliversAParkedEvent() {
		AtomicBoolean broken = new AtomicBoolean(true);
		ConversationEventDelivery delivery = start(
				DeliverySettings.defaults().withRetries(1, Duration.ZERO, Duration.ZERO),
				(event) -> broken.get() ? Mono.error(new IllegalStateException()) : handle(event));
		add(delivery, "a", "1");
		assertThat(size()).isEqualTo(new InboxSize(0, 1));
		broken.set(false);
		assertThat(this.inbox.redeliver(this.inbox.parked(1).block().get(0).id()).block()).isTrue();
		delivery.wake();
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void survivesWhatHandlersThrow() {
		List<Throwable> failures = List.of(new StackOverflowError(), new OutOfMemoryError("test"),
				new NoClassDefFoundError("test"), new AssertionError(), new ThreadDeath(), new InterruptedException());
		AtomicInteger calls = new AtomicInteger();
		ConversationEventDelivery delivery = start((event) -> {
			int call = calls.getAndIncrement();
			if (call % 2 == 0 && call / 2 < failures.size()) {
				throwAny(failures.get(call / 2));
			}
			return (call / 2 < failures.size()) ? Mono.<Void>fromRunnable(() -> throwAny(failures.get(call / 2)))
					: handle(event);
		});
		for (int i = 0; i < 12; i++) {
			add(delivery, "c" + i, "m" + i);
		}
		assertThat(this.outcomes).hasSize(12).containsOnly(Handling.FAILED);
		this.time.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(this.handled).hasSize(12);
		assertThat(delivery.state().handling()).isEmpty();
	}

	@Test
	void abandonsAHandlerThatNeverEnds() {
		AtomicInteger calls = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		ConversationEventDelivery delivery = start((event) -> (calls.getAndIncrement() == 0)
				? Mono.<Void>never().doOnCancel(cancelled::incrementAndGet) : handle(event));
		add(delivery, "a", "1");
		this.time.advanceTimeBy(Duration.ofMinutes(5).plusSeconds(1));
		assertThat(cancelled).hasValue(1);
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void survivesAListenerThatThrows() {
		ConversationEventDelivery delivery = new ConversationEventDelivery("default", this.inbox, this::handle,
				Runnable::run, DeliverySettings.defaults(), new WebhookListener() {

					@Override
					public void onHandled(String account, ConversationEventKind kind, Handling handling,
							Duration waited, Duration took) {
						throw new StackOverflowError();
					}

				}, this.time);
		this.deliveries.add(delivery);
		delivery.start();
		add(delivery, "a", "1", "2");
		assertThat(this.handled).containsExactly("1", "2");
	}

	@Test
	void continuesWhenTheInboxIsBack(CapturedOutput output) {
		this.inbox.shared = true;
		ConversationEventDelivery delivery = start(this::handle);
		add(delivery, "a", "1");
		assertThat(this.handled).containsExactly("1");
		for (FaultyInbox.Fault fault : FaultyInbox.Fault.values()) {
			this.inbox.fault = fault;
			add(delivery, "a", fault.name());
			this.time.advanceTimeBy(Duration.ofMinutes(1));
			assertThat(this.handled).doesNotContain(fault.name());
			assertThat(delivery.state().inboxFailure()).isNotNull();
			this.inbox.fault = null;
			this.time.advanceTimeBy(Duration.ofSeconds(20));
			assertThat(this.handled).endsWith(fault.name());
			assertThat(delivery.state().inboxFailure()).isNull();
		}
		assertThat(output).contains("cannot be reached").doesNotContain("password");
		assertThat(output.toString().split("cannot be reached")).hasSizeLessThan(10);
	}

	@Test
	void marksAnEventAsDoneOnceTheInboxIsBack() {
		this.inbox.shared = true;
		ConversationEventDelivery delivery = start((event) -> {
			this.inbox.fault = FaultyInbox.Fault.FAILS;
			return handle(event);
		});
		add(delivery, "a", "1");
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		this.inbox.fault = null;
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.handled).containsExactly("1");
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
	}

	@ParameterizedTest
	@EnumSource
	void leavesNothingBehindAfterAStop(FaultyInbox.Fault fault) {
		this.inbox.shared = true;
		ConversationEventDelivery delivery = start((event) -> {
			this.inbox.fault = fault;
			return Mono.empty();
		});
		add(delivery, "a", "1");
		delivery.stop();
		this.time.advanceTimeBy(Duration.ofMinutes(5));
		assertThat(delivery.state().handling()).isEmpty();
	}

	@Test
	void renewsTheLeaseOfASlowHandler() {
		this.inbox.shared = true;
		AtomicReference<Runnable> end = new AtomicReference<>();
		ConversationEventDelivery slow = start((event) -> Mono.create((sink) -> {
			this.handled.add("slow");
			end.set(sink::success);
		}));
		add(slow, "a", "1");
		start(this::handle);
		this.time.advanceTimeBy(Duration.ofMinutes(4));
		end.get().run();
		this.time.advanceTimeBy(Duration.ofMinutes(4));
		assertThat(this.handled).containsExactly("slow");
	}

	@Test
	void takesOverTheConversationsOfAnInstanceThatDied() {
		this.inbox.shared = true;
		FaultyInbox dying = new FaultyInbox(this.inbox);
		dying.shared = true;
		AtomicReference<Runnable> end = new AtomicReference<>();
		ConversationEventDelivery dead = start(dying, (event) -> Mono.create((sink) -> end.set(sink::success)));
		add(dead, "a", "1", "2");
		start(this::handle);
		dying.fault = FaultyInbox.Fault.FAILS;
		this.time.advanceTimeBy(Duration.ofSeconds(29));
		assertThat(this.handled).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(7));
		assertThat(this.handled).containsExactly("1", "2");
		end.get().run();
		dying.fault = null;
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		assertThat(this.outcomes).containsOnlyOnce(Handling.LOST);
		assertThat(this.handled).containsExactly("1", "2");
	}

	@Test
	void findsWhatOtherInstancesAdded() {
		this.inbox.shared = true;
		start(this::handle);
		this.inbox.add(Webhooks.entries("a", "1")).block();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void leavesWhatALaterVersionWroteUntilItIsParked() {
		this.inbox.unreadable = true;
		ConversationEventDelivery delivery = start(this::handle);
		add(delivery, "a", "1");
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		assertThat(size().waiting()).isOne();
		this.inbox.unreadable = false;
		this.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void retriesWhenTheExecutorIsFull() {
		AtomicInteger rejections = new AtomicInteger(3);
		ConversationEventDelivery delivery = new ConversationEventDelivery("default", this.inbox, this::handle,
				(task) -> {
					if (rejections.getAndDecrement() > 0) {
						throw new RejectedExecutionException();
					}
					task.run();
				}, DeliverySettings.defaults(), new WebhookListener() {
				}, this.time);
		this.deliveries.add(delivery);
		delivery.start();
		add(delivery, "a", "1");
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(this.handled).containsExactly("1");
	}

	@Test
	void stopsAtOnceAndReleasesTheRest() throws InterruptedException {
		this.inbox.shared = true;
		ExecutorService executor = Executors.newSingleThreadExecutor();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		ConversationEventDelivery hanging = new ConversationEventDelivery("default", this.inbox,
				(event) -> Mono.fromCallable(() -> {
					begun.countDown();
					end.await();
					return null;
				}), executor, DeliverySettings.defaults(), new WebhookListener() {
				}, this.time);
		hanging.start();
		add(hanging, "a", "1");
		assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
		add(hanging, "b", "2");
		hanging.stop();
		assertThat(hanging.isRunning()).isFalse();
		start(this::handle);
		assertThat(this.handled).containsExactly("2");
		end.countDown();
		Awaitility.await().until(() -> size().waiting() == 0);
		executor.shutdown();
		assertThat(this.handled).containsExactly("2");
	}

	@Test
	void doesNothingBeforeItIsStartedAndAfterItIsStopped() {
		ConversationEventDelivery delivery = delivery(this.inbox, DeliverySettings.defaults(), this::handle);
		add(delivery, "a", "1");
		assertThat(this.handled).isEmpty();
		delivery.start();
		delivery.start();
		assertThat(this.handled).containsExactly("1");
		delivery.stop();
		add(delivery, "a", "2");
		this.time.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(this.handled).containsExactly("1");
		delivery.start();
		assertThat(this.handled).containsExactly("1", "2");
	}

	private Mono<Void> handle(ConversationEvent event) {
		return Mono.fromRunnable(() -> this.handled.add(Webhooks.id(event)));
	}

	private ConversationEventDelivery start(ConversationEventDispatcher dispatcher) {
		return start(DeliverySettings.defaults(), dispatcher);
	}

	private ConversationEventDelivery start(FaultyInbox inbox, ConversationEventDispatcher dispatcher) {
		ConversationEventDelivery delivery = delivery(inbox, DeliverySettings.defaults(), dispatcher);
		delivery.start();
		return delivery;
	}

	private ConversationEventDelivery start(DeliverySettings settings, ConversationEventDispatcher dispatcher) {
		ConversationEventDelivery delivery = delivery(this.inbox, settings, dispatcher);
		delivery.start();
		return delivery;
	}

	private ConversationEventDelivery delivery(ConversationInbox inbox, DeliverySettings settings,
			ConversationEventDispatcher dispatcher) {
		ConversationEventDelivery delivery = new ConversationEventDelivery("default", inbox, dispatcher, Runnable::run,
				settings, new WebhookListener() {

					@Override
					public void onHandled(String account, ConversationEventKind kind, Handling handling,
							Duration waited, Duration took) {
						ConversationEventDeliveryTests.this.outcomes.add(handling);
					}

				}, this.time);
		this.deliveries.add(delivery);
		return delivery;
	}

	private void add(ConversationEventDelivery delivery, String conversation, String... ids) {
		this.inbox.addAnyway(Webhooks.entries(conversation, ids));
		delivery.wake();
	}

	private InboxSize size() {
		return this.inbox.size().block();
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void throwAny(Throwable throwable) throws T {
		throw (T) throwable;
	}

}

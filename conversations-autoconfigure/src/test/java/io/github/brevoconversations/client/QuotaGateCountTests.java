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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.autoconfigure.RecordedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpHeaders;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link QuotaGate} counts the calls that are under way, and no others,
 * however and whenever they end.
 */
class QuotaGateCountTests {

	private static final long LIMIT = 20;

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final CallObservers observers = new CallObservers(List.of(), List.of());

	private final QuotaGate gate = new QuotaGate(this.observers, Duration.ofSeconds(90), 4);

	private final List<MonoSink<String>> inFlight = new ArrayList<>();

	private final List<Disposable> calls = new ArrayList<>();

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	void countsWhatIsUnderWayWhateverHappens(long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < 500; i++) {
			step(random);
			assertThat(underWay()).as("step %s of seed %s", i, seed).isEqualTo(this.inFlight.size());
		}
		this.calls.forEach(Disposable::dispose);
		this.time.advanceTimeBy(WINDOW.multipliedBy(2));
		assertThat(underWay()).isZero();
		assertThat(this.inFlight).isEmpty();
	}

	private void seen(long remaining, @Nullable Duration resetsIn) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(RateLimitHeaders.LIMIT, String.valueOf(LIMIT));
		headers.set(RateLimitHeaders.REMAINING, String.valueOf(remaining));
		if (resetsIn != null) {
			headers.set(RateLimitHeaders.RESET, String.valueOf(resetsIn.toSeconds()));
		}
		this.observers.responded(Operation.SEND_MESSAGE, ApiResponse.withoutBody(201, headers));
	}

	private void step(Random random) {
		switch (random.nextInt(8)) {
			case 0, 1, 2 -> this.calls.add(admit(Operation.SEND_MESSAGE).subscribe((result) -> {
			}, (failure) -> {
			}));
			case 3 -> this.calls.add(admit(Operation.PING_AGENT_ONLINE).subscribe((result) -> {
			}, (failure) -> {
			}));
			case 4 -> this.calls.add(admit(Operation.SEND_MESSAGE).timeout(Duration.ofSeconds(random.nextInt(30)))
				.onErrorComplete()
				.subscribe());
			case 5 -> cancelledAtOnce(random.nextInt(4));
			case 6 -> end(random);
			default -> cancelOrWait(random);
		}
	}

	private void cancelledAtOnce(int kind) {
		Mono<String> call = admit(Operation.SEND_MESSAGE).onErrorComplete();
		switch (kind) {
			case 0 -> call.takeUntilOther(Mono.empty()).subscribe();
			case 1 -> call.subscribe(new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
					subscription.cancel();
				}

			});
			case 2 -> Mono.firstWithSignal(Mono.empty(), call).subscribe();
			default -> Mono.firstWithSignal(call, Mono.empty()).subscribe();
		}
	}

	private void end(Random random) {
		if (this.inFlight.isEmpty()) {
			return;
		}
		MonoSink<String> sink = this.inFlight.get(random.nextInt(this.inFlight.size()));
		seen(random.nextInt((int) LIMIT), random.nextBoolean() ? WINDOW : null);
		switch (random.nextInt(4)) {
			case 0 -> sink.success("done");
			case 1 -> sink.success();
			case 2 -> sink.error(new IllegalStateException("failed"));
			default -> sink.error(new BrevoRateLimitedException("Too many",
					new BrevoErrorDetails(429, null, null, null, null, Duration.ofSeconds(random.nextInt(30)))));
		}
	}

	private void cancelOrWait(Random random) {
		if (random.nextBoolean() && !this.calls.isEmpty()) {
			this.calls.remove(random.nextInt(this.calls.size())).dispose();
		}
		else {
			this.time.advanceTimeBy(Duration.ofSeconds(random.nextInt(20)));
		}
	}

	@Test
	void doesNotCountACallThatIsCancelledAtOnce() {
		seen(LIMIT, WINDOW);
		for (int i = 0; i < 100; i++) {
			admit(Operation.SEND_MESSAGE).takeUntilOther(Mono.empty()).subscribe();
		}
		assertThat(underWay()).isZero();
		admit(Operation.SEND_MESSAGE).subscribe();
		assertThat(this.inFlight).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void doesNotCountACallWhoseErrorReactorThrows(boolean waiting) {
		seen(waiting ? 0 : LIMIT, WINDOW);
		Mono<String> failing = this.gate.admit(Operation.SEND_MESSAGE, Mono.defer(() -> {
			throw new NoClassDefFoundError("a filter's");
		}));
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> {
			failing.subscribe();
			this.time.advanceTimeBy(WINDOW.plusMillis(10));
		});
		assertThat(underWay()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsNoCallByWhatAnotherThrows(boolean failing) {
		try (RecordedLog log = new RecordedLog("io.github.brevoconversations", "reactor")) {
			QuotaGate gate = new QuotaGate(this.observers, Duration.ofSeconds(90), 4);
			List<String> results = new ArrayList<>();
			Sinks.One<String> first = Sinks.one();
			gate.admit(Operation.SEND_MESSAGE, first.asMono()).subscribe(results::add);
			gate.admit(Operation.SEND_MESSAGE, Mono.just("second")).subscribe(new BaseSubscriber<>() {

				@Override
				protected void hookOnNext(String value) {
					throw new StackOverflowError("the application's");
				}

			});
			gate.admit(Operation.SEND_MESSAGE, Mono.just("third")).subscribe(results::add);
			assertThat(results).isEmpty();
			if (failing) {
				first.tryEmitError(new IllegalStateException("failed"));
				assertThat(results).containsExactly("third");
			}
			else {
				first.tryEmitValue("first");
				assertThat(results).containsExactlyInAnyOrder("first", "third");
			}
			assertThat(log.lines()).anyMatch((line) -> line.contains("the application's"));
		}
	}

	@Test
	void letsManyInThatEndAtOnce() {
		seen(0, WINDOW);
		AtomicInteger done = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			this.gate.admit(Operation.SEND_MESSAGE, Mono.fromSupplier(() -> {
				seen(LIMIT, WINDOW);
				return "done";
			})).subscribe((result) -> done.incrementAndGet());
		}
		assertThat(done).hasValue(0);
		this.time.advanceTimeBy(WINDOW.plusMillis(10));
		assertThat(done).hasValue(10_000);
		assertThat(underWay()).isZero();
	}

	@Test
	void letsTheNextCallInThatIsMadeOfAResult() {
		QuotaGate gate = new QuotaGate(this.observers, null, 4);
		seen(6, WINDOW);
		String result = gate.admit(Operation.SEND_MESSAGE, Mono.just("first"))
			.flatMap((first) -> gate.admit(Operation.SEND_MESSAGE, Mono.just(first + ", second")))
			.block();
		assertThat(result).isEqualTo("first, second");
	}

	@Test
	void doesNotCountACallThatIsCancelledWhileItIsLetIn() throws InterruptedException {
		VirtualTimeScheduler.reset();
		seen(1_000_000, WINDOW);
		Thread[] threads = new Thread[4];
		CountDownLatch begin = new CountDownLatch(1);
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> raceWithCancellation(begin));
			threads[i].start();
		}
		begin.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(underWay()).isZero();
	}

	private void raceWithCancellation(CountDownLatch begin) {
		try {
			begin.await();
			for (int i = 0; i < 500; i++) {
				Disposable.Swap call = Disposables.swap();
				Thread canceller = new Thread(call::dispose);
				canceller.start();
				call.update(this.gate.admit(Operation.SEND_MESSAGE, Mono.never()).subscribe());
				canceller.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Mono<String> admit(Operation operation) {
		return this.gate.admit(operation, Mono.create((sink) -> {
			this.inFlight.add(sink);
			sink.onDispose(() -> this.inFlight.remove(sink));
		}));
	}

	private int underWay() {
		Object underWay = ReflectionTestUtils.getField(this.gate, "underWay");
		return (underWay != null) ? (int) underWay : -1;
	}

}

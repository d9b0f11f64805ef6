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

package io.github.brevoconversations.autoconfigure.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.SilentLog;
import io.github.brevoconversations.webhook.WebhookRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of all ways in which an application may listen to events.
 */
@ExtendWith(SilentLog.class)
@Timeout(60)
class WebhookListenersTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BrevoWebhookAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withPropertyValues("brevo.webhook.secrets=secret", "brevo.webhook.retry-delay=1ms",
				"brevo.webhook.max-attempts=3");

	private final WebApplicationContextRunner transactionRunner = this.contextRunner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	@Test
	void callsTheListenersOfTheEventInOrder() {
		this.contextRunner.withUserConfiguration(Ordered.class).run((context) -> {
			receive(context, "m1", "Hello");
			assertThat(heard(context, 4)).containsExactly("first", "with a condition", "of any event",
					"with a payload");
			receive(context, "m2", "Bye");
			assertThat(heard(context, 3)).containsExactly("first", "of any event", "with a payload");
		});
	}

	@Test
	void callsAsynchronousListenersOnAThreadOfTheApplication() {
		this.contextRunner.withUserConfiguration(Asynchronous.class).run((context) -> {
			receive(context, "m1", "Hello");
			assertThat(heard(context, 1)).singleElement().asString().startsWith("task-");
		});
	}

	@Test
	void callsTransactionalListenersInTheirPhase() {
		this.transactionRunner.withUserConfiguration(Transactional.class).run((context) -> {
			receive(context, "m1", "Hello");
			assertThat(heard(context, 3)).containsExactly("in a transaction: true", "before the commit",
					"after the commit");
			assertEmpty(context);
		});
	}

	@Test
	void redeliversAnEventWhoseTransactionFailed() {
		this.transactionRunner.withUserConfiguration(FailsBeforeCommit.class).run((context) -> {
			receive(context, "m1", "Hello");
			assertThat(heard(context, 3)).containsExactly("rolled back", "rolled back", "committed");
			assertEmpty(context);
		});
	}

	@ParameterizedTest
	@MethodSource
	void survivesWhatListenersAndHandlersThrow(Supplier<Throwable> failure) {
		for (WebApplicationContextRunner runner : List.of(this.contextRunner, this.transactionRunner)) {
			for (Class<?> thrower : List.of(ThrowingListener.class, ThrowingHandler.class, FailingHandler.class)) {
				runner.withBean("failure", Supplier.class, () -> failure)
					.withUserConfiguration(Observed.class, thrower)
					.run((context) -> {
						receive(context, "m1", "Hello");
						Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 1)));
						Observed observed = context.getBean(Observed.class);
						Awaitility.await().until(() -> observed.stopped.get() == observed.started.get());
						assertThat(observed.handlings.get()).isEqualTo(3);
						assertThat(observed.errors.get()).isEqualTo(3);
					});
			}
		}
	}

	static List<Supplier<Throwable>> survivesWhatListenersAndHandlersThrow() {
		return List.of(IllegalStateException::new, () -> new AssertionError(""), NoClassDefFoundError::new,
				StackOverflowError::new, () -> new OutOfMemoryError(""), ThreadDeath::new, Throwable::new);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void goesOnWithOtherConversationsWhileAHandlerNeverEnds(boolean transactional) {
		(transactional ? this.transactionRunner : this.contextRunner).withUserConfiguration(NeverEnding.class)
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms")
			.run((context) -> {
				receive(context, "m1", "Hello");
				receive(context, "c2", "m2", "Hello");
				assertThat(heard(context, 2)).containsExactlyInAnyOrder("m1", "m2");
				assertThat(context.getBean(BrevoWebhooks.class).all().get(0).delivery().state().handling()).hasSize(2);
			});
	}

	@Test
	void waitsForHandlersOneAfterAnother() {
		this.contextRunner.withUserConfiguration(Handlers.class).run((context) -> {
			receive(context, "m1", "Hello");
			assertThat(heard(context, 3)).containsExactly("listener", "slow", "next");
			assertEmpty(context);
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitsForListenersThatContinueAfterReturning(boolean transactional) {
		(transactional ? this.transactionRunner : this.contextRunner).withUserConfiguration(GoingOn.class)
			.run((context) -> {
				receive(context, "m1", "Hello");
				receive(context, "m2", "Hello");
				assertThat(heard(context, 12)).containsExactly("mono m1", "flux m1", "any m1", "future m1",
						"published m1", "handler m1", "mono m2", "flux m2", "any m2", "future m2", "published m2",
						"handler m2");
				assertEmpty(context);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { FailingMono.class, FailingFuture.class })
	void handsAnEventOverAgainThatAListenerFailsToHandleLater(Class<?> configuration) {
		for (WebApplicationContextRunner runner : List.of(this.contextRunner, this.transactionRunner)) {
			runner.withUserConfiguration(configuration).run((context) -> {
				receive(context, "m1", "Hello");
				assertThat(heard(context, 3)).containsExactly("attempt", "attempt", "attempt");
				Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 1)));
			});
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { CheckedListener.class, CheckedHandler.class, CheckedFuture.class })
	void namesTheExceptionThatWasThrownRatherThanItsWrapper(Class<?> configuration) {
		for (WebApplicationContextRunner runner : List.of(this.contextRunner, this.transactionRunner)) {
			runner.withUserConfiguration(configuration).run((context) -> {
				receive(context, "m1", "Hello");
				ConversationInbox inbox = context.getBean(BrevoWebhooks.class).all().get(0).inbox();
				Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 1)));
				assertThat(inbox.parked(1).block().get(0).outcome()).isEqualTo("java.io.IOException");
			});
		}
	}

	@Test
	void cancelsAListenerThatGoesOnForTooLong() {
		this.contextRunner.withUserConfiguration(NeverEndingMono.class)
			.withPropertyValues("brevo.webhook.handling-timeout=1ms", "brevo.webhook.max-attempts=1")
			.run((context) -> {
				receive(context, "m1", "Hello");
				assertThat(heard(context, 1)).containsExactly("cancelled");
				Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 1)));
			});
	}

	@Test
	void leavesListenersToOtherEventsAsTheyAre() {
		this.contextRunner.withUserConfiguration(OtherEvents.class).run((context) -> {
			context.publishEvent("text");
			assertThat(heard(context, 1)).containsExactly("text");
		});
	}

	@Test
	void rollsBackWhatAHandlerDoesThatWasGivenUp() {
		this.transactionRunner.withUserConfiguration(CommitsLate.class)
			.withPropertyValues("brevo.webhook.handling-timeout=1ms", "brevo.webhook.max-attempts=1")
			.run((context) -> {
				receive(context, "m1", "Hello");
				BrevoWebhook webhook = context.getBean(BrevoWebhooks.class).all().get(0);
				Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 1)));
				assertThat(webhook.delivery().state().hung()).hasSize(1);
				context.getBean(CommitsLate.class).end.countDown();
				assertThat(heard(context, 1)).containsExactly("rolled back");
			});
	}

	private static void receive(ApplicationContext context, String id, String text) {
		receive(context, "c1", id, text);
	}

	private static void receive(ApplicationContext context, String conversation, String id, String text) {
		String json = WebhookApplication.message(id, text).replace("\"c1\"", "\"" + conversation + "\"");
		assertThat(context.getBean(BrevoWebhooks.class)
			.all()
			.get(0)
			.receiver()
			.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null),
					json.getBytes(StandardCharsets.UTF_8))
			.block()
			.status()).isEqualTo(200);
	}

	private static List<String> heard(ApplicationContext context, int count) throws InterruptedException {
		BlockingQueue<String> queue = context.getBean(Heard.class).texts;
		List<String> heard = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			heard.add(queue.poll(30, TimeUnit.SECONDS));
		}
		return heard;
	}

	private static void assertEmpty(ApplicationContext context) {
		Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)));
		assertThat(context.getBean(Heard.class).texts).isEmpty();
	}

	private static InboxSize size(ApplicationContext context) {
		ConversationInbox inbox = context.getBean(BrevoWebhooks.class).all().get(0).inbox();
		return inbox.size().block();
	}

	/**
	 * What the application heard.
	 */
	static class Heard {

		final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

	}

	@Configuration(proxyBeanMethods = false)
	static class Ordered extends Heard {

		@EventListener
		@Order(3)
		void onAny(ConversationEvent event) {
			this.texts.add("of any event");
		}

		@EventListener(condition = "#event.message().text() == 'Hello' and #root.args[0].account() == 'default'")
		@Order(2)
		void onCondition(VisitorMessageReceived event) {
			this.texts.add("with a condition");
		}

		@EventListener
		@Order(1)
		void onFirst(VisitorMessageReceived event) {
			this.texts.add("first");
		}

		@EventListener
		@Order(4)
		void onPayload(PayloadApplicationEvent<VisitorMessageReceived> event) {
			this.texts.add("with a payload");
		}

		@EventListener({ AgentMessageReceived.class, ConversationEvent.ConversationEnded.class })
		void onOthers() {
			this.texts.add("of other events");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CheckedListener {

		@EventListener
		void on(VisitorMessageReceived event) throws IOException {
			throw new IOException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CheckedHandler {

		@Bean
		ConversationEventHandler handler() {
			return (event) -> Mono.error(new IOException());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CheckedFuture {

		@EventListener
		CompletableFuture<Void> on(VisitorMessageReceived event) {
			return CompletableFuture.runAsync(() -> {
				throw new CompletionException(new IOException());
			}, Runnable::run);
		}

	}

	@EnableAsync(proxyTargetClass = true)
	@Configuration(proxyBeanMethods = false)
	static class Asynchronous {

		@Bean
		Heard heard() {
			return new Heard();
		}

		@Bean
		AsynchronousListener listener(Heard heard) {
			return new AsynchronousListener(heard);
		}

	}

	static class AsynchronousListener {

		private final Heard heard;

		AsynchronousListener(Heard heard) {
			this.heard = heard;
		}

		@Async
		@EventListener
		void on(VisitorMessageReceived event) {
			this.heard.texts.add(Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Transactional extends Heard {

		@EventListener
		void on(VisitorMessageReceived event) {
			this.texts.add("in a transaction: " + TransactionSynchronizationManager.isActualTransactionActive());
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void beforeCommit(VisitorMessageReceived event) {
			this.texts.add("before the commit");
		}

		@TransactionalEventListener
		void afterCommit(VisitorMessageReceived event) {
			this.texts.add("after the commit");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void afterRollback(VisitorMessageReceived event) {
			this.texts.add("rolled back");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailsBeforeCommit extends Heard {

		private final AtomicInteger attempts = new AtomicInteger();

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void beforeCommit(VisitorMessageReceived event) {
			if (this.attempts.incrementAndGet() < 3) {
				throw new IllegalStateException();
			}
		}

		@TransactionalEventListener
		void afterCommit(VisitorMessageReceived event) {
			this.texts.add("committed");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void afterRollback(VisitorMessageReceived event) {
			this.texts.add("rolled back");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Observed implements ObservationHandler<Observation.Context> {

		private final AtomicInteger started = new AtomicInteger();

		private final AtomicInteger stopped = new AtomicInteger();

		private final AtomicInteger handlings = new AtomicInteger();

		private final AtomicInteger errors = new AtomicInteger();

		@Bean
		ObservationRegistry observationRegistry() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(this);
			return registry;
		}

		@Override
		public void onStart(Observation.Context context) {
			this.started.incrementAndGet();
			if (context.getName().equals(EventDispatcher.OBSERVATION)) {
				this.handlings.incrementAndGet();
			}
		}

		@Override
		public void onError(Observation.Context context) {
			this.errors.incrementAndGet();
		}

		@Override
		public void onStop(Observation.Context context) {
			this.stopped.incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingListener {

		private final Supplier<Throwable> failure;

		ThrowingListener(Supplier<Throwable> failure) {
			this.failure = failure;
		}

		@EventListener
		void on(VisitorMessageReceived event) throws Throwable {
			throw this.failure.get();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingHandler {

		@Bean
		ConversationEventHandler handler(Supplier<Throwable> failure) {
			return (event) -> {
				ReflectionUtils.rethrowRuntimeException(failure.get());
				return Mono.empty();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingHandler {

		@Bean
		ConversationEventHandler handler(Supplier<Throwable> failure) {
			return (event) -> Mono.fromRunnable(() -> ReflectionUtils.rethrowRuntimeException(failure.get()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GoingOn extends Heard {

		@EventListener
		@Order(1)
		Mono<Void> mono(VisitorMessageReceived event) {
			return after().then(Mono.fromRunnable(() -> add("mono", event)));
		}

		@EventListener(VisitorMessageReceived.class)
		@Order(2)
		Flux<Object> flux(ConversationEvent event) {
			return after().thenMany(Flux.defer(() -> {
				add("flux", event);
				return Flux.empty();
			}));
		}

		@EventListener(condition = "#event.payload.account() == 'default'")
		@Order(3)
		Mono<Void> any(PayloadApplicationEvent<VisitorMessageReceived> event) {
			return after().then(Mono.fromRunnable(() -> add("any", event.getPayload())));
		}

		@EventListener
		@Order(4)
		Mono<Published> future(VisitorMessageReceived event) {
			return after().thenReturn(new Published(event.message().id())).doOnNext((next) -> add("future", event));
		}

		@EventListener
		void on(Published event) {
			this.texts.add("published " + event.id());
		}

		@Bean
		ConversationEventHandler handler() {
			return (event) -> Mono.fromRunnable(() -> add("handler", event));
		}

		private void add(String text, ConversationEvent event) {
			this.texts.add(text + " " + ((VisitorMessageReceived) event).message().id());
		}

		private static Mono<Long> after() {
			return Mono.delay(Duration.ofMillis(5));
		}

	}

	/**
	 * What a listener returns.
	 *
	 * @param id the id of the message
	 */
	record Published(String id) {

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingMono extends Heard {

		@EventListener
		Mono<Void> on(ConversationEvent event) {
			this.texts.add("attempt");
			return Mono.delay(Duration.ofMillis(5)).then(Mono.error(new IllegalStateException()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingFuture extends Heard {

		@EventListener
		CompletableFuture<Void> on(ConversationEvent event) {
			this.texts.add("attempt");
			return CompletableFuture.runAsync(() -> {
				throw new IllegalStateException();
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeverEndingMono extends Heard {

		@EventListener
		Mono<Void> on(ConversationEvent event) {
			return Mono.<Void>never().doOnCancel(() -> this.texts.add("cancelled"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherEvents extends Heard {

		@EventListener
		Mono<Void> on(String text) {
			return Mono.fromRunnable(() -> this.texts.add(text));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CommitsLate extends Heard {

		private final CountDownLatch end = new CountDownLatch(1);

		@EventListener
		void on(VisitorMessageReceived event) {
			while (this.end.getCount() > 0) {
				try {
					this.end.await();
				}
				catch (InterruptedException ex) {
					// goes on
				}
			}
		}

		@TransactionalEventListener
		void afterCommit(VisitorMessageReceived event) {
			this.texts.add("committed");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void afterRollback(VisitorMessageReceived event) {
			this.texts.add("rolled back");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeverEnding extends Heard {

		@Bean
		ConversationEventHandler handler() {
			return (event) -> {
				this.texts.add(((VisitorMessageReceived) event).message().id());
				return Mono.never();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers extends Heard {

		@EventListener
		void on(VisitorMessageReceived event) {
			this.texts.add("listener");
		}

		@Bean
		@Order(1)
		ConversationEventHandler slow() {
			return (event) -> Mono.delay(Duration.ofMillis(20)).doOnNext((tick) -> this.texts.add("slow")).then();
		}

		@Bean
		@Order(2)
		ConversationEventHandler next() {
			return (event) -> Mono.fromRunnable(() -> this.texts.add("next"));
		}

	}

}

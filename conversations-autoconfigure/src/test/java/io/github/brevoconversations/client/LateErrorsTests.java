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

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.brevoconversations.autoconfigure.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever the application's code throws, and whenever, each call ends once,
 * and nothing is lost: filters, providers of credentials, and who waits for the result.
 */
@Timeout(60)
class LateErrorsTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final RecordedLog log = new RecordedLog("io.github.brevoconversations", "reactor");

	private final Deque<Mono<ClientResponse>> responses = new ArrayDeque<>();

	@BeforeEach
	void setUp() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void tearDown() {
		VirtualTimeScheduler.reset();
		this.log.close();
	}

	static List<Supplier<Throwable>> errors() {
		return List.of(() -> new NoClassDefFoundError("the application's"),
				() -> new StackOverflowError("the application's"), () -> new AssertionError("the application's"),
				() -> new IllegalStateException("the application's"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void endsACallInTimeEvenIfAFilterFailsOnCancellation(Supplier<Throwable> error) {
		this.responses.add(Mono.never());
		CompletableFuture<?> call = begin(
				client((request, next) -> next.exchange(request).doOnCancel(() -> sneakyThrow(error.get())))
					.sendMessage(message()));
		this.time.advanceTimeBy(Duration.ofSeconds(31));
		assertThat(failure(call)).isInstanceOf(BrevoCommunicationException.class);
		assertLogged("the application's");
	}

	@ParameterizedTest
	@MethodSource("errors")
	void cancelsACallEvenIfAFilterFailsOnCancellation(Supplier<Throwable> error) {
		this.responses.add(Mono.never());
		CompletableFuture<?> call = begin(
				client((request, next) -> next.exchange(request).doOnCancel(() -> sneakyThrow(error.get())))
					.sendMessage(message())
					.timeout(Duration.ofSeconds(1)));
		this.time.advanceTimeBy(Duration.ofSeconds(2));
		assertThat(failure(call)).isInstanceOf(TimeoutException.class);
		assertLogged("the application's");
	}

	@ParameterizedTest
	@MethodSource("errors")
	void keepsTheResultThatAFilterFailsAfter(Supplier<Throwable> error) {
		Sinks.One<ClientResponse> response = response();
		CompletableFuture<?> call = begin(
				client((request, next) -> next.exchange(request).doAfterTerminate(() -> sneakyThrow(error.get())))
					.sendMessage(message()));
		response.tryEmitValue(ok());
		assertThat(call).isCompletedWithValueMatching(ConversationsMessage.class::isInstance);
		assertLogged("the application's");
	}

	@ParameterizedTest
	@MethodSource("errors")
	void deliversWhatAnOperatorAfterTheCallThrows(Supplier<Throwable> error) {
		Sinks.One<ClientResponse> response = response();
		CompletableFuture<?> call = begin(
				client((request, next) -> next.exchange(request)).sendMessage(message()).map((message) -> {
					sneakyThrow(error.get());
					return message;
				}));
		response.tryEmitValue(ok());
		assertThat(failure(call)).hasMessage("the application's");
	}

	@ParameterizedTest
	@MethodSource("errors")
	void keepsWhatAnOperatorThrowsAfterAFailure(Supplier<Throwable> error) {
		Sinks.One<ClientResponse> response = response();
		CompletableFuture<?> call = begin(
				client((request, next) -> next.exchange(request)).sendMessage(message()).onErrorResume((failure) -> {
					sneakyThrow(error.get());
					return Mono.empty();
				}));
		response.tryEmitError(new IOException("reset"));
		if (error.get() instanceof VirtualMachineError || error.get() instanceof LinkageError) {
			assertLogged("the application's");
		}
		else {
			assertThat(failure(call)).hasMessage("the application's");
		}
	}

	@ParameterizedTest
	@MethodSource("errors")
	void endsACallThatAFilterFailsOnAThreadOfItsOwn(Supplier<Throwable> error) throws InterruptedException {
		ExecutorService thread = Executors.newSingleThreadExecutor((task) -> {
			Thread own = new Thread(task);
			own.setUncaughtExceptionHandler((failed, failure) -> {
			});
			return own;
		});
		Sinks.One<ClientResponse> response = response();
		CompletableFuture<?> call = begin(client((request, next) -> next.exchange(request)
			.publishOn(Schedulers.fromExecutorService(thread))
			.<ClientResponse>map((received) -> {
				sneakyThrow(error.get());
				return received;
			})).sendMessage(message()));
		response.tryEmitValue(ok());
		thread.shutdown();
		assertThat(thread.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(failure(call)).isInstanceOf(BrevoCommunicationException.class)
			.hasMessageContaining("the application's");
	}

	@Test
	void letsNobodyContinueAfterAFailureWithinACall() {
		List<Throwable> continued = new ArrayList<>();
		List<Object> results = new ArrayList<>();
		this.responses.add(Mono.just(ClientResponse.create(HttpStatusCode.valueOf(500)).build()));
		this.responses.add(Mono.just(ok()));
		Flux.just("m1")
			.flatMap(client((request, next) -> next.exchange(request))::getMessage)
			.onErrorContinue((failure, value) -> continued.add(failure))
			.subscribe(results::add);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertThat(continued).isEmpty();
		assertThat(results).hasSize(1);
	}

	@Test
	void letsTheCallerContinueAfterAFailure() {
		List<Object> continued = new ArrayList<>();
		this.responses.add(
				Mono.just(ClientResponse.create(HttpStatusCode.valueOf(404)).body("{\"code\":\"not_found\"}").build()));
		this.responses.add(Mono.just(ok()));
		List<Object> results = new ArrayList<>();
		Flux.just("m0", "m1")
			.concatMap(client((request, next) -> next.exchange(request))::getMessage)
			.onErrorContinue(BrevoNotFoundException.class, (failure, value) -> continued.add(failure))
			.subscribe(results::add);
		assertThat(continued).hasSize(1);
		assertThat(results).hasSize(1);
	}

	@Test
	void endsACallWhoseResponseHasAStatusOutOfRange() {
		Sinks.One<ClientHttpResponse> response = Sinks.one();
		CompletableFuture<?> call = begin(ConversationsClient.builder()
			.apiKey("secret")
			.webClientBuilder(WebClient.builder()
				.clientConnector((method, uri, writer) -> writer.apply(new MockClientHttpRequest(method, uri))
					.then(response.asMono())))
			.build()
			.getMessage("m1"));
		// as Reactor Netty's response, which knows the status only when asked for it
		response.tryEmitValue(new MockClientHttpResponse(200) {

			@Override
			public HttpStatusCode getStatusCode() {
				return HttpStatusCode.valueOf(1000);
			}

		});
		assertThat(failure(call)).isInstanceOf(BrevoCommunicationException.class).hasMessageContaining("1000");
	}

	@Test
	void endsACallWhoseFilterDelaysErrors() {
		List<ExchangeFilterFunction> filters = List.of(
				(request, next) -> Flux.just(1, 2)
					.flatMapDelayError((check) -> failing("check " + check), 1, 1)
					.then(next.exchange(request)),
				(request, next) -> Flux.just(1, 2)
					.hide()
					.concatMapDelayError((check) -> failing("check " + check), 1)
					.then(next.exchange(request)),
				(request, next) -> Flux.mergeDelayError(1, failing("check 1"), failing("check 2"))
					.then(next.exchange(request)));
		for (ExchangeFilterFunction filter : filters) {
			assertThat(failure(begin(client(filter).sendMessage(message()))))
				.isInstanceOf(BrevoCommunicationException.class)
				.hasStackTraceContaining("check 1")
				.hasStackTraceContaining("check 2");
		}
	}

	@Test
	void takesTheTokenOfAProviderThatDelaysErrors() {
		this.responses.add(Mono.just(ok()));
		ConversationsClient client = client(
				(builder) -> builder.accessTokenProvider(
						() -> Flux.mergeDelayError(1, failing("no cache"), Mono.just("token-4711")).next()),
				(request, next) -> next.exchange(request));
		assertThat(begin(client.getMessage("m1"))).isCompletedWithValueMatching(ConversationsMessage.class::isInstance);
	}

	@Test
	void endsNoOtherAttemptOfTheCall() {
		Sinks.One<ClientResponse> late = response();
		this.responses.add(Mono.error(new IOException("reset")));
		this.responses.add(Mono.never());
		Sinks.One<ClientResponse> second = response();
		CompletableFuture<?> call = begin(client((request, next) -> {
			next.exchange(ClientRequest.from(request).build()).doOnNext((response) -> {
				throw new NoClassDefFoundError("the application's");
			}).subscribe();
			return next.exchange(request);
		}).getMessage("m1"));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.responses).isEmpty();
		late.tryEmitValue(ok());
		assertThat(call).isNotDone();
		assertLogged("the application's");
		second.tryEmitValue(ok());
		assertThat(call).isCompletedWithValueMatching(ConversationsMessage.class::isInstance);
	}

	@Test
	void logsNoErrorOfATransportWhoseCallHasEnded() {
		Sinks.One<ClientResponse> response = response();
		List<Throwable> failures = List.of(new IOException("reset"), new IllegalStateException("released already"));
		for (Throwable failure : failures) {
			CompletableFuture<ClientResponse> transport = new CompletableFuture<>();
			this.responses.clear();
			this.responses.add(Mono.fromFuture(transport, true));
			Disposable call = client((request, next) -> next.exchange(request)).sendMessage(message()).subscribe();
			call.dispose();
			transport.completeExceptionally(failure);
		}
		response.tryEmitError(new IOException("reset"));
		assertThat(this.log.lines()).noneMatch((line) -> line.startsWith("WARN") || line.startsWith("ERROR"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void keepsTheRejectionOfATokenEvenIfItsProviderFails(Supplier<Throwable> error) {
		Sinks.One<ClientResponse> response = response();
		ConversationsClient client = client((builder) -> builder.accessTokenProvider(new BrevoAccessTokenProvider() {

			@Override
			public Mono<String> getAccessToken() {
				return Mono.just("token-4711");
			}

			@Override
			public boolean refused(String accessToken) {
				sneakyThrow(error.get());
				return true;
			}

		}), (request, next) -> next.exchange(request));
		CompletableFuture<?> call = begin(client.getMessage("m1"));
		response.tryEmitValue(
				ClientResponse.create(HttpStatusCode.valueOf(401)).body("{\"code\":\"unauthorized\"}").build());
		assertThat(failure(call)).isInstanceOf(BrevoUnauthorizedException.class);
		assertLogged(error.get().getClass().getName());
	}

	@ParameterizedTest
	@MethodSource("errors")
	void tellsOfAProviderThatFails(Supplier<Throwable> error) {
		List<Consumer<ConversationsClientBuilder>> providers = List.of((builder) -> builder.apiKeyProvider(() -> {
			sneakyThrow(error.get());
			return "";
		}), (builder) -> builder.accessTokenProvider(() -> {
			sneakyThrow(error.get());
			return Mono.empty();
		}), (builder) -> builder.accessTokenProvider(() -> Mono.defer(() -> {
			sneakyThrow(error.get());
			return Mono.empty();
		})));
		for (Consumer<ConversationsClientBuilder> provider : providers) {
			CompletableFuture<?> call = begin(
					client(provider, (request, next) -> next.exchange(request)).sendMessage(message()));
			assertThat(failure(call)).isInstanceOf(BrevoUnauthorizedException.class)
				.hasMessageContaining("Nothing was sent")
				.message()
				.doesNotContain("the application's");
		}
	}

	@Test
	void endsEachCallOnceWhateverComesAtTheSameTime() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(3);
		for (int i = 0; i < 300; i++) {
			Sinks.One<ClientResponse> response = response();
			AtomicInteger ends = new AtomicInteger();
			Disposable call = client((request, next) -> next.exchange(request)).sendMessage(message())
				.subscribe((message) -> ends.incrementAndGet(), (failure) -> ends.incrementAndGet());
			boolean cancelled = i % 2 == 0;
			Thread time = racing(barrier, () -> this.time.advanceTimeBy(Duration.ofSeconds(31)));
			Thread canceller = racing(barrier, () -> {
				if (cancelled) {
					call.dispose();
				}
			});
			barrier.await();
			response.tryEmitValue(ok());
			time.join();
			canceller.join();
			assertThat(ends).hasValueBetween(cancelled ? 0 : 1, 1);
		}
	}

	@Test
	void sendsNothingThatIsKnownNotToBeSent() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		ApiCall call = new ApiCall(Operation.SEND_MESSAGE, null, new JsonBody().with("text", "Hello"));
		for (int i = 0; i < 2000; i++) {
			Attempt attempt = new Attempt(call);
			attempt.begin();
			MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.POST, URI.create("/"));
			Thread taker = racing(barrier, () -> attempt.insert(request, null).onErrorComplete().block());
			barrier.await();
			attempt.giveUp();
			boolean sent = attempt.isSent();
			taker.join();
			String body = request.getBodyAsString().onErrorReturn("").block();
			assertThat(sent || body == null || body.isEmpty()).isTrue();
			assertThat(attempt.isSent()).isEqualTo(sent);
		}
	}

	@Test
	void sendsNothingIfAFilterLooksAtTheBodyOfACallThatHasEnded() {
		ApiCall call = new ApiCall(Operation.SEND_MESSAGE, null, new JsonBody().with("text", "Hello"));
		Attempt attempt = new Attempt(call);
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.POST, URI.create("/"));
		Mono<Void> insertion = attempt.insert(request, null);
		attempt.giveUp();
		insertion.onErrorComplete().block();
		assertThat(request.getBodyAsString().onErrorReturn("").blockOptional().orElse("")).isEmpty();
		assertThat(attempt.isSent()).isFalse();
	}

	private static Mono<String> failing(String message) {
		return Mono.defer(() -> Mono.error(new IllegalStateException(message)));
	}

	private static Thread racing(CyclicBarrier barrier, Runnable task) {
		Thread thread = new Thread(() -> {
			try {
				barrier.await();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			task.run();
		});
		thread.start();
		return thread;
	}

	private void assertLogged(String text) {
		assertThat(this.log.lines()).filteredOn((line) -> line.startsWith("WARN") || line.startsWith("ERROR"))
			.anyMatch((line) -> line.contains(text));
	}

	private Sinks.One<ClientResponse> response() {
		Sinks.One<ClientResponse> response = Sinks.one();
		this.responses.add(response.asMono());
		return response;
	}

	private static ClientResponse ok() {
		return ClientResponse.create(HttpStatusCode.valueOf(200)).body("{\"id\":\"m1\",\"visitorId\":\"v1\"}").build();
	}

	private static SendMessageRequest message() {
		return SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz"));
	}

	private static <T> CompletableFuture<T> begin(Mono<T> call) {
		CompletableFuture<T> result = new CompletableFuture<>();
		call.subscribe(result::complete, result::completeExceptionally);
		return result;
	}

	private static Throwable failure(CompletableFuture<?> call) {
		assertThat(call).isCompletedExceptionally();
		return call.handle((result, failure) -> failure).join();
	}

	private ConversationsClient client(ExchangeFilterFunction filter) {
		return client((builder) -> builder.apiKey("secret"), filter);
	}

	private ConversationsClient client(Consumer<ConversationsClientBuilder> credential, ExchangeFilterFunction filter) {
		ConversationsClientBuilder builder = ConversationsClient.builder()
			.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange).filter(filter));
		credential.accept(builder);
		return builder.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.defer(() -> {
			Mono<ClientResponse> response = this.responses.isEmpty() ? Mono.never() : this.responses.remove();
			return request
				.writeTo(new MockClientHttpRequest(request.method(), request.url()), ExchangeStrategies.withDefaults())
				.then(response);
		});
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneakyThrow(Throwable throwable) throws T {
		throw (T) throwable;
	}

}

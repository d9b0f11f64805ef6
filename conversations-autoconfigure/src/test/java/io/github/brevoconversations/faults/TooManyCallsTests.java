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

package io.github.brevoconversations.faults;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of more sends at once than there are connections: each message arrives once, or
 * its error says that nothing was sent.
 */
@Timeout(120)
class TooManyCallsTests {

	private static final int CALLS = 2000;

	private static final Pattern TEXT = Pattern.compile("\"text\":\"([^\"]*)\"");

	private final Queue<String> arrived = new ConcurrentLinkedQueue<>();

	private final Queue<String> succeeded = new ConcurrentLinkedQueue<>();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Sinks.Empty<Void> responses = Sinks.empty();

	private DisposableServer server;

	@BeforeEach
	void setUp() {
		this.server = HttpServer.create().host("127.0.0.1").port(0).handle(this::respond).bindNow();
	}

	@AfterEach
	void tearDown() {
		this.server.disposeNow();
	}

	private Mono<Void> respond(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asString()
			.doOnNext((body) -> this.arrived.add(text(body)))
			.then(this.responses.asMono())
			.then(response.header("content-type", "application/json").sendString(Mono.just(Behaviour.MESSAGE)).then());
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR_NETTY", "JETTY" })
	void knowsThatARequestWithoutBodyWasNotSentEither(Connector connector) throws InterruptedException {
		try (Application application = new Application(connector.builder(), "brevo.retry.enabled=false")) {
			ConversationsClient client = application.client("http://127.0.0.1:" + this.server.port());
			CountDownLatch ended = new CountDownLatch(CALLS);
			for (int i = 0; i < CALLS; i++) {
				client.getMessage("message-4711")
					.doFinally((signal) -> ended.countDown())
					.subscribe((message) -> this.succeeded.add(message.id()), this.failures::add);
			}
			this.responses.tryEmitEmpty();
			assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(this.failures).isNotEmpty()
			.hasSize(CALLS - this.succeeded.size())
			.allSatisfy(TooManyCallsTests::assertNotSent);
	}

	private static String text(String body) {
		Matcher matcher = TEXT.matcher(body);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	@ParameterizedTest
	@EnumSource
	void losesNoMessage(Connector connector) throws InterruptedException {
		try (Application application = new Application(connector.builder(), "brevo.retry.enabled=false")) {
			ConversationsClient client = application.client("http://127.0.0.1:" + this.server.port());
			CountDownLatch ended = new CountDownLatch(CALLS);
			AtomicInteger early = new AtomicInteger();
			for (int i = 0; i < CALLS; i++) {
				String text = "message " + i;
				client.sendMessage(SendMessageRequest.of("visitor", text, AgentIdentity.ofId("liz")))
					.doFinally((signal) -> ended.countDown())
					.subscribe((message) -> this.succeeded.add(text), this.failures::add);
			}
			// all are under way, and no connection is free again
			early.set(this.succeeded.size());
			this.responses.tryEmitEmpty();
			assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(early).hasValue(0);
		}
		assertThat(this.arrived).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(this.succeeded);
		assertThat(this.failures).hasSize(CALLS - this.succeeded.size()).allSatisfy(TooManyCallsTests::assertNotSent);
		if (connector == Connector.REACTOR_NETTY || connector == Connector.JETTY) {
			// the others let all calls wait
			assertThat(this.failures).isNotEmpty();
		}
	}

	private static void assertNotSent(Throwable failure) {
		assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
			assertThat(exception.isRequestSent()).isFalse();
			assertThat(exception.isTransient()).isTrue();
			assertThat(exception).hasMessageContaining("Too many calls are in flight, so nothing was sent");
		});
	}

}

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

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the blocking client's threads: what is known if one is interrupted, and which
 * may not be blocked.
 */
@Timeout(120)
class BlockingThreadTests {

	@RegisterExtension
	private static final Applications applications = new Applications();

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@ParameterizedTest
	@EnumSource
	void knowsThatAMessageMayHaveBeenSentIfItIsInterruptedAfterwards(Connector connector) throws Exception {
		this.server.respondWith(Behaviour.silence());
		Throwable failure = interrupted(connector, this.server.url(), () -> !this.server.requests().isEmpty());
		assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
				(exception) -> assertThat(exception.isRequestSent()).isTrue());
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void knowsThatNothingWasSentIfItIsInterruptedBeforehand(Connector connector) throws Exception {
		// which never gets as far as a handshake
		try (ServerSocket silent = new ServerSocket(0)) {
			BlockingQueue<Object> accepted = new LinkedBlockingQueue<>();
			Thread acceptor = new Thread(() -> accept(silent, accepted), "silent-server");
			acceptor.setDaemon(true);
			acceptor.start();
			Throwable failure = interrupted(connector, "https://127.0.0.1:" + silent.getLocalPort(),
					() -> !accepted.isEmpty());
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent()).isFalse());
		}
	}

	private static void accept(ServerSocket serverSocket, BlockingQueue<Object> accepted) {
		try {
			while (true) {
				accepted.add(serverSocket.accept());
			}
		}
		catch (IOException ex) {
			// the server was closed
		}
	}

	private static Throwable interrupted(Connector connector, String url, BooleanSupplier when) throws Exception {
		BlockingConversationsClient client = BlockingConversationsClient.of(applications.get(connector).client(url));
		BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
		Thread caller = new Thread(() -> {
			try {
				client.sendMessage(SendMessageRequest.of("visitor", "Hello", AgentIdentity.ofId("liz")));
			}
			catch (RuntimeException ex) {
				if (Thread.currentThread().isInterrupted()) {
					failures.add(ex);
				}
			}
		}, "caller");
		caller.start();
		FaultyServer.await().until(when::getAsBoolean);
		caller.interrupt();
		return failures.poll(FaultyServer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@ParameterizedTest
	@MethodSource
	void refusesThreadsOfTheTransportThatOtherCallsNeed(Connector connector, boolean atOnce) {
		ConversationsClient client = applications.get(connector).client(this.server.url());
		BlockingConversationsClient blocking = BlockingConversationsClient.of(client);
		for (int i = 0; i < (atOnce ? 100 : 1); i++) {
			this.server.requests().clear();
			CountDownLatch subscribed = new CountDownLatch(atOnce ? 0 : 1);
			this.server.respondWith((connection) -> {
				await(subscribed);
				Behaviour.message().respond(connection);
			});
			CompletableFuture<Throwable> failed = client.getMessage("message-4711")
				.map((message) -> blocking.getMessage("message-4711"))
				.<Throwable>then(Mono.empty())
				.onErrorResume(Mono::just)
				.toFuture();
			subscribed.countDown();
			assertThatBlockingIsRefused(connector,
					failed.orTimeout(FaultyServer.PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
		}
	}

	static Stream<Arguments> refusesThreadsOfTheTransportThatOtherCallsNeed() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(true, false).map((atOnce) -> Arguments.of(connector, atOnce)));
	}

	private void assertThatBlockingIsRefused(Connector connector, Throwable failure) {
		if (connector == Connector.JDK) {
			// its callbacks are on a pool that takes another thread for each that blocks
			assertThat(failure).isNull();
			return;
		}
		assertThat(failure).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("use ConversationsClient there");
		assertThat(this.server.requests()).hasSize(1);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

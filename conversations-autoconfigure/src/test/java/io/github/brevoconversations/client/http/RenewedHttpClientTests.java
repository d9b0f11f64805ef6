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

package io.github.brevoconversations.client.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RenewedHttpClient}.
 */
@Timeout(60)
class RenewedHttpClientTests {

	private static final Duration MAX_AGE = Duration.ofMinutes(10);

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1);

	private final List<HttpClient> made = new ArrayList<>();

	private final Sinks.Empty<Void> response = Sinks.empty();

	private DisposableServer server;

	@BeforeEach
	void startServer() {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.handle((request, response) -> response
				.sendString(this.response.asMono().then(Mono.just(String.valueOf(request.remoteAddress().getPort())))))
			.bindNow();
	}

	@AfterEach
	void stopServer() {
		this.server.disposeNow(Duration.ofSeconds(5));
	}

	@Test
	void renewsAClientThatIsOld() {
		RenewedHttpClient client = client();
		HttpClient first = client.get();
		advance(MAX_AGE.minusNanos(1));
		assertThat(client.get()).isSameAs(first);
		advance(Duration.ofNanos(1));
		HttpClient second = client.get();
		assertThat(second).isNotSameAs(first);
		assertThat(client.get()).isSameAs(second);
		advance(MAX_AGE);
		assertThat(client.get()).isNotIn(first, second);
		assertThat(this.made).hasSize(3);
	}

	@Test
	void letsTheOldClientEndItsCalls() {
		RenewedHttpClient client = client();
		List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			calls.add(client.get().sendAsync(request(), HttpResponse.BodyHandlers.ofString()));
			advance(MAX_AGE);
		}
		assertThat(this.made).hasSize(4);
		this.made.clear();
		this.response.tryEmitEmpty();
		Set<String> ports = new HashSet<>();
		for (CompletableFuture<HttpResponse<String>> call : calls) {
			ports.add(call.orTimeout(20, TimeUnit.SECONDS).join().body());
		}
		assertThat(ports).hasSize(4);
	}

	@Test
	void leavesNoThreadsOfOldClients() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		RenewedHttpClient client = new RenewedHttpClient(HttpClient::newHttpClient, MAX_AGE, this.time::get);
		this.response.tryEmitEmpty();
		for (int i = 0; i < 5; i++) {
			client.get().sendAsync(request(), HttpResponse.BodyHandlers.ofString()).join();
			advance(MAX_AGE);
		}
		// those of the last client and of the one before
		Awaitility.await().until(() -> {
			System.gc();
			return Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> !before.contains(thread) && thread.getName().contains("SelectorManager"))
				.count() <= 2;
		});
		assertThat(client.get()).isNotNull();
	}

	@Test
	void makesNoMoreClientsThanTheGarbageCollectorCanCope() {
		RenewedHttpClient client = client();
		for (int i = 0; i < 100; i++) {
			client.get();
			advance(MAX_AGE);
		}
		boolean ends = Runtime.version().feature() >= 21;
		// they are all reachable from this test
		assertThat(this.made).hasSize(ends ? 100 : 7);
		assertThat(client.get()).isNotNull();
	}

	private RenewedHttpClient client() {
		return new RenewedHttpClient(() -> {
			HttpClient client = HttpClient.newHttpClient();
			this.made.add(client);
			return client;
		}, MAX_AGE, this.time::get);
	}

	private void advance(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	private HttpRequest request() {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.server.port())).build();
	}

}

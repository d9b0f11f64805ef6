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

package io.github.brevoconversations.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.test.context.DynamicPropertyRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the life of a {@link BrevoConversationsServer}. They count the threads of
 * servers, so no other test may start one meanwhile.
 */
@Isolated
@Timeout(30)
class BrevoConversationsServerTests {

	/**
	 * Those of servers in contexts that other tests have left in their cache.
	 */
	private final Set<Thread> threadsOfOthers = Set.copyOf(allServerThreads());

	@Test
	void startsOnAFreeLoopbackPort() {
		try (BrevoConversationsServer server = BrevoConversationsServer.start();
				BrevoConversationsServer another = BrevoConversationsServer.start()) {
			assertThat(server.port()).isPositive().isNotEqualTo(another.port());
			assertThat(server.baseUrl()).isEqualTo("http://127.0.0.1:" + server.port() + "/v3");
			assertThat(server.apiKey()).isEqualTo("test-api-key");
		}
	}

	@Test
	void freesItsPortForTheNext() throws Exception {
		BrevoConversationsServer server = BrevoConversationsServer.start();
		int port = server.port();
		server.close();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port));
		try (BrevoConversationsServer next = BrevoConversationsServer.builder().port(port).start()) {
			assertThat(next.port()).isEqualTo(port);
			assertThat(new TestClient(next).ping("liz").statusCode()).isEqualTo(201);
		}
	}

	@Test
	void failsIfThePortIsTakenAndLeavesNoThread() {
		try (BrevoConversationsServer server = BrevoConversationsServer.start()) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> BrevoConversationsServer.builder().port(server.port()).start());
			Awaitility.await().until(() -> serverThreads().size() == 1);
		}
	}

	@Test
	void registersProperties() {
		try (BrevoConversationsServer server = BrevoConversationsServer.builder().apiKey("a-key").start()) {
			Map<String, Object> properties = new HashMap<>();
			DynamicPropertyRegistry registry = new DynamicPropertyRegistry() {

				@Override
				public void add(String name, Supplier<Object> value) {
					properties.put(name, value.get());
				}

			};
			server.registerProperties(registry::add);
			assertThat(properties).containsExactlyInAnyOrderEntriesOf(
					Map.of("brevo.base-url", server.baseUrl(), "brevo.api-key", "a-key"));
		}
	}

	@Test
	void acceptsAnotherOnlineWindow() throws Exception {
		MutableClock clock = MutableClock.startingNow();
		try (BrevoConversationsServer server = BrevoConversationsServer.builder()
			.clock(clock)
			.onlineWindow(Duration.ofMinutes(3))
			.start()) {
			new TestClient(server).ping("liz");
			assertThat(server.onlineUntil("liz")).isEqualTo(clock.instant().plusSeconds(180));
		}
	}

	@Test
	void acceptsAnAgentThatIsNamedTwice() {
		try (BrevoConversationsServer server = BrevoConversationsServer.builder().agents("liz", "liz").start()) {
			assertThat(server.isOnline("liz")).isFalse();
		}
	}

	@Test
	void rejectsInvalidSettings() {
		BrevoConversationsServer.Builder builder = BrevoConversationsServer.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.apiKey(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.onlineWindow(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.onlineWindow(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.rateLimit(-1));
		assertThat(serverThreads()).isEmpty();
	}

	@Test
	void notifiesListenersOnItsOwnThread() throws Exception {
		try (BrevoConversationsServer server = BrevoConversationsServer.start()) {
			List<String> threads = new CopyOnWriteArrayList<>();
			server.onChange(() -> threads.add(Thread.currentThread().getName()));
			TestClient client = new TestClient(server);
			client.ping("liz");
			assertThat(threads).hasSize(1);
			String path = TestClient.MESSAGES + "/" + client.sendMessage("visitor", "Hello");
			client.send("PUT", path, TestClient.json("text", "Hi"));
			client.send("DELETE", path, "");
			client.sendPushedMessage("visitor", "Shipped");
			assertThat(threads).hasSize(5);
			server.addVisitorMessage("visitor", "Hi");
			Awaitility.await().until(() -> threads.size() == 6);
			client.send("GET", path, "");
			client.send("POST", TestClient.PING, "{}");
			assertThat(threads).hasSize(6).allMatch((name) -> name.startsWith(LoopbackServer.THREAD_NAME));
		}
	}

	@Test
	void respondsEvenIfAListenerFails() throws Exception {
		try (BrevoConversationsServer server = BrevoConversationsServer.start()) {
			AtomicInteger changes = new AtomicInteger();
			server.onChange(() -> {
				throw new IllegalStateException("A listener's own failure");
			});
			server.onChange(changes::incrementAndGet);
			assertThat(new TestClient(server).ping("liz").statusCode()).isEqualTo(201);
			assertThat(changes).hasValue(1);
		}
	}

	@RepeatedTest(50)
	void closesWhileRequestsHang() throws Exception {
		BrevoConversationsServer server = BrevoConversationsServer.start();
		server.fail(Fault.hang().times(1));
		server.fail(Fault.delay(Duration.ofHours(1)));
		TestClient client = new TestClient(server);
		var hanging = client.sendAsync("POST", TestClient.PING, TestClient.json("agentId", "liz"));
		var delayed = client.sendAsync("POST", TestClient.PING, TestClient.json("agentId", "tom"));
		Awaitility.await().until(() -> server.requests().size() == 2);
		long start = System.nanoTime();
		server.close();
		// it would wait ten seconds for the thread, and an hour for the delay
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(hanging::get)
			.withCauseInstanceOf(IOException.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(delayed::get)
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		BrevoConversationsServer server = BrevoConversationsServer.start();
		new TestClient(server).ping("liz");
		assertThat(serverThreads()).singleElement().matches(Thread::isDaemon);
		server.close();
		Awaitility.await().until(() -> serverThreads().isEmpty());
	}

	@Test
	void closesAgainAndKeepsItsState() throws Exception {
		BrevoConversationsServer server = BrevoConversationsServer.start();
		new TestClient(server).sendMessage("visitor", "Hello");
		server.close();
		server.close();
		server.addVisitorMessage("visitor", "Too late");
		assertThat(server.messages("visitor")).hasSize(2);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void closesFromAListener() throws Exception {
		BrevoConversationsServer server = BrevoConversationsServer.start();
		server.onChange(server::close);
		var answer = new TestClient(server).sendAsync("POST", TestClient.PING, TestClient.json("agentId", "liz"));
		Awaitility.await().until(() -> answer.isDone() && serverThreads().isEmpty());
		assertThat(server.isOnline("liz")).isTrue();
	}

	private List<Thread> serverThreads() {
		return allServerThreads().stream().filter((thread) -> !this.threadsOfOthers.contains(thread)).toList();
	}

	private static List<Thread> allServerThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(LoopbackServer.THREAD_NAME))
			.toList();
	}

}

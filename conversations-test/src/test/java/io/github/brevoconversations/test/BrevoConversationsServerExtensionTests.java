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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BrevoConversationsServerExtension}.
 */
class BrevoConversationsServerExtensionTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final CyclicBarrier both = new CyclicBarrier(2);

	private static final Set<BrevoConversationsServer> serversInParallel = ConcurrentHashMap.newKeySet();

	@Nested
	@ExtendWith(BrevoConversationsServerExtension.class)
	@Execution(ExecutionMode.SAME_THREAD)
	class OneAfterTheOther {

		private static final Set<BrevoConversationsServer> servers = ConcurrentHashMap.newKeySet();

		private final BrevoConversationsServer ofTheConstructor;

		OneAfterTheOther(BrevoConversationsServer server) {
			this.ofTheConstructor = server;
		}

		@BeforeEach
		void before(BrevoConversationsServer server, ConversationsClient client) {
			assertThat(server).isSameAs(this.ofTheConstructor);
			assertThat(server.requests()).isEmpty();
			assertThat(server.faults()).isEmpty();
			assertThat(server.isOnline("liz")).isFalse();
			assertThat(server.messages("v1")).isEmpty();
			assertThat(server.webhooks()).isEmpty();
			client.pingAgentOnline(LIZ).block();
		}

		@RepeatedTest(3)
		void shareAServerThatIsReset(BrevoConversationsServer server, BlockingConversationsClient client) {
			servers.add(server);
			assertThat(servers).hasSize(1);
			assertThat(server.isOnline("liz")).isTrue();
			server.visitor("v1").writes("Hello");
			server.setRateLimit(1);
			client.pingAgentOnline(LIZ);
			server.fail(Fault.status(503));
			server.holdWebhooks();
		}

		@AfterEach
		void after(BrevoConversationsServer server) {
			assertThat(server).isSameAs(this.ofTheConstructor);
			assertThat(server.messages("v1")).hasSize(1);
		}

		@Nested
		class AndBelow {

			@Test
			void shareItToo(BrevoConversationsServer server) {
				assertThat(server).isSameAs(OneAfterTheOther.this.ofTheConstructor);
				server.addVisitorMessage("v1", "Hello");
			}

		}

	}

	@Nested
	@ExtendWith(BrevoConversationsServerExtension.class)
	@Execution(ExecutionMode.CONCURRENT)
	class AtTheSameTime {

		@Test
		void haveOneEach(BrevoConversationsServer server) throws Exception {
			meet(server);
		}

		@Test
		void doNotShareOne(BrevoConversationsServer server) throws Exception {
			meet(server);
		}

		private void meet(BrevoConversationsServer server) throws Exception {
			serversInParallel.add(server);
			// tests of other classes may have all threads that the other could run on
			both.await(5, TimeUnit.MINUTES);
			assertThat(serversInParallel).hasSize(2);
		}

	}

	@Nested
	@ExtendWith(BrevoConversationsServerExtension.class)
	@Execution(ExecutionMode.SAME_THREAD)
	class SharedByAClass {

		private static BrevoConversationsServer shared;

		@BeforeAll
		static void keep(BrevoConversationsServer server) {
			server.addVisitorMessage("v1", "Hello");
			shared = server;
		}

		@RepeatedTest(2)
		void keepsWhatTheClassHasSetUp(BrevoConversationsServer server) {
			assertThat(server).isSameAs(shared);
			assertThat(server.messages("v1")).hasSize(1);
		}

		@Nested
		class AndBelow {

			@Test
			void keepsItToo(BrevoConversationsServer server) {
				assertThat(server).isSameAs(shared);
				assertThat(server.messages("v1")).hasSize(1);
			}

		}

	}

	@Nested
	@ExtendWith(BrevoConversationsServerExtension.class)
	@TestInstance(Lifecycle.PER_CLASS)
	@Execution(ExecutionMode.SAME_THREAD)
	class OneInstance {

		private final BrevoConversationsServer shared;

		OneInstance(BrevoConversationsServer server) {
			this.shared = server;
		}

		@RepeatedTest(2)
		void hasTheServerOfItsConstructor(BrevoConversationsServer server) {
			assertThat(server).isSameAs(this.shared);
		}

	}

	@Nested
	@Execution(ExecutionMode.SAME_THREAD)
	class OfOnesOwn {

		private static final Set<BrevoConversationsServer> servers = ConcurrentHashMap.newKeySet();

		@RegisterExtension
		static final BrevoConversationsServerExtension brevo = new BrevoConversationsServerExtension(
				() -> BrevoConversationsServer.builder().rateLimit(1).start());

		@RepeatedTest(2)
		void isStartedOnceAndBeginsAnewWithItsRateLimit(BrevoConversationsServer server,
				BlockingConversationsClient client) {
			servers.add(server);
			assertThat(servers).hasSize(1);
			client.pingAgentOnline(LIZ);
			assertThatExceptionOfType(BrevoRateLimitedException.class).isThrownBy(() -> client.pingAgentOnline(LIZ));
			server.setRateLimit(null);
		}

	}

	@Nested
	@Execution(ExecutionMode.SAME_THREAD)
	class OfEachTest {

		@RegisterExtension
		final BrevoConversationsServerExtension brevo = new BrevoConversationsServerExtension(
				() -> BrevoConversationsServer.builder().apiKey("a-key").start());

		@RepeatedTest(2)
		void hasItsSettings(BrevoConversationsServer server, BlockingConversationsClient client) {
			assertThat(server.apiKey()).isEqualTo("a-key");
			client.pingAgentOnline(LIZ);
			assertThat(server.requests()).hasSize(1);
		}

	}

}

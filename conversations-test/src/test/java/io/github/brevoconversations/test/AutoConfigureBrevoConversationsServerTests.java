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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link AutoConfigureBrevoConversationsServer}.
 */
@SpringBootTest(classes = AutoConfigureBrevoConversationsServerTests.TestApplication.class)
@AutoConfigureBrevoConversationsServer
@DirtiesContext
class AutoConfigureBrevoConversationsServerTests {

	private final BrevoConversationsServerContextCustomizerFactory factory = new BrevoConversationsServerContextCustomizerFactory();

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private BlockingConversationsClient client;

	@Test
	void connectsTheApplicationWithoutAProperty() {
		this.client.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")));
		assertThat(this.brevo.messages("v1")).extracting(StoredMessage::text).containsExactly("Hello");
	}

	@Test
	void sharesTheContextOfTestsThatAreAnnotatedAlike() {
		assertThat(this.factory.createContextCustomizer(getClass(), List.of()))
			.isEqualTo(this.factory.createContextCustomizer(OtherTest.class, List.of()))
			.hasSameHashCodeAs(this.factory.createContextCustomizer(OtherTest.class, List.of()));
	}

	@Test
	void leavesOtherTestsAlone() {
		assertThat(this.factory.createContextCustomizer(OrdinaryTest.class, List.of())).isNull();
	}

	@Test
	void closesTheServerWithTheContext() throws Exception {
		TestContextManager test = new TestContextManager(OtherTest.class);
		ApplicationContext context = test.getTestContext().getApplicationContext();
		int port = context.getBean(BrevoConversationsServer.class).port();
		connect(port);
		test.getTestContext().markApplicationContextDirty(null);
		assertThatIOException().isThrownBy(() -> connect(port));
	}

	private static void connect(int port) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		}
	}

	@Nested
	class NestedTests {

		@Test
		void hasTheServerToo(@Autowired BrevoConversationsServer nested) {
			assertThat(nested).isSameAs(AutoConfigureBrevoConversationsServerTests.this.brevo);
		}

	}

	@SpringBootTest(classes = TestApplication.class, properties = "brevo.api-key=secret-key")
	@AutoConfigureBrevoConversationsServer
	static class OtherTest {

	}

	@SpringBootTest(classes = TestApplication.class)
	static class OrdinaryTest {

	}

	@StarterApplication
	static class TestApplication {

	}

}

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

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link MissingBrevoInTestFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingBrevoInTestFailureAnalyzerTests {

	@ParameterizedTest
	@ValueSource(classes = { NoKey.class, NoKeyForPresence.class, NoServer.class })
	void namesTheAnnotation(Class<?> test, CapturedOutput output) {
		fail(test);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Annotate the test class with @AutoConfigureBrevoConversationsServer");
	}

	@Test
	void ignoresOtherFailures(CapturedOutput output) {
		fail(SwitchedOff.class);
		assertThat(output).contains("'brevo.enabled' is false").doesNotContain("Annotate the test class");
	}

	private static void fail(Class<?> test) {
		TestContextManager manager = new TestContextManager(test);
		assertThatException().isThrownBy(() -> manager.getTestContext().getApplicationContext());
	}

	@SpringBootTest(classes = { Application.class, Client.class }, properties = "brevo.api-key=")
	static class NoKey {

	}

	@SpringBootTest(classes = { Application.class, Presence.class }, properties = "brevo.api-key=")
	static class NoKeyForPresence {

	}

	@SpringBootTest(classes = { Application.class, Server.class }, properties = "brevo.api-key=key")
	static class NoServer {

	}

	@SpringBootTest(classes = { Application.class, Client.class }, properties = "brevo.enabled=false")
	static class SwitchedOff {

	}

	@StarterApplication
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Client {

		@Bean
		String usesTheClient(BlockingConversationsClient client) {
			return client.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Presence {

		@Bean
		String usesPresence(AgentPresence presence) {
			return presence.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		String usesTheServer(BrevoConversationsServer server) {
			return server.baseUrl();
		}

	}

}

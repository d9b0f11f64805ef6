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

package io.github.brevoconversations.reference.errors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.SendMessageRequest;
import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of the snippets that deal with errors.
 */
@SpringBootTest(properties = "brevo.retry.enabled=false")
@AutoConfigureBrevoConversationsServer
class ErrorsTests {

	private static final SendMessageRequest REQUEST = SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz"));

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private BlockingConversationsClient conversations;

	@Autowired
	private CarefulSender sender;

	@AfterEach
	void clearFaults() {
		this.brevo.clearFaults();
	}

	@Test
	void reportsAFailureAsAProblem() {
		BrevoException failure = catchThrowableOfType(BrevoNotFoundException.class,
				() -> this.conversations.getMessage("no-such-message"));
		ProblemDetail problem = new BrevoProblems().handle(failure);
		assertThat(problem.getStatus()).isEqualTo(404);
		assertThat(problem.getProperties()).containsEntry("kind", BrevoException.Kind.NOT_FOUND);
	}

	@Test
	void checksFirstIfTheRequestMayHaveArrived() {
		this.brevo.fail(Fault.reset());
		assertThat(this.sender.send(REQUEST)).isEqualTo(CarefulSender.Result.LOOK_FIRST);
		this.brevo.clearFaults();
		assertThat(this.sender.send(REQUEST)).isEqualTo(CarefulSender.Result.SENT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(CarefulSender.class)
	static class Application {

	}

}

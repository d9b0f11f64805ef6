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

package io.github.brevoconversations.mockserver;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.mockserver.client.MockServerClient;
import org.mockserver.model.HttpRequest;
import org.mockserver.model.HttpResponse;
import org.testcontainers.mockserver.MockServerContainer;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.context.ImportTestcontainers;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;

/**
 * Tests of an application that is connected to a MockServer container by no more than an
 * annotation. Skipped where Docker cannot serve one, unless the mode demands it.
 */
@SpringBootTest
@EnabledIf("io.github.brevoconversations.mockserver.MockServer#usesContainer")
class MockServerServiceConnectionTests {

	@Test
	void connectsTheApplicationToTheContainerWithoutAProperty(@Autowired BlockingConversationsClient client) {
		HttpRequest ping = HttpRequest.request("/v3/conversations/agentOnlinePing")
			.withMethod("POST")
			.withHeader("api-key", "test-api-key");
		try (MockServerClient mockServer = new MockServerClient(Containers.mockServer.getHost(),
				Containers.mockServer.getServerPort())) {
			mockServer.when(ping).respond(HttpResponse.response().withStatusCode(201));
			client.pingAgentOnline(AgentIdentity.ofId("liz"));
			mockServer.verify(ping);
		}
	}

	static final class Containers {

		@ServiceConnection
		static final MockServerContainer mockServer = MockServer.container();

		private Containers() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportTestcontainers(Containers.class)
	static class TestApplication {

	}

}

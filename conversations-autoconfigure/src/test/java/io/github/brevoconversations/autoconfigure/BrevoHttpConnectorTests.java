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

package io.github.brevoconversations.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoHttpConnector}.
 */
class BrevoHttpConnectorTests {

	private static final int CALLERS = 256;

	@Test
	@Timeout(60)
	void hasAsManyCallsUnderWayAsAnApplicationMakes() {
		AtomicInteger arrived = new AtomicInteger();
		Sinks.Empty<Void> allArrived = Sinks.empty();
		DisposableServer server = HttpServer.create().host("127.0.0.1").handle((request, response) -> {
			if (arrived.incrementAndGet() == CALLERS) {
				allArrived.tryEmitEmpty();
			}
			return allArrived.asMono().then(response.status(201).send().then());
		}).bindNow();
		try {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class))
				.withPropertyValues("brevo.api-key=secret-key", "brevo.base-url=http://127.0.0.1:" + server.port(),
						"brevo.retry.enabled=false")
				.run((context) -> {
					ConversationsClient client = context.getBean(ConversationsClient.class);
					Flux.range(0, CALLERS)
						.flatMap((i) -> client.pingAgentOnline(AgentIdentity.ofId("liz")), CALLERS)
						.blockLast();
				});
			assertThat(arrived).hasValue(CALLERS);
		}
		finally {
			server.disposeNow(Duration.ofSeconds(5));
		}
	}

}

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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.test.BrevoConversationsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Tests for the stream of events.
 */
@DeskTest
class DeskEventsTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private Desk desk;

	@Autowired
	private Agents agents;

	@LocalServerPort
	private int port;

	@Test
	void tellsWhichDeskItIsAndAsksToConnectAgainSoon() {
		StepVerifier.create(events().take(1))
			.expectNextMatches((event) -> "desk".equals(event.event()) && Duration.ofSeconds(1).equals(event.retry()))
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	@Test
	void tellsEveryBrowserWhatHasChanged() {
		String visitor = DeskHttp.newVisitor();
		AtomicInteger connected = new AtomicInteger();
		Flux<String> list = changes(connected).filter("list"::equals).take(1);
		Flux<String> conversation = changes(connected).filter(("conversation-" + visitor)::equals).take(1);
		StepVerifier.create(Flux.zip(list, conversation))
			.expectSubscription()
			.then(() -> Awaitility.await().atMost(TIME_LIMIT).until(() -> connected.get() == 2))
			.then(() -> this.brevo.visitor(visitor).writes("Hello"))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	@Test
	void tellsThatAnAgentBecameActive() {
		DeskProperties.Agent agent = this.agents.all().get(2);
		AtomicInteger connected = new AtomicInteger();
		StepVerifier.create(changes(connected).filter("agents"::equals).take(1))
			.expectSubscription()
			.then(() -> Awaitility.await().atMost(TIME_LIMIT).until(() -> connected.get() == 1))
			.then(() -> this.desk.setActive(agent, true).block(TIME_LIMIT))
			.expectNextCount(1)
			.expectComplete()
			.verify(TIME_LIMIT);
		this.desk.setActive(agent, false).block(TIME_LIMIT);
	}

	private Flux<String> changes(AtomicInteger connected) {
		return events().doOnNext((event) -> connected.addAndGet("desk".equals(event.event()) ? 1 : 0))
			.mapNotNull(ServerSentEvent::data);
	}

	@Test
	void reportsNothingElse() {
		// at a desk where no lamp goes out that another test has lit
		try (RunningDesk own = RunningDesk.start(0)) {
			StepVerifier.create(events(own.url()).skip(1))
				.expectSubscription()
				.expectNoEvent(Duration.ofMillis(1500))
				.thenCancel()
				.verify(TIME_LIMIT);
		}
	}

	private Flux<ServerSentEvent<String>> events() {
		return events("http://127.0.0.1:" + this.port);
	}

	private static Flux<ServerSentEvent<String>> events(String url) {
		return WebClient.create(url)
			.get()
			.uri("/events")
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			});
	}

}

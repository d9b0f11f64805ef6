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

import io.github.brevoconversations.test.BrevoConversationsServer;
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
	private DeskProperties properties;

	@LocalServerPort
	private int port;

	@Test
	void sendsAllPartsToABrowserThatConnects() {
		StepVerifier.create(events().map(ServerSentEvent::event).take(10).collectList())
			.expectNextMatches(
					(names) -> names.contains("messages") && names.contains("online") && names.contains("pace")
							&& this.properties.agents()
								.stream()
								.allMatch((agent) -> names.contains("lamp-" + agent.id())
										&& names.contains("switch-" + agent.id())))
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	@Test
	void asksTheBrowserToConnectAgainSoon() {
		StepVerifier.create(events().take(1))
			.expectNextMatches((event) -> Duration.ofSeconds(1).equals(event.retry()))
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	@Test
	void sendsToEveryBrowserWhatHasChangedAndNothingElse() {
		Flux<String> later = events().skip(10).map(ServerSentEvent::event).take(2);
		StepVerifier.create(Flux.zip(later, later))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(1500))
			.then(() -> this.brevo.addVisitorMessage(this.properties.visitor().id(), "Hello"))
			.expectNextMatches((both) -> both.getT1().equals("messages") && both.getT2().equals("messages"))
			.expectNextMatches((both) -> both.getT1().equals("newest"))
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	@Test
	void showsTheLampOfAnAgentWhoBecomesActive() {
		DeskProperties.Agent agent = this.properties.agents().get(2);
		StepVerifier
			.create(events().filter((event) -> ("lamp-" + agent.id()).equals(event.event()))
				.map(ServerSentEvent::data)
				.filter((html) -> html.contains("Online in Brevo"))
				.take(1))
			.expectSubscription()
			.then(() -> this.desk.setActive(agent, true).block(TIME_LIMIT))
			.expectNextMatches((html) -> html.contains("pinged"))
			.expectComplete()
			.verify(TIME_LIMIT);
		this.desk.setActive(agent, false).block(TIME_LIMIT);
	}

	@Test
	void keepsAMessageFromBreakingOutOfItsEvent() {
		this.brevo.addVisitorMessage(this.properties.visitor().id(), "one\rtwo\r\nthree\r\revent: messages\rdata: x");
		StepVerifier
			.create(events().filter((event) -> "messages".equals(event.event())).map(ServerSentEvent::data).take(1))
			.expectNextMatches((html) -> html.contains("one\ntwo\nthree\n\nevent: messages\ndata: x</p>")
					&& html.contains("</ol>"))
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	private Flux<ServerSentEvent<String>> events() {
		return WebClient.create("http://127.0.0.1:" + this.port)
			.get()
			.uri("/events")
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			});
	}

}

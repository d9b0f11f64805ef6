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
import io.github.brevoconversations.test.Fault;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of the application.
 */
class DeskShutdownTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	@Test
	void stopsAtOnceThoughStreamsAreOpenAndBrevoHangs() {
		RunningDesk desk = RunningDesk.start(0);
		WebClient client = WebClient.create(desk.url());
		BrevoConversationsServer brevo = desk.bean(BrevoConversationsServer.class);
		brevo.fail(Fault.hang());
		desk.bean(Desk.class).setActive(desk.bean(Agents.class).all().get(0), true).block(TIME_LIMIT);
		client.post().uri("/setup/key").retrieve().toBodilessEntity().onErrorComplete().subscribe();
		Awaitility.await().atMost(TIME_LIMIT).until(() -> brevo.requests().size() >= 2);
		AtomicInteger received = new AtomicInteger();
		StepVerifier
			.create(Flux.merge(events(client), events(client))
				.doOnNext((event) -> received.incrementAndGet())
				.ignoreElements())
			.expectSubscription()
			.then(() -> Awaitility.await().atMost(TIME_LIMIT).until(() -> received.get() >= 2))
			.then(() -> {
				long start = System.nanoTime();
				desk.close();
				Duration took = Duration.ofNanos(System.nanoTime() - start);
				// half of the time after which the desk gives up a call
				assertThat(took).isLessThan(Duration.ofSeconds(5));
			})
			.expectComplete()
			.verify(TIME_LIMIT);
	}

	private static Flux<ServerSentEvent<String>> events(WebClient client) {
		return client.get()
			.uri("/events")
			.retrieve()
			.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			});
	}

}

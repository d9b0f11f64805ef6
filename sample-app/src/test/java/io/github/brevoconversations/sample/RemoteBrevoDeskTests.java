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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the desk with a key, for which it takes Brevo to be the real one.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(OwnEventLoops.class)
class RemoteBrevoDeskTests {

	private static final BrevoConversationsServer brevo = BrevoConversationsServer.start();

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Desk desk;

	@Autowired
	private DeskProperties properties;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		brevo.registerProperties(registry::add);
	}

	@AfterAll
	static void close() {
		brevo.close();
	}

	@BeforeEach
	void createClient() {
		this.client = WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.responseTimeout(Duration.ofSeconds(60))
			.build();
	}

	@Test
	void bringsNoBrevoAlongAndSaysSo() {
		assertThat(this.context.getBeansOfType(BrevoConversationsServer.class)).isEmpty();
		assertThat(page()).contains("Your Brevo account.").doesNotContain("Write as the visitor", brevo.apiKey());
	}

	@Test
	void doesNotWriteAsTheVisitor() {
		this.client.post()
			.uri("/visitor-messages")
			.body(BodyInserters.fromFormData("text", "Hello"))
			.exchange()
			.expectStatus()
			.isEqualTo(409);
	}

	@Test
	void concludesThatAnAgentIsOnline() {
		this.desk.setActive(this.properties.agents().get(0), true).block(Duration.ofSeconds(60));
		await().atMost(Duration.ofSeconds(30)).until(() -> page().contains("Online in Brevo"));
		this.desk.setActive(this.properties.agents().get(0), false).block(Duration.ofSeconds(60));
		assertThat(page()).contains("Online in Brevo");
	}

	@Test
	void remembersWhatItSent() {
		this.client.post()
			.uri("/messages")
			.body(BodyInserters.fromFormData("from", "automated").with("text", "Sent from here"))
			.exchange()
			.expectStatus()
			.isOk();
		assertThat(page()).contains("Sent from here");
		String id = brevo.messages(this.properties.visitor().id()).get(0).id();
		this.client.put()
			.uri("/messages/" + id)
			.body(BodyInserters.fromFormData("text", "Changed from here"))
			.exchange()
			.expectStatus()
			.isOk();
		assertThat(page()).contains("Changed from here").doesNotContain("Sent from here");
		this.client.delete().uri("/messages/" + id).exchange().expectStatus().isOk();
		assertThat(page()).doesNotContain("Changed from here").contains("No messages yet");
	}

	private String page() {
		return this.client.get().uri("/").exchange().expectBody(String.class).returnResult().getResponseBody();
	}

}

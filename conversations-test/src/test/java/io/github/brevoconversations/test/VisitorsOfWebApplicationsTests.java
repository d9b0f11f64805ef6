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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.MockMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the visitors of {@link AutoConfigureBrevoConversationsServer} reach the
 * application of each kind of test, without a property.
 */
class VisitorsOfWebApplicationsTests {

	abstract static class AbstractTests {

		@Autowired
		BrevoConversationsServer brevo;

		@Autowired
		ConfigurableApplicationContext context;

		@Test
		void hearsTheVisitorOnce() {
			String id = getClass().getSimpleName();
			Webhook webhook = this.brevo.visitor(id).writes("Hello from " + id);
			assertThat(webhook.status()).isEqualTo(200);
			assertThat(webhook.send()).isEqualTo(200);
			assertThat(this.brevo.visitor(id).writes("Bye from " + id).status()).isEqualTo(200);
			Awaitility.await()
				.untilAsserted(() -> assertThat(texts(id)).containsExactly("Hello from " + id, "Bye from " + id));
			assertThat(webhook.sendTo(WebhookTarget::withoutCredentials)).isEqualTo(401);
			assertThat(webhook.sendTo((target) -> target.withSecret("wrong"))).isEqualTo(401);
		}

		List<String> texts(String visitor) {
			return this.context.getBean(ChatApplication.class).messages.stream()
				.filter((event) -> visitor.equals(event.visitor().id()))
				.map((event) -> event.message().text())
				.toList();
		}

	}

	abstract static class AbstractServerTests extends AbstractTests {

		@Test
		void hearsTheVisitorAfterThePauseOfTheContext() {
			this.context.pause();
			this.context.restart();
			assertThat(this.brevo.visitor("paused").writes("Hello").status()).isEqualTo(200);
			Awaitility.await().until(() -> texts("paused").contains("Hello"));
		}

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class MockServletTests extends AbstractTests {

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class,
			properties = { "server.servlet.context-path=/desk", "spring.mvc.servlet.path=/api",
					"brevo.webhook.secrets=", "brevo.webhook.path=/heard" })
	@AutoConfigureMockMvc
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class MockMvcTests extends AbstractTests {

		@Test
		void servesTheTestItself(@Autowired MockMvc mockMvc) throws Exception {
			WebhookSender sender = new MockMvcWebhookSender(mockMvc);
			this.brevo.sendWebhooksTo(WebhookTarget.of("/heard").withBearerToken("secret-of-a-test"), sender);
			assertThat(this.brevo.visitor("v1").writes("Hello").status()).isEqualTo(200);
		}

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@TestPropertySource(properties = { "server.servlet.context-path=/desk", "spring.mvc.servlet.path=/api" })
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class ServletServerTests extends AbstractServerTests {

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, properties = "spring.main.web-application-type=reactive")
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class MockReactiveTests extends AbstractTests {

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class,
			properties = { "spring.main.web-application-type=reactive", "brevo.webhook.secrets[0]=of-the-application" })
	@AutoConfigureWebTestClient
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class WebTestClientTests extends AbstractTests {

		@Test
		void servesTheTestItself(@Autowired WebTestClient client) {
			WebhookSender sender = new WebTestClientWebhookSender(client);
			this.brevo.sendWebhooksTo(WebhookTarget.of("/brevo/webhook").withSecret("of-the-application"), sender);
			assertThat(this.brevo.visitor("v1").writes("Hello").status()).isEqualTo(200);
		}

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "spring.main.web-application-type=reactive", "spring.webflux.base-path=/desk",
					"spring.mvc.servlet.path=/ignored" })
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class ReactiveServerTests extends AbstractServerTests {

	}

	@Nested
	@WebMvcTest
	@ContextConfiguration(classes = ChatApplication.class)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class WebMvcSliceTests extends AbstractTests {

	}

	@Nested
	@WebFluxTest
	@ContextConfiguration(classes = ChatApplication.class)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class WebFluxSliceTests extends AbstractTests {

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, webEnvironment = WebEnvironment.NONE)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class WithoutWebTests {

		@Test
		void keepsWebhooksThatGoNowhere(@Autowired BrevoConversationsServer brevo) {
			assertThat(brevo.visitor("v1").writes("Hello").state()).isEqualTo(Webhook.State.WAITING);
		}

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class ServletServerWithTlsTests extends AbstractServerTests {

		@DynamicPropertySource
		static void tls(DynamicPropertyRegistry properties) throws Exception {
			TestKeyStore.create().register(properties);
		}

	}

	@Nested
	@SpringBootTest(classes = ChatApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "spring.main.web-application-type=reactive")
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class ReactiveServerWithTlsTests extends AbstractServerTests {

		@DynamicPropertySource
		static void tls(DynamicPropertyRegistry properties) throws Exception {
			TestKeyStore.create().register(properties);
		}

	}

	@StarterApplication
	static class ChatApplication {

		private final List<VisitorMessageReceived> messages = new CopyOnWriteArrayList<>();

		@EventListener
		void on(VisitorMessageReceived event) {
			this.messages.add(event);
		}

	}

}

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

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import io.github.brevoconversations.autoconfigure.ConversationsClientBuilderCustomizer;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.SendPushedMessageRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link AutoConfigureBrevoConversationsServer} keeps all accounts of an
 * application from Brevo.
 */
class AutoConfiguredAccountsTests {

	private static final String[] NAMES = { "default", "sales", "support", "provided", "connected" };

	private static SendPushedMessageRequest pushed(String visitor) {
		return SendPushedMessageRequest.of(visitor, "Hello");
	}

	@Nested
	@SpringBootTest(classes = Accounts.class,
			properties = { "brevo.api-key=default-key", "brevo.base-url=https://api.brevo.com/v3",
					"brevo.accounts.sales.api-key=sales-key", "brevo.accounts.sales.base-url=https://brevo.invalid/v3",
					"brevo.accounts.sales.heartbeat.agents[0].id=bob",
					"brevo.accounts.support.heartbeat.agents[0].id=liz",
					"brevo.accounts.provided.oauth2.registration-id=none" })
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class SeveralAccounts {

		@Test
		void callTheServer(@Autowired BrevoConversationsServer brevo, @Autowired BrevoAccounts accounts) {
			assertThat(accounts.names()).containsExactlyInAnyOrder(NAMES);
			Awaitility.await().until(() -> brevo.isOnline("bob") && brevo.isOnline("liz"));
			brevo.clearRequests();
			for (String name : NAMES) {
				accounts.client(name).sendPushedMessage(pushed(name)).block(Duration.ofSeconds(20));
			}
			Function<String, List<StoredMessage>> messages = brevo::messages;
			assertThat(NAMES).allSatisfy((name) -> assertThat(messages.apply(name)).hasSize(1));
		}

	}

	@Nested
	@SpringBootTest(classes = Plain.class, properties = "brevo.accounts.sales.heartbeat.agents[0].id=bob")
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class NamedAccountsOnly {

		@Test
		void callTheServer(@Autowired BrevoConversationsServer brevo, @Autowired BrevoAccounts accounts,
				@Autowired @Qualifier("sales") ConversationsClient client) {
			assertThat(accounts.names()).containsExactly("sales");
			assertThat(accounts.client("sales")).isSameAs(client);
			Awaitility.await().until(() -> brevo.isOnline("bob"));
		}

	}

	@Nested
	@SpringBootTest(classes = Plain.class, properties = { "brevo.api-key=key", "brevo.accounts.sales.api-key=key" })
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class MockedAccount {

		@MockitoBean
		@Qualifier("sales")
		private ConversationsClient sales;

		@Test
		void takesThePlaceOfItsAccountsClientOnly(@Autowired BrevoAccounts accounts,
				@Autowired ConversationsClient client) {
			assertThat(accounts.client("sales")).isSameAs(this.sales);
			assertThat(accounts.client("default")).isSameAs(client).isNotSameAs(this.sales);
		}

	}

	@Nested
	@JsonTest
	@ContextConfiguration(classes = Plain.class)
	@AutoConfigureBrevoConversationsServer
	@DirtiesContext
	class Slice {

		@Test
		void hasAClientThatCallsTheServer(@Autowired BrevoConversationsServer brevo,
				@Autowired ConversationsClient client) {
			client.sendPushedMessage(pushed("v1")).block(Duration.ofSeconds(20));
			assertThat(brevo.messages("v1")).hasSize(1);
		}

	}

	@StarterApplication
	static class Plain {

	}

	@StarterApplication
	static class Accounts {

		@Bean
		@Qualifier("provided")
		BrevoApiKeyProvider providedKey() {
			return () -> "provided-key";
		}

		@Bean
		@Qualifier("connected")
		BrevoConnectionDetails connected() {
			return () -> "https://brevo.invalid/v3";
		}

		@Bean
		ConversationsClientBuilderCustomizer elsewhere() {
			return (builder) -> builder.baseUrl("https://brevo.invalid/v3");
		}

	}

}

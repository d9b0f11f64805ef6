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

package io.github.brevoconversations.reference.accounts;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the snippets with several accounts.
 */
@SpringBootTest(properties = { "spring.config.import=classpath:snippets/accounts.yaml", "BREVO_API_KEY=key-of-default",
		"SALES_API_KEY=key-of-sales" })
@AutoConfigureBrevoConversationsServer
class AccountsTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Autowired
	private SalesDesk salesDesk;

	@Autowired
	private AllAccounts accounts;

	@Test
	void sendsAsTheAccountOfTheQualifier() {
		this.salesDesk.greet("v1", AgentIdentity.ofId("omar"));
		assertThat(this.brevo.messages("v1")).extracting(StoredMessage::text).containsExactly("Hello from sales!");
		Awaitility.await().until(() -> this.brevo.isOnline("omar") && this.brevo.isOnline("kT8bVn4sLc9YeRd2w"));
	}

	@Test
	void looksUpEachAccount() {
		this.accounts.markActiveEverywhere(AgentIdentity.ofId("mei"));
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.brevo.requests()).filteredOn((request) -> request.body().contains("mei"))
						.hasSize(2));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ SalesDesk.class, AllAccounts.class })
	static class Application {

	}

}

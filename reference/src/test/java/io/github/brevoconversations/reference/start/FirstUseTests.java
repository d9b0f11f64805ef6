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

package io.github.brevoconversations.reference.start;

import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the first use, with the properties that stand beside it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.config.import=classpath:snippets/first-use.yaml", "BREVO_API_KEY=a-key",
				"BREVO_WEBHOOK_SECRETS=a-secret-of-this-test" })
@AutoConfigureBrevoConversationsServer
class FirstUseTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void keepsTheAgentOnline() {
		Awaitility.await().until(() -> this.brevo.isOnline("d9nKoegKSjmCtyK78"));
	}

	@Test
	void repliesToWhatAVisitorWrites() {
		this.brevo.visitor("ada").writes("Hello?");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.brevo.messages("ada")).extracting(StoredMessage::text)
				.containsExactly("Hello?", "Hello! We are on it."));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Support.class)
	static class Application {

	}

}

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

package io.github.brevoconversations.reference.testing;

import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServerConfiguration;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a visitor can write to the application which a developer runs.
 */
class TestSupportApplicationTests {

	@Test
	void repliesToAVisitor() {
		try (ConfigurableApplicationContext context = SpringApplication.from(SupportApplication::main)
			.with(BrevoConversationsServerConfiguration.class)
			.run("--server.port=0", "--brevo.received-from=chat-bot")
			.getApplicationContext()) {
			BrevoConversationsServer brevo = context.getBean(BrevoConversationsServer.class);
			brevo.visitor("ada").writes("Where is my order?");
			Awaitility.await()
				.untilAsserted(() -> assertThat(brevo.messages("ada")).extracting(StoredMessage::text)
					.isEqualTo(List.of("Where is my order?", "We are on it.")));
		}
	}

}

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

package io.github.brevoconversations.reference.hearing;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.jdbc.JdbcConversationInbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the snippet that gives an account an inbox of its own.
 */
class InboxOfSalesTests {

	@Test
	void belongsToItsAccountAlone() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(
				"--server.port=0", "--spring.main.banner-mode=off", "--brevo.webhook.secrets=a-secret",
				"--brevo.accounts.sales.webhook.secrets=another-secret", "--spring.datasource.url=jdbc:h2:mem:sales",
				"--spring.sql.init.schema-locations=classpath:io/github/brevoconversations/webhook/jdbc/schema-h2.sql")) {
			Map<String, ConversationInbox> inboxes = context.getBean(BrevoWebhooks.class)
				.all()
				.stream()
				.collect(Collectors.toMap(BrevoWebhook::account, BrevoWebhook::inbox));
			assertThat(inboxes.get("default")).isInstanceOf(InMemoryConversationInbox.class);
			assertThat(inboxes.get("sales")).isInstanceOf(JdbcConversationInbox.class);
			assertThat(inboxes.get("sales").size().block()).isEqualTo(new InboxSize(0, 0));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(InboxOfSales.class)
	static class Application {

	}

}

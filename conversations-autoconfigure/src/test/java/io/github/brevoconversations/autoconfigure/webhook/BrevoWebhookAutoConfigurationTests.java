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

package io.github.brevoconversations.autoconfigure.webhook;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import io.github.brevoconversations.webhook.VisitorIds;
import io.github.brevoconversations.webhook.WebhookRequest;
import io.github.brevoconversations.webhook.Webhooks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoWebhookAutoConfiguration} and
 * {@link BrevoVisitorIdsAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BrevoWebhookAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BrevoWebhookAutoConfiguration.class, BrevoVisitorIdsAutoConfiguration.class))
		.withPropertyValues("brevo.webhook.secrets=of-default");

	@Test
	void hasNoWebhookWithoutAWebApplicationOrWithoutTheStarter() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class))
			.withPropertyValues("brevo.webhook.secrets=of-default")
			.run((context) -> assertThat(context).doesNotHaveBean(BrevoWebhooks.class));
		this.contextRunner.withPropertyValues("brevo.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BrevoWebhooks.class));
	}

	@Test
	void keepsEventsInMemoryByDefault() {
		this.contextRunner
			.run((context) -> assertThat(inbox(context, 0)).isInstanceOf(InMemoryConversationInbox.class));
	}

	@Test
	void warnsOfEventsThatAreLostWithTheMemoryWhenTheApplicationStops(CapturedOutput output) {
		this.contextRunner.withPropertyValues("brevo.accounts.sales.webhook.secrets=of-sales").run((context) -> {
			context.getBean(BrevoWebhooks.class).stop();
			inbox(context, 1).add(Webhooks.entries("c", "m1", "m2")).block();
			assertThat(output).doesNotContain("loses");
		});
		assertThat(output)
			.containsOnlyOnce("The account 'sales' loses 2 webhook events that were accepted but not handled."
					+ " To keep such events, set brevo.webhook.inbox.type to redis or jdbc")
			.doesNotContain("The account 'default' loses");
	}

	@Test
	void usesTheInboxOfTheApplicationForItsAccount() {
		this.contextRunner.withUserConfiguration(OwnInboxes.class)
			.withPropertyValues("brevo.accounts.sales.webhook.secrets=of-sales")
			.run((context) -> {
				assertThat(inbox(context, 0)).isSameAs(context.getBean("own"));
				assertThat(inbox(context, 1)).isSameAs(context.getBean("ofSales"));
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "brevo.webhook.path|webhook", "brevo.webhook.path|/", "brevo.webhook.path|/a/",
					"brevo.webhook.path|/{x}", "brevo.webhook.max-body-size|0", "brevo.webhook.concurrency|0",
					"brevo.webhook.max-attempts|0", "brevo.webhook.retry-delay|-1s",
					"brevo.webhook.allowed-addresses|brevo.com", "brevo.webhook.allowed-addresses|1.2.3.4/40",
					"brevo.webhook.inbox.capacity|0", "brevo.webhook.inbox.remember|0s",
					"brevo.accounts.sales.webhook.path|/brevo/webhook" })
	void refusesABadValueAndNamesItsProperty(String property, String value) {
		this.contextRunner.withPropertyValues("brevo.accounts.sales.webhook.secrets=of-sales", property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property));
	}

	@ParameterizedTest
	@CsvSource({ "brevo.webhook", "brevo.accounts.sales.webhook" })
	void refusesASecretWithQuotationMarksAroundItAndDoesNotShowIt(String prefix) {
		for (String mark : List.of("\"", "'")) {
			this.contextRunner.withPropertyValues(prefix + ".secrets=" + mark + "of-account" + mark)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(InvalidConfigurationPropertyValueException.class)
					.hasMessageContaining(prefix + ".secrets[0]")
					.hasMessageContaining("******")
					.hasMessageContaining("quotation marks")
					.hasMessageNotContaining("of-account"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false,
			value = { "brevo.received-from=|", "brevo.received-from= |", "brevo.accounts.sales.received-from=|",
					"brevo.accounts.sales.received-from= |", "brevo.received-from=shop|shop" })
	void takesNoMessageForItsOwnIfItsMarkerIsBlank(String property, @Nullable String marker) {
		this.contextRunner.withPropertyValues("brevo.accounts.sales.webhook.secrets=of-sales", property)
			.run((context) -> {
				context.getBean(BrevoWebhooks.class).stop();
				for (BrevoWebhook webhook : context.getBean(BrevoWebhooks.class).all()) {
					webhook.receiver().setAccepting(true);
					String json = WebhookApplication.message("m1", "Hello")
						.replace("\"type\":\"visitor\"", "\"type\":\"agent\",\"receivedFrom\":\"%s\"");
					for (String receivedFrom : new String[] { "", " ", "shop" }) {
						webhook.receiver()
							.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null),
									json.formatted(receivedFrom)
										.replace("\"m1\"", "\"m" + receivedFrom + "\"")
										.getBytes(StandardCharsets.UTF_8))
							.block();
					}
					assertThat(webhook.inbox().size().block().waiting()).isEqualTo((marker != null) ? 2 : 3);
				}
			});
	}

	@Test
	void makesIdsOfVisitorsFromASecretThatIsLongEnough() {
		this.contextRunner.withPropertyValues("brevo.visitor-ids.secret=sixteen-or-more-characters")
			.run((context) -> assertThat(context.getBean(VisitorIds.class).of("ada")).hasSize(32));
		this.contextRunner.withPropertyValues("brevo.visitor-ids.secret=short")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("16 characters")
				.hasMessageNotContaining("short"));
	}

	private static ConversationInbox inbox(ApplicationContext context, int index) {
		return context.getBean(BrevoWebhooks.class).all().get(index).inbox();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInboxes {

		@Bean
		ConversationInbox own() {
			return new InMemoryConversationInbox();
		}

		@Bean
		@Qualifier("sales")
		ConversationInbox ofSales() {
			return new InMemoryConversationInbox();
		}

	}

}

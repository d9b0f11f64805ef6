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
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationEnded;
import io.github.brevoconversations.webhook.ConversationEvent.ConversationStarted;
import io.github.brevoconversations.webhook.ConversationEvent.UnknownEvent;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationEvents;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.FailedEventPublications;
import org.springframework.modulith.events.ResubmissionOptions;
import org.springframework.modulith.events.config.EventPublicationAutoConfiguration;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Spring Modulith's listeners hear events, each kept in its registry in the
 * transaction that the event is handed over in.
 */
@Timeout(60)
class ModulithListenersTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, JacksonAutoConfiguration.class, DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, EventPublicationAutoConfiguration.class,
				modulith("jdbc.JdbcEventPublicationAutoConfiguration"),
				modulith("jackson.JacksonEventSerializationConfiguration")))
		.withPropertyValues("brevo.webhook.secrets=secret", "brevo.webhook.retry-delay=1ms",
				"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
				"spring.modulith.events.jdbc.schema-initialization.enabled=true");

	private static Class<?> modulith(String name) {
		return ClassUtils.resolveClassName("org.springframework.modulith.events." + name, null);
	}

	@Test
	void keepAnEventWhoseListenerFails() {
		this.contextRunner.withUserConfiguration(Modules.class).run((context) -> {
			Modules modules = context.getBean(Modules.class);
			modules.failures.set(1);
			ConversationEvent sent = receive(context, Webhook.MESSAGE);
			Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)) && modules.failures.get() < 1);
			Awaitility.await().until(() -> publications(context, "FAILED") == 1);
			assertThat(modules.heard).isEmpty();
			context.getBean(FailedEventPublications.class).resubmit(ResubmissionOptions.defaults());
			Awaitility.await().until(() -> !modules.heard.isEmpty());
			assertThat(modules.heard.get(0)).usingRecursiveComparison().ignoringFields("receivedAt").isEqualTo(sent);
			Awaitility.await().until(() -> publications(context, "COMPLETED") == 1);
		});
	}

	@Test
	void doNotKeepARedeliveredEvent() {
		this.contextRunner.withUserConfiguration(Modules.class, FailsTwice.class).run((context) -> {
			receive(context, Webhook.MESSAGE);
			Modules modules = context.getBean(Modules.class);
			Awaitility.await().until(() -> publications(context, "COMPLETED") == 1);
			assertThat(modules.heard).hasSize(1);
			assertThat(context.getBean(FailsTwice.class).attempts).hasValue(3);
			assertThat(context.getBean(JdbcTemplate.class)
				.queryForObject("SELECT COUNT(*) FROM event_publication", Integer.class)).isEqualTo(1);
			Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)));
		});
	}

	@Test
	void readEachKindOfEventFromTheRegistry() {
		this.contextRunner.withUserConfiguration(Modules.class).run((context) -> {
			Modules modules = context.getBean(Modules.class);
			List<String> webhooks = List.of(Webhook.STARTED, Webhook.ENDED, Webhook.UNKNOWN);
			modules.failures.set(3);
			List<ConversationEvent> sent = webhooks.stream().map((webhook) -> receive(context, webhook)).toList();
			Awaitility.await().until(() -> publications(context, "FAILED") == 3);
			context.getBean(FailedEventPublications.class).resubmit(ResubmissionOptions.defaults());
			Awaitility.await().until(() -> modules.heard.size() == 3);
			assertThat(modules.heard).usingRecursiveFieldByFieldElementComparatorIgnoringFields("receivedAt")
				.containsExactlyInAnyOrderElementsOf(sent);
		});
	}

	private static ConversationEvent receive(ApplicationContext context, String json) {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		assertThat(context.getBean(BrevoWebhooks.class)
			.all()
			.get(0)
			.receiver()
			.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null), body)
			.block()
			.status()).isEqualTo(200);
		return ConversationEvents.parse(body).get(0);
	}

	private static int publications(ApplicationContext context, String status) {
		Integer count = context.getBean(JdbcTemplate.class)
			.queryForObject("SELECT COUNT(*) FROM event_publication WHERE status = ?", Integer.class, status);
		return (count != null) ? count : 0;
	}

	private static InboxSize size(ApplicationContext context) {
		return context.getBean(BrevoWebhooks.class).all().get(0).inbox().size().block();
	}

	/**
	 * Webhooks.
	 */
	private static final class Webhook {

		private static final String VISITOR = """
				"conversationId":"c1","visitor":{"id":"v1","displayedName":"Ada","attributes":{"EMAIL":"a@example.com"},
				"lastVisit":{"startedAt":1482512803740,"viewedPages":[{"link":"https://example.com","title":"Shop"}]}}""";

		static final String MESSAGE = """
				{"eventName":"conversationFragment",%s,
				"messages":[{"id":"m1","type":"visitor","text":"Hello","createdAt":1482512803740,
				"file":{"filename":"a.png","size":7,"isImage":true,"url":"https://example.com/a.png"}}]}"""
			.formatted(VISITOR);

		static final String STARTED = """
				{"eventName":"conversationStarted",%s,"conversationStartPage":{"link":"https://example.com"},
				"isNoAvailableAgent":true}""".formatted(VISITOR);

		static final String ENDED = """
				{"eventName":"conversationTranscript",%s,"missedMessagesCount":1,
				"messages":[{"id":"m1","type":"visitor","text":"Hello"},{"id":"m2","type":"agent","text":"Hi","agentId":"liz"}]}"""
			.formatted(VISITOR);

		static final String UNKNOWN = """
				{"eventName":"somethingNew",%s,"other":[1,{"a":null}]}""".formatted(VISITOR);

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Modules {

		private final List<ConversationEvent> heard = new CopyOnWriteArrayList<>();

		private final AtomicInteger failures = new AtomicInteger();

		@Bean
		Module module() {
			return new Module(this);
		}

	}

	/**
	 * An application module.
	 */
	static class Module {

		private final Modules modules;

		Module(Modules modules) {
			this.modules = modules;
		}

		@ApplicationModuleListener
		void on(VisitorMessageReceived event) {
			hear(event);
		}

		@ApplicationModuleListener
		void on(ConversationStarted event) {
			hear(event);
		}

		@ApplicationModuleListener
		void on(ConversationEnded event) {
			hear(event);
		}

		@ApplicationModuleListener
		void on(UnknownEvent event) {
			hear(event);
		}

		private void hear(ConversationEvent event) {
			if (this.modules.failures.getAndDecrement() > 0) {
				throw new IllegalStateException();
			}
			this.modules.heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailsTwice {

		private final AtomicInteger attempts = new AtomicInteger();

		@EventListener
		void on(ConversationEvent event) {
			if (this.attempts.incrementAndGet() < 3) {
				throw new IllegalStateException();
			}
		}

	}

}

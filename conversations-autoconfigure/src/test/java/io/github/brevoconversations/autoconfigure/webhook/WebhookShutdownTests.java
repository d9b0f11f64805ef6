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
import java.util.concurrent.CountDownLatch;

import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.SilentLog;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that stop while an event is being handled.
 */
@ExtendWith(SilentLog.class)
@Timeout(120)
class WebhookShutdownTests {

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void leaveTheEventToTheNextIfTheHandlerIsInterrupted(String type) {
		WebApplicationContextRunner runner = runner(type)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=500ms", "brevo.webhook.max-attempts=1");
		runner.withBean(Listener.class, () -> new Listener(true)).run((context) -> {
			receive(context, "m1");
			receive(context, "m2");
			Listener listener = context.getBean(Listener.class);
			Awaitility.await().until(() -> listener.begun.size() == 1);
		});
		runner.withBean(Listener.class, () -> new Listener(false)).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)));
			assertThat(listener.handled).containsExactly("m1", "m2");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "jdbc" })
	void letTheHandlerEndAndHandleTheEventNoMore(String type) {
		WebApplicationContextRunner runner = runner(type);
		Listener first = new Listener(true);
		runner.withBean(Listener.class, () -> first).run((context) -> {
			receive(context, "m1");
			receive(context, "m2");
			Awaitility.await().until(() -> first.begun.size() == 1);
			BrevoWebhooks webhooks = context.getBean(BrevoWebhooks.class);
			Thread release = new Thread(() -> {
				Awaitility.await().until(() -> !webhooks.isRunning());
				first.release.countDown();
			});
			release.setDaemon(true);
			release.start();
		});
		assertThat(first.handled).containsExactly("m1");
		runner.withBean(Listener.class, () -> new Listener(false)).run((context) -> {
			Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)));
			assertThat(context.getBean(Listener.class).handled).containsExactly("m2");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "redis", "jdbc" })
	void continuesWithEventsAfterARestart(String type) {
		runner(type).withBean(Listener.class, () -> new Listener(false)).run((context) -> {
			ConfigurableApplicationContext application = context.getSourceApplicationContext();
			Listener listener = context.getBean(Listener.class);
			for (int i = 0; i < 3; i++) {
				String id = "m" + i;
				application.stop();
				assertThat(status(context, id)).isEqualTo(429);
				application.start();
				assertThat(status(context, id)).isEqualTo(200);
				Awaitility.await().until(() -> listener.handled.contains(id));
			}
			Awaitility.await().until(() -> size(context).equals(new InboxSize(0, 0)));
			assertThat(listener.handled).containsExactly("m0", "m1", "m2");
		});
	}

	private static WebApplicationContextRunner runner(String type) {
		return new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(BrevoWebhookAutoConfiguration.class, TaskExecutionAutoConfiguration.class,
							LifecycleAutoConfiguration.class, DataRedisAutoConfiguration.class,
							DataRedisReactiveAutoConfiguration.class, DataSourceAutoConfiguration.class))
			.withPropertyValues("brevo.webhook.secrets=secret", "brevo.webhook.inbox.type=" + type,
					"spring.data.redis.url=" + LocalRedis.sharedUrl(),
					"spring.datasource.url=jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()),
					"spring.application.name=shop-" + UUID.randomUUID());
	}

	private static void receive(ApplicationContext context, String id) {
		assertThat(status(context, id)).isEqualTo(200);
	}

	private static int status(ApplicationContext context, String id) {
		return context.getBean(BrevoWebhooks.class)
			.all()
			.get(0)
			.receiver()
			.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null),
					WebhookApplication.message(id, "Hello").getBytes(StandardCharsets.UTF_8))
			.block()
			.status();
	}

	private static InboxSize size(ApplicationContext context) {
		return context.getBean(BrevoWebhooks.class).all().get(0).inbox().size().block();
	}

	static class Listener {

		private final CountDownLatch release;

		private final List<String> begun = new CopyOnWriteArrayList<>();

		private final List<String> handled = new CopyOnWriteArrayList<>();

		Listener(boolean waiting) {
			this.release = new CountDownLatch(waiting ? 1 : 0);
		}

		@EventListener
		void on(VisitorMessageReceived event) throws InterruptedException {
			this.begun.add(event.message().id());
			this.release.await();
			this.handled.add(event.message().id());
		}

	}

}

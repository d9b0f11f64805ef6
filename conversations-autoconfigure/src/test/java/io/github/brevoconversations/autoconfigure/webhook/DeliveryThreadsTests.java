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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.SilentLog;
import io.github.brevoconversations.webhook.WebhookRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.TaskExecutor;
import org.springframework.http.HttpHeaders;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the threads that the events of accounts are handled on.
 */
@ExtendWith(SilentLog.class)
@Timeout(60)
class DeliveryThreadsTests {

	private static final int CONCURRENCY = 8;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoWebhookAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class, LifecycleAutoConfiguration.class))
		.withUserConfiguration(Listener.class)
		.withPropertyValues("brevo.webhook.secrets=secret", "brevo.accounts.sales.webhook.secrets=other",
				"brevo.webhook.retry-delay=1ms");

	@ParameterizedTest
	@ValueSource(strings = { "spring.threads.virtual.enabled=false", "spring.threads.virtual.enabled=true",
			"spring.task.execution.pool.core-size=1", "spring.task.execution.pool.max-size=8",
			"spring.task.execution.mode=force" })
	void areNotThoseOfAnotherAccountWhoseHandlersAreSlow(String property) {
		this.contextRunner.withPropertyValues(property).run(this::assertThatNoAccountHoldsUpAnother);
	}

	@Test
	void areNotThoseOfAnApplicationThatHasOnlyOne() {
		this.contextRunner.withBean("applicationTaskExecutor", TaskExecutor.class, () -> {
			ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
			executor.setMaxPoolSize(1);
			return executor;
		}).run(this::assertThatNoAccountHoldsUpAnother);
	}

	private void assertThatNoAccountHoldsUpAnother(ApplicationContext context) {
		Listener listener = context.getBean(Listener.class);
		for (int i = 0; i < 2 * CONCURRENCY; i++) {
			receive(context, "default", "slow" + i);
		}
		Awaitility.await().until(() -> listener.begun.size() == CONCURRENCY);
		receive(context, "sales", "other");
		Awaitility.await().until(() -> listener.handled.contains("other"));
		assertThat(listener.begun).hasSize(CONCURRENCY);
		listener.release.countDown();
		Awaitility.await().until(() -> listener.handled.size() == 2 * CONCURRENCY + 1);
	}

	@Test
	void haveTheDecoratorsOfTheApplication() {
		this.contextRunner.withUserConfiguration(Decorated.class).run((context) -> {
			Listener listener = context.getBean(Listener.class);
			receive(context, "default", "m1");
			Awaitility.await().until(() -> listener.handled.contains("m1"));
			assertThat(context.getBean(Decorated.class).threads).isNotEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource
	void loseNoEventWhoseDecorationFails(BrokenDecorator decorator) {
		this.contextRunner.withBean(TaskDecorator.class, () -> decorator)
			.withPropertyValues("brevo.webhook.max-attempts=2")
			.run((context) -> {
				for (int i = 0; i <= CONCURRENCY; i++) {
					receive(context, "default", "m" + i);
				}
				ConversationInbox inbox = context.getBean(BrevoWebhooks.class).all().get(0).inbox();
				Awaitility.await().until(() -> inbox.size().block().equals(new InboxSize(0, CONCURRENCY + 1)));
				assertThat(context.getBean(Listener.class).handled).isEmpty();
			});
	}

	@Test
	void handleAnEventOnceEvenIfItsDecoratorFailsAfterwards() {
		this.contextRunner.withBean(TaskDecorator.class, () -> (task) -> () -> {
			task.run();
			throw new IllegalStateException();
		}).run((context) -> {
			receive(context, "default", "m1");
			BrevoWebhook webhook = context.getBean(BrevoWebhooks.class).all().get(0);
			Awaitility.await().until(() -> webhook.inbox().size().block().equals(new InboxSize(0, 0)));
			assertThat(context.getBean(Listener.class).handled).containsExactly("m1");
		});
	}

	@Test
	void endWithTheApplicationWhateverHangs() {
		this.contextRunner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms").run((context) -> {
			receive(context, "default", "slow");
			Awaitility.await().until(() -> context.getBean(Listener.class).begun.size() == 1);
		});
		Awaitility.await().until(() -> webhookThreads().isEmpty());
	}

	@Test
	void areWaitedForWhenTheApplicationStops() {
		Listener[] listener = new Listener[1];
		this.contextRunner.run((context) -> {
			listener[0] = context.getBean(Listener.class);
			receive(context, "default", "slow");
			Awaitility.await().until(() -> listener[0].begun.size() == 1);
			listener[0].releaseWhen(() -> !context.getBean(BrevoWebhooks.class).isRunning());
		});
		assertThat(listener[0].handled).containsExactly("slow");
	}

	private static List<Thread> webhookThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("brevo-webhook"))
			.toList();
	}

	private static void receive(ApplicationContext context, String account, String id) {
		BrevoWebhook webhook = context.getBean(BrevoWebhooks.class)
			.all()
			.stream()
			.filter((candidate) -> candidate.account().equals(account))
			.findFirst()
			.orElseThrow();
		String json = WebhookApplication.message(id, "Hello").replace("\"c1\"", "\"" + id + "\"");
		assertThat(webhook.receiver()
			.receive(new WebhookRequest("POST", new HttpHeaders(), Map.of(), null),
					json.getBytes(StandardCharsets.UTF_8))
			.block()
			.status()).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private final CountDownLatch release = new CountDownLatch(1);

		private final Set<String> begun = ConcurrentHashMap.newKeySet();

		private final Set<String> handled = ConcurrentHashMap.newKeySet();

		@EventListener
		void on(VisitorMessageReceived event) throws InterruptedException {
			String id = event.message().id();
			if (id.startsWith("slow")) {
				this.begun.add(id);
				this.release.await();
			}
			this.handled.add(id);
		}

		void releaseWhen(Callable<Boolean> condition) {
			Thread thread = new Thread(() -> {
				Awaitility.await().until(condition);
				this.release.countDown();
			});
			thread.setDaemon(true);
			thread.start();
		}

	}

	/**
	 * Decorators that do not run their task.
	 */
	enum BrokenDecorator implements TaskDecorator {

		FAILS {

			@Override
			public Runnable decorate(Runnable task) {
				throw new IllegalStateException("No thread-bound request found");
			}

		},

		FAILS_LATER {

			@Override
			public Runnable decorate(Runnable task) {
				return () -> {
					throw new NullPointerException("contextMap");
				};
			}

		},

		FAILS_LATER_WITH_AN_ERROR {

			@Override
			public Runnable decorate(Runnable task) {
				return () -> {
					throw new NoClassDefFoundError("org/example/Context");
				};
			}

		},

		FORGETS {

			@Override
			public Runnable decorate(Runnable task) {
				return () -> {
				};
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorated {

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		@Bean
		TaskDecorator taskDecorator() {
			return (task) -> () -> {
				this.threads.add(Thread.currentThread().getName());
				task.run();
			};
		}

	}

}

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

package io.github.brevoconversations.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceEvent.AgentOnline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the ways in which an application may listen to what happens to its agents. The
 * events are published outside of transactions, since a database that is away must not
 * keep anybody from hearing of them.
 */
@Timeout(60)
class PresenceEventListenersTests {

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						BrevoAccountsAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withBean(Heard.class)
		.withPropertyValues("brevo.api-key=key", "brevo.base-url=" + this.brevo.url());

	private final ApplicationContextRunner transactionRunner = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				TaskExecutionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID());

	PresenceEventListenersTests() {
		this.brevo.replyWith(LoopbackBrevo.status(204, "", ""));
	}

	@AfterEach
	void close() {
		this.brevo.close();
	}

	@Test
	void areCalledAfterACommitOnlyWithFallbackExecution() {
		this.transactionRunner.withUserConfiguration(TransactionalListeners.class).run((context) -> {
			markActive(context);
			assertThat(heard(context, 5)).containsExactly("BEFORE_COMMIT with fallback", "AFTER_COMMIT with fallback",
					"AFTER_ROLLBACK with fallback", "AFTER_COMPLETION with fallback", "plain, in a transaction: false");
		});
	}

	@Test
	void mayBeginATransactionOfTheirOwn() {
		this.transactionRunner.withUserConfiguration(OwnTransaction.class).run((context) -> {
			markActive(context);
			assertThat(heard(context, 1)).containsExactly("in a transaction: true");
		});
	}

	@Test
	void areCalledOnAThreadOfTheApplicationIfTheyAreAsynchronous() {
		this.transactionRunner.withUserConfiguration(AsynchronousListener.class).run((context) -> {
			markActive(context);
			assertThat(heard(context, 1)).singleElement().asString().startsWith("task-");
		});
	}

	@Test
	void mayBeModuleListeners() {
		this.transactionRunner.withUserConfiguration(ModuleListener.class).run((context) -> {
			markActive(context);
			assertThat(heard(context, 1)).singleElement().asString().matches("task-\\d+, in a transaction: true");
		});
	}

	@Test
	void areCalledWhileTheDatabaseIsDown() {
		this.transactionRunner.withUserConfiguration(PlainListener.class)
			.withPropertyValues("spring.datasource.url=jdbc:h2:tcp://localhost:1/away",
					"spring.datasource.hikari.connection-timeout=250",
					"spring.datasource.hikari.initialization-fail-timeout=-1")
			.run((context) -> {
				markActive(context);
				assertThat(heard(context, 1)).containsExactly("plain, in a transaction: false");
			});
	}

	private static void markActive(ApplicationContext context) {
		context.getBean(AgentPresence.class).markActive(AgentIdentity.ofId("liz")).join();
	}

	private static List<String> heard(ApplicationContext context, int count) throws InterruptedException {
		BlockingQueue<String> queue = context.getBean(Heard.class).texts;
		List<String> heard = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			heard.add(queue.poll(30, TimeUnit.SECONDS));
		}
		assertThat(queue).isEmpty();
		return heard;
	}

	private static String inTransaction() {
		return "in a transaction: " + TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * What the application heard.
	 */
	static class Heard {

		private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

		void add(String text) {
			this.texts.add(text);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainListener {

		private final Heard heard;

		PlainListener(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		void on(AgentOnline event) {
			this.heard.add("plain, " + inTransaction());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransactionalListeners {

		private final Heard heard;

		TransactionalListeners(Heard heard) {
			this.heard = heard;
		}

		@TransactionalEventListener
		@Order(1)
		void withoutFallback(AgentOnline event) {
			this.heard.add("without fallback");
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT, fallbackExecution = true)
		@Order(2)
		void beforeCommit(AgentOnline event) {
			this.heard.add("BEFORE_COMMIT with fallback");
		}

		@TransactionalEventListener(fallbackExecution = true)
		@Order(3)
		void afterCommit(AgentOnline event) {
			this.heard.add("AFTER_COMMIT with fallback");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK, fallbackExecution = true)
		@Order(4)
		void afterRollback(AgentOnline event) {
			this.heard.add("AFTER_ROLLBACK with fallback");
		}

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION, fallbackExecution = true)
		@Order(5)
		void afterCompletion(AgentOnline event) {
			this.heard.add("AFTER_COMPLETION with fallback");
		}

		@EventListener
		@Order(6)
		void plain(AgentOnline event) {
			this.heard.add("plain, " + inTransaction());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnTransaction {

		private final Heard heard;

		OwnTransaction(Heard heard) {
			this.heard = heard;
		}

		@EventListener
		@Transactional
		void on(AgentOnline event) {
			this.heard.add(inTransaction());
		}

	}

	@EnableAsync
	@Configuration(proxyBeanMethods = false)
	static class AsynchronousListener {

		private final Heard heard;

		AsynchronousListener(Heard heard) {
			this.heard = heard;
		}

		@Async
		@EventListener
		void on(AgentOnline event) {
			this.heard.add(Thread.currentThread().getName());
		}

	}

	/**
	 * What Spring Modulith's annotation for listeners consists of, but for the fallback.
	 */
	@EnableAsync
	@Configuration(proxyBeanMethods = false)
	static class ModuleListener {

		private final Heard heard;

		ModuleListener(Heard heard) {
			this.heard = heard;
		}

		@Async
		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@TransactionalEventListener(fallbackExecution = true)
		void on(AgentOnline event) {
			this.heard.add(Thread.currentThread().getName() + ", " + inTransaction());
		}

	}

}

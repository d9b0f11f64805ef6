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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * The threads on which events are handled. If the application's task executor starts a
 * thread for each task, as it does with virtual threads, all accounts share it. If it is
 * a pool, each account has its own pool instead, since the slow listeners of one account
 * would delay those of others, and everything else that the application runs in the
 * shared pool. The delivery limits the pool's size, and an idle account has no threads.
 */
final class DeliveryExecutors implements AutoCloseable {

	private static final int KEEP_ALIVE_SECONDS = 10;

	private final @Nullable Executor shared;

	private final @Nullable TaskDecorator decorator;

	private final List<ThreadPoolTaskExecutor> pools = new CopyOnWriteArrayList<>();

	/**
	 * Create executors.
	 * @param application the executor of the application, or {@code null} if it has none
	 * @param virtual whether the application uses virtual threads
	 * @param decorator the decorator of the tasks that the executor of the application
	 * does not run, or {@code null} for none
	 */
	DeliveryExecutors(@Nullable Executor application, boolean virtual, @Nullable TaskDecorator decorator) {
		boolean usesApplications = application != null && startsAThreadForEachTask(application);
		this.decorator = usesApplications ? null : decorator;
		if (usesApplications) {
			this.shared = application;
		}
		else {
			this.shared = virtual ? virtualThreads() : null;
		}
	}

	private static Executor virtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("brevo-webhook-");
		executor.setVirtualThreads(true);
		return executor;
	}

	/**
	 * Return what decorates the handling of an event. The executors do not: an event
	 * whose decoration fails would be lost with its thread.
	 * @return the decorator, or {@code null} if there is none, or the executor has it
	 */
	@Nullable TaskDecorator decorator() {
		return this.decorator;
	}

	private static boolean startsAThreadForEachTask(Executor executor) {
		return executor instanceof VirtualThreadTaskExecutor
				|| (executor instanceof SimpleAsyncTaskExecutor simple && !simple.isThrottleActive());
	}

	/**
	 * Return the executor of an account.
	 * @param account the name of the account
	 * @return the executor
	 */
	Executor get(String account) {
		return (this.shared != null) ? this.shared : pool(account);
	}

	private ThreadPoolTaskExecutor pool(String account) {
		ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
		pool.setThreadNamePrefix("brevo-webhook-" + account + "-");
		pool.setCorePoolSize(0);
		pool.setQueueCapacity(0);
		pool.setKeepAliveSeconds(KEEP_ALIVE_SECONDS);
		pool.setDaemon(true);
		pool.afterPropertiesSet();
		this.pools.add(pool);
		return pool;
	}

	/**
	 * Interrupt what is still being handled in the accounts' own pools.
	 */
	@Override
	public void close() {
		this.pools.forEach(ThreadPoolTaskExecutor::shutdown);
	}

}

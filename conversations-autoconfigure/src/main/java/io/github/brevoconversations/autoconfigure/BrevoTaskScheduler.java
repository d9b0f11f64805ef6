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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.task.DefaultTaskSchedulerConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerBuilder;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Chooses the scheduler that heartbeats run on: the application's, or else one that
 * Spring Boot's builders create, as for {@code @Scheduled} methods. The latter is not a
 * bean, since any scheduler bean would also run the application's scheduled methods, in
 * place of its executor or of Spring's default.
 */
final class BrevoTaskScheduler implements DisposableBean {

	/**
	 * Schedulers that Spring creates for its own WebSocket support.
	 */
	private static final Set<String> OF_WEB_SOCKETS = Set.of("messageBrokerTaskScheduler",
			"messageBrokerSockJsTaskScheduler", "defaultSockJsTaskScheduler");

	private final ObjectProvider<ThreadPoolTaskSchedulerBuilder> builder;

	private final ObjectProvider<SimpleAsyncTaskSchedulerBuilder> virtualThreadsBuilder;

	private final Environment environment;

	private final Map<Boolean, TaskScheduler> own = new HashMap<>();

	private final List<Runnable> close = new ArrayList<>();

	BrevoTaskScheduler(ObjectProvider<ThreadPoolTaskSchedulerBuilder> builder,
			ObjectProvider<SimpleAsyncTaskSchedulerBuilder> virtualThreadsBuilder, Environment environment) {
		this.builder = builder;
		this.virtualThreadsBuilder = virtualThreadsBuilder;
		this.environment = environment;
	}

	/**
	 * Return the scheduler of heartbeats.
	 * @param beanFactory the bean factory
	 * @param taskScheduler the schedulers of the application
	 * @param keepsAlive whether the starter's own scheduler keeps the JVM alive; has no
	 * effect with virtual threads
	 * @return the application's scheduler with the usual name, or its only or primary
	 * one, or else the starter's own
	 */
	static TaskScheduler get(BeanFactory beanFactory, ObjectProvider<TaskScheduler> taskScheduler, boolean keepsAlive) {
		String name = DefaultTaskSchedulerConfiguration.DEFAULT_TASK_SCHEDULER_BEAN_NAME;
		if (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, TaskScheduler.class)) {
			return beanFactory.getBean(name, TaskScheduler.class);
		}
		TaskScheduler unique = taskScheduler.getIfUnique();
		return (unique != null && !isOfWebSockets(unique, beanFactory)) ? unique
				: beanFactory.getBean(BrevoTaskScheduler.class).own(keepsAlive);
	}

	private static boolean isOfWebSockets(TaskScheduler scheduler, BeanFactory beanFactory) {
		return OF_WEB_SOCKETS.stream()
			.anyMatch((name) -> beanFactory.containsBean(name) && beanFactory.getBean(name) == scheduler);
	}

	private synchronized TaskScheduler own(boolean keepsAlive) {
		return this.own.computeIfAbsent(keepsAlive,
				(key) -> Threading.VIRTUAL.isActive(this.environment) ? onVirtualThreads() : onPlatformThreads(key));
	}

	private TaskScheduler onPlatformThreads(boolean keepsAlive) {
		ThreadPoolTaskScheduler scheduler = this.builder.getIfAvailable(ThreadPoolTaskSchedulerBuilder::new).build();
		scheduler.setDaemon(!keepsAlive);
		scheduler.afterPropertiesSet();
		this.close.add(scheduler::destroy);
		return scheduler;
	}

	private TaskScheduler onVirtualThreads() {
		SimpleAsyncTaskScheduler scheduler = this.virtualThreadsBuilder
			.getIfAvailable(() -> new SimpleAsyncTaskSchedulerBuilder().virtualThreads(true))
			.build();
		this.close.add(scheduler::close);
		return scheduler;
	}

	@Override
	public synchronized void destroy() {
		this.close.forEach(Runnable::run);
	}

}

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

package io.github.brevoconversations.presence;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * A few daemon threads, which end when idle. If a task that nobody waits for anymore does
 * not return, its thread is replaced until it does, so that other tasks can run. It is
 * not interrupted: the task might ignore that, or it could break what the task uses.
 * Thread-safe.
 */
final class OwnStoreThreads implements StoreThreads {

	private final ThreadPoolExecutor executor;

	private int stuck;

	OwnStoreThreads() {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("brevo-store-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(Tuning.STORE_THREADS, Tuning.MOST_STORE_THREADS,
				Tuning.IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(Tuning.MOST_CALLS_WAITING),
				factory);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public Disposable run(Runnable task) {
		Task submitted = new Task(task);
		this.executor.execute(submitted);
		return submitted;
	}

	private synchronized void stuck(int change) {
		this.stuck += change;
		this.executor.setCorePoolSize(Math.min(Tuning.STORE_THREADS + this.stuck, Tuning.MOST_STORE_THREADS));
	}

	/**
	 * A task, which may be given up while it waits or runs.
	 */
	private final class Task implements Runnable, Disposable {

		private final Runnable work;

		private boolean running;

		private boolean givenUp;

		private Task(Runnable work) {
			this.work = work;
		}

		@Override
		public void run() {
			if (!begin()) {
				return;
			}
			try {
				this.work.run();
			}
			finally {
				end();
			}
		}

		private synchronized boolean begin() {
			this.running = !this.givenUp;
			return this.running;
		}

		private synchronized void end() {
			this.running = false;
			if (this.givenUp) {
				stuck(-1);
			}
		}

		@Override
		public synchronized void dispose() {
			if (!this.givenUp && this.running) {
				stuck(1);
			}
			this.givenUp = true;
		}

		@Override
		public synchronized boolean isDisposed() {
			return this.givenUp;
		}

	}

}

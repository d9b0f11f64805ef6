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

package io.github.brevoconversations.client.http;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.scheduler.NonBlocking;

/**
 * Creates the threads of an HTTP client that does not mark its threads as non-blocking
 * itself. If such a thread waited for a call, neither that call nor any other on the
 * thread would get its response, so blocking methods refuse to run on marked threads.
 */
final class TransportThreads implements ThreadFactory {

	private final String name;

	private final AtomicInteger count = new AtomicInteger();

	TransportThreads(String name) {
		this.name = name;
	}

	@Override
	public Thread newThread(Runnable task) {
		return new TransportThread(task, this.name + "-" + this.count.incrementAndGet());
	}

	/**
	 * A thread that must not block.
	 */
	private static final class TransportThread extends Thread implements NonBlocking {

		private TransportThread(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

	}

}

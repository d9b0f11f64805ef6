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

package io.github.brevoconversations.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Servers for tests that may run in parallel. Each test has its own server, which is
 * reset for the next test. Safe to use from several threads.
 */
final class ServerPool implements AutoCloseable {

	private final Supplier<BrevoConversationsServer> starter;

	private final List<BrevoConversationsServer> all = new ArrayList<>();

	private final Deque<BrevoConversationsServer> free = new ArrayDeque<>();

	ServerPool(Supplier<BrevoConversationsServer> starter) {
		this.starter = starter;
	}

	/**
	 * Lend a server: if any are free, the one that was given back last.
	 * @return the server, which must be given back
	 */
	synchronized Lease lend() {
		BrevoConversationsServer server = this.free.pollLast();
		if (server == null) {
			server = this.starter.get();
			this.all.add(server);
		}
		return new Lease(server, this);
	}

	private void giveBack(BrevoConversationsServer server) {
		server.release();
		synchronized (this) {
			this.free.addLast(server);
		}
	}

	@Override
	public synchronized void close() {
		this.all.forEach(BrevoConversationsServer::close);
	}

	/**
	 * A server that is lent to a test.
	 *
	 * @param server the server
	 * @param pool the pool that it belongs to
	 */
	record Lease(BrevoConversationsServer server, ServerPool pool) implements AutoCloseable {

		@Override
		public void close() {
			this.pool.giveBack(this.server);
		}

	}

}

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

package io.github.brevoconversations.test.cluster;

import java.util.List;

import io.github.brevoconversations.presence.ActiveAgentStore;

/**
 * A server that holds the active agents of all instances.
 */
interface SharedStoreServer extends AutoCloseable {

	/**
	 * Return how an instance uses the server.
	 * @return the arguments of the application
	 */
	List<String> arguments();

	/**
	 * Return the store, for the test itself.
	 * @return the store
	 */
	ActiveAgentStore store();

	/**
	 * Stop the server, as abruptly as it may happen.
	 */
	void stop();

	/**
	 * Start the server again, with the data that it had.
	 */
	void restart();

	@Override
	void close();

}

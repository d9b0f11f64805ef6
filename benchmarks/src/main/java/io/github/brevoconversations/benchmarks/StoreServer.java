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

package io.github.brevoconversations.benchmarks;

import io.github.brevoconversations.presence.ActiveAgentStore;

/**
 * A store of active agents that is measured, with the server behind it.
 */
interface StoreServer extends AutoCloseable {

	/**
	 * Return a store without agents.
	 * @return a new store on each call
	 */
	ActiveAgentStore createStore();

	/**
	 * Return the number of round trips to the server so far.
	 * @return the number of round trips, of which only differences are meaningful
	 */
	long roundTrips();

	/**
	 * Return the memory that the server takes.
	 * @return the number of bytes, or 0 if it is not known
	 */
	long memory();

	@Override
	void close();

}

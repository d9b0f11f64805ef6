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

package io.github.brevoconversations.autoconfigure.store;

import io.github.brevoconversations.presence.ActiveAgentStore;

/**
 * Creates the stores of active agents, one for each Brevo account. A bean of this type
 * replaces the factory that the properties under {@code brevo.heartbeat.store} configure.
 */
@FunctionalInterface
public interface ActiveAgentStoreFactory {

	/**
	 * Create the store of an account. Stores of different accounts must not share agents.
	 * @param account the name of the account, in lower-case letters and digits only, so
	 * that an instance with {@code north-sales} in a file shares its agents with one with
	 * {@code NORTHSALES} in an environment variable
	 * @return the store
	 */
	ActiveAgentStore createStore(String account);

}

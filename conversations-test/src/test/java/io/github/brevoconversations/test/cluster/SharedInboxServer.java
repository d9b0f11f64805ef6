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

import io.github.brevoconversations.webhook.ConversationInbox;

/**
 * A server that holds the inbox of all instances.
 */
interface SharedInboxServer extends AutoCloseable {

	/**
	 * Return what the server is.
	 * @return the name of the product
	 */
	String name();

	/**
	 * Return how an instance uses the server.
	 * @param namespace the namespace of the inbox
	 * @return the arguments of the application
	 */
	List<String> arguments(String namespace);

	/**
	 * Return the inbox, for the test itself.
	 * @param namespace the namespace of the inbox
	 * @return the inbox
	 */
	ConversationInbox inbox(String namespace);

	@Override
	void close();

}

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

/**
 * An {@link AgentPresence} that notifies listeners of the marks made with it, so that the
 * heartbeat need not look for them. It is an interface so that a proxy of a presence has
 * it, too.
 */
interface MarkSource {

	/**
	 * Add a listener, which receives each mark from now on.
	 * @param listener the listener
	 */
	void addListener(MarkListener listener);

	/**
	 * Return the store that holds the marks.
	 * @return the store
	 */
	ActiveAgentStore getStore();

}

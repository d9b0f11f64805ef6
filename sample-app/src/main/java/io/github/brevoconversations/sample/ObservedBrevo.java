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

package io.github.brevoconversations.sample;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What can be seen of Brevo from here. The real one cannot be asked who is online or what
 * was written, so the desk has to remember and to conclude; the built-in one can.
 */
interface ObservedBrevo {

	/**
	 * Return whether this is the built-in Brevo.
	 * @return whether it is
	 */
	boolean builtIn();

	/**
	 * Return how visitors see an agent.
	 * @param agent the agent
	 * @return the lamp, as of now
	 */
	Lamp lamp(DeskProperties.Agent agent);

	/**
	 * Return the conversation, as far as it is known.
	 * @return the messages, the oldest first
	 */
	List<DeskMessage> messages();

	/**
	 * Take note of a message that Brevo stored, be it new or changed.
	 * @param message the message
	 */
	void stored(DeskMessage message);

	/**
	 * Take note that Brevo deleted a message.
	 * @param id the message's id
	 */
	void deleted(String id);

	/**
	 * Write a message as the visitor would.
	 * @param text the text
	 * @throws UnsupportedOperationException if only the visitor can do that
	 */
	void writeAsVisitor(String text);

	/**
	 * Call a listener whenever something here has changed.
	 * @param listener the listener
	 */
	void onChange(Runnable listener);

	/**
	 * How visitors see an agent.
	 *
	 * @param online whether the agent is online in Brevo
	 * @param lastPing when Brevo last accepted a ping of the agent
	 */
	record Lamp(boolean online, @Nullable Instant lastPing) {

	}

}

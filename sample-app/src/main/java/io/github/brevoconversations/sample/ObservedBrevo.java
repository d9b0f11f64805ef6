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

import org.jspecify.annotations.Nullable;

/**
 * What the desk can see of Brevo. The real Brevo cannot be asked who is online, so the
 * desk has to infer it from the pings. The built-in Brevo can be asked.
 */
interface ObservedBrevo {

	/**
	 * Return where this Brevo is.
	 * @return the place
	 */
	Place place();

	/**
	 * Return how visitors see an agent.
	 * @param agent the agent
	 * @return the lamp, as of now
	 */
	Lamp lamp(DeskProperties.Agent agent);

	/**
	 * Call a listener whenever something that this object reports has changed.
	 * @param listener the listener
	 */
	void onChange(Runnable listener);

	/**
	 * Where a Brevo is.
	 */
	enum Place {

		/** Inside this application. */
		BUILT_IN,

		/** On this computer, such as that of another desk. */
		THIS_COMPUTER,

		/** The real one. */
		ACCOUNT;

		public boolean isBuiltIn() {
			return this == BUILT_IN;
		}

		public boolean isAccount() {
			return this == ACCOUNT;
		}

	}

	/**
	 * How visitors see an agent.
	 *
	 * @param online whether the agent is online in Brevo
	 * @param lastPing when Brevo last accepted a ping of the agent, or {@code null}
	 */
	record Lamp(boolean online, @Nullable Instant lastPing) {

	}

}

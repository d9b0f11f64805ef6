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

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The state of a message on its way to Brevo.
 *
 * @param state the state
 * @param problem why the visitor does not have it, in plain words, or {@code null}
 */
record Delivery(State state, @Nullable String problem) {

	static final Delivery SENDING = new Delivery(State.SENDING, null);

	static final Delivery SENT = new Delivery(State.SENT, null);

	public boolean isSent() {
		return this.state == State.SENT;
	}

	public boolean isSending() {
		return this.state == State.SENDING;
	}

	public boolean isFailed() {
		return this.state == State.FAILED || this.state == State.UNCERTAIN;
	}

	/**
	 * Return whether the message may have arrived although sending it failed.
	 * @return whether it may
	 */
	public boolean isUncertain() {
		return this.state == State.UNCERTAIN;
	}

	/**
	 * Return the CSS class of the state.
	 * @return the name of the class
	 */
	public String cssClass() {
		return "is-" + this.state.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The states of a message.
	 */
	enum State {

		/** It waits, or is under way. */
		SENDING,

		/** Brevo has it. */
		SENT,

		/** Brevo does not have it. */
		FAILED,

		/** Brevo may have it. */
		UNCERTAIN

	}

}

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

package io.github.brevoconversations.client;

import org.jspecify.annotations.Nullable;

/**
 * There is no usable answer: the connection could not be made or was lost, the time was
 * up, TLS failed, or the answer cannot be understood. Whether Brevo processed the request
 * is unknown, unless {@link #isRequestSent()} is {@code false}.
 *
 * @serial exclude
 */
public final class BrevoCommunicationException extends BrevoException {

	private static final long serialVersionUID = 1L;

	private final Kind kind;

	private BrevoCommunicationException(Kind kind, String message, @Nullable BrevoErrorDetails details,
			@Nullable Throwable cause) {
		super(message, details, cause);
		this.kind = kind;
	}

	static BrevoCommunicationException notSent(String message, @Nullable Throwable cause) {
		return new BrevoCommunicationException(Kind.NOT_SENT, message, null, cause);
	}

	static BrevoCommunicationException lost(String message, @Nullable Throwable cause) {
		return new BrevoCommunicationException(Kind.LOST, message, null, cause);
	}

	static BrevoCommunicationException unusable(String message, @Nullable BrevoErrorDetails details,
			@Nullable Throwable cause) {
		return new BrevoCommunicationException(Kind.UNUSABLE, message, details, cause);
	}

	/**
	 * Return whether the request may have reached Brevo. Where it is {@code false}, no
	 * connection could be made or no access token could be had, and the operation was
	 * certainly not carried out.
	 * @return whether the request may have reached Brevo
	 */
	public boolean isRequestSent() {
		return this.kind != Kind.NOT_SENT;
	}

	boolean isTransient() {
		return this.kind != Kind.UNUSABLE;
	}

	/**
	 * What went wrong.
	 */
	private enum Kind {

		/**
		 * No connection could be made, or no access token could be had.
		 */
		NOT_SENT,

		/**
		 * The connection was lost, or the time was up.
		 */
		LOST,

		/**
		 * The answer cannot be understood.
		 */
		UNUSABLE

	}

}

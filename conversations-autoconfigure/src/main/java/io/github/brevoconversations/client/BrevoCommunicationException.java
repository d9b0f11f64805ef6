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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * There is no usable response: the connection could not be made or was lost, a timeout
 * expired, TLS failed, a proxy refused the request, or the response is not Brevo's or
 * cannot be understood. Whether Brevo processed the request is unknown, unless
 * {@link #isRequestSent()} is {@code false}.
 *
 * @serial exclude
 */
public final class BrevoCommunicationException extends BrevoException {

	private static final long serialVersionUID = 2L;

	private final boolean sent;

	private final boolean passing;

	private BrevoCommunicationException(boolean sent, boolean passing, String message,
			@Nullable BrevoErrorDetails details, @Nullable Throwable cause) {
		super(message, details, cause);
		this.sent = sent;
		this.passing = passing;
	}

	static BrevoCommunicationException notSent(String message, @Nullable Throwable cause) {
		return new BrevoCommunicationException(false, true, message, null, cause);
	}

	static BrevoCommunicationException neverSent(String message, @Nullable Throwable cause) {
		return new BrevoCommunicationException(false, false, message, null, cause);
	}

	static BrevoCommunicationException refusedByProxy(String message, BrevoErrorDetails details, boolean sent,
			boolean passing) {
		return new BrevoCommunicationException(sent, passing, message, details, null);
	}

	static BrevoCommunicationException lost(String message, @Nullable Throwable cause) {
		return lost(message, null, cause);
	}

	static BrevoCommunicationException lost(String message, @Nullable BrevoErrorDetails details,
			@Nullable Throwable cause) {
		return new BrevoCommunicationException(true, true, message, details, cause);
	}

	static BrevoCommunicationException unusable(String message, @Nullable BrevoErrorDetails details,
			@Nullable Throwable cause) {
		return new BrevoCommunicationException(true, false, message, details, cause);
	}

	/**
	 * Return this exception for a call of which an earlier attempt may have reached
	 * Brevo.
	 * @return the exception
	 */
	BrevoCommunicationException afterEarlierAttempt() {
		if (this.sent) {
			return this;
		}
		BrevoCommunicationException exception = new BrevoCommunicationException(true, this.passing,
				getMessage() + " (an earlier attempt may have reached Brevo)", details(), getCause());
		exception.setStackTrace(getStackTrace());
		return exception;
	}

	/**
	 * Return this exception without secrets.
	 * @param redaction takes them out
	 * @return the exception
	 */
	BrevoCommunicationException redacted(Redaction redaction) {
		String message = redaction.apply(String.valueOf(getMessage()));
		Throwable cause = redaction.applyTo(getCause());
		BrevoErrorDetails details = details();
		BrevoErrorDetails redacted = (details != null) ? details.redacted(redaction) : null;
		if (message.equals(getMessage()) && cause == getCause() && Objects.equals(details, redacted)) {
			return this;
		}
		BrevoCommunicationException exception = new BrevoCommunicationException(this.sent, this.passing, message,
				redacted, cause);
		exception.setStackTrace(getStackTrace());
		return exception;
	}

	/**
	 * Return whether the request may have reached Brevo, in any attempt of the call. If
	 * it is {@code false}, the operation was certainly not carried out. If it is
	 * {@code true} for a message, check whether the message arrived before you send it
	 * again.
	 * @return whether the request may have reached Brevo
	 */
	public boolean isRequestSent() {
		return this.sent;
	}

	/**
	 * Return whether there was a response that cannot be used, because it is not Brevo's,
	 * is too large, is cut off or is not what was asked for. Then there is a
	 * {@link #getStatusCode() status}, and a status of success means that the operation
	 * was most likely carried out.
	 * @return whether there was a response
	 */
	public boolean isResponseReceived() {
		return getStatusCode() != null;
	}

	@Override
	public Kind getKind() {
		return Kind.NO_USABLE_RESPONSE;
	}

	@Override
	public boolean isTransient() {
		return this.passing;
	}

}

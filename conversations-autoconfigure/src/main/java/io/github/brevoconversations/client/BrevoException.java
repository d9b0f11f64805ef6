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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Base class of all errors that the client reports. There is one subclass for each way in
 * which a caller may react.
 * <p>
 * An error never holds the request, its headers, or a cause that does, so it may be
 * logged and serialized without revealing the API key.
 *
 * @serial exclude
 */
public abstract sealed class BrevoException extends RuntimeException
		permits BrevoInvalidRequestException, BrevoUnauthorizedException, BrevoForbiddenException,
		BrevoNotFoundException, BrevoRateLimitedException, BrevoServerException, BrevoCommunicationException {

	private static final long serialVersionUID = 1L;

	private final @Nullable BrevoErrorDetails details;

	BrevoException(String message, @Nullable BrevoErrorDetails details, @Nullable Throwable cause) {
		super(message, cause);
		this.details = details;
	}

	/**
	 * Return the kind of error, for example for a {@code switch}.
	 * @return the kind, of which there is one for each subclass
	 */
	public abstract Kind getKind();

	/**
	 * Return whether the same call may succeed later without any change: after a rate
	 * limit, a failure of Brevo or a failure of the connection. This does not mean that a
	 * retry is safe: whether it may carry out the operation twice depends on the
	 * operation and on {@link BrevoCommunicationException#isRequestSent()}.
	 * @return whether the failure may pass
	 */
	public boolean isTransient() {
		return false;
	}

	@Nullable BrevoErrorDetails details() {
		return this.details;
	}

	/**
	 * Return the HTTP status of the response.
	 * @return the status, or {@code null} if there was no response
	 */
	public @Nullable Integer getStatusCode() {
		return (this.details != null) ? this.details.statusCode() : null;
	}

	/**
	 * Return Brevo's own code for the error, such as {@code invalid_parameter}. The set
	 * of codes is open, and some are whole sentences.
	 * @return the code, or {@code null} if Brevo sent none
	 */
	public @Nullable String getErrorCode() {
		return (this.details != null) ? this.details.errorCode() : null;
	}

	/**
	 * Return Brevo's own message for the error.
	 * @return the message, or {@code null} if Brevo sent none
	 */
	public @Nullable String getErrorMessage() {
		return (this.details != null) ? this.details.errorMessage() : null;
	}

	/**
	 * Return the {@code sib-request-id} of the response, by which Brevo's support can
	 * find the request.
	 * @return the request id, or {@code null} if Brevo sent none
	 */
	public @Nullable String getRequestId() {
		return (this.details != null) ? this.details.requestId() : null;
	}

	@Nullable Duration retryAfter() {
		return (this.details != null) ? this.details.retryAfter() : null;
	}

	/**
	 * Return the rate limit that the response reported or, if the client did not send the
	 * request because of the rate limit, the one that an earlier response reported.
	 * @return the rate limit, or {@code null} if none was reported
	 */
	public @Nullable RateLimit getRateLimit() {
		return (this.details != null) ? this.details.rateLimit() : null;
	}

	/**
	 * The kinds of errors: one for each way in which a caller may react.
	 */
	public enum Kind {

		/**
		 * The request is invalid, and retrying it cannot help
		 * ({@link BrevoInvalidRequestException}).
		 */
		INVALID_REQUEST,

		/**
		 * The key or token was rejected, or there was no usable one
		 * ({@link BrevoUnauthorizedException}).
		 */
		UNAUTHORIZED,

		/**
		 * The account or the key lacks a right ({@link BrevoForbiddenException}).
		 */
		FORBIDDEN,

		/**
		 * Brevo did not find what the request names ({@link BrevoNotFoundException}).
		 */
		NOT_FOUND,

		/**
		 * The rate limit is used up ({@link BrevoRateLimitedException}).
		 */
		RATE_LIMITED,

		/**
		 * Brevo failed ({@link BrevoServerException}).
		 */
		SERVER_FAILURE,

		/**
		 * There is no usable response ({@link BrevoCommunicationException}).
		 */
		NO_USABLE_RESPONSE

	}

}

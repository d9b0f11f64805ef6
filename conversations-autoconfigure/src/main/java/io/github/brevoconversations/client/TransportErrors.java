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

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Makes a {@link BrevoException} from whatever else can go wrong in a call.
 */
final class TransportErrors {

	private TransportErrors() {
	}

	static BrevoException from(Operation operation, Throwable failure) {
		if (failure instanceof BrevoException exception) {
			return exception;
		}
		Throwable cause = withoutRequest(failure);
		if (cause instanceof DataBufferLimitException) {
			return BrevoCommunicationException.unusable("The answer to %s is too large to be read".formatted(operation),
					null, null);
		}
		if (isConnectFailure(cause) || isPoolExhausted(cause) || isAbortedBeforeSend(cause)) {
			return BrevoCommunicationException
				.notSent("No connection to Brevo could be made for %s, so nothing was sent: %s".formatted(operation,
						describe(cause)), cause);
		}
		if (cause instanceof TimeoutException || isReadTimeout(cause)) {
			return BrevoCommunicationException.lost("Brevo did not answer %s in time".formatted(operation), cause);
		}
		String message = "No usable answer from Brevo to %s: %s".formatted(operation, describe(cause));
		return (cause instanceof IOException || isAborted(cause)) ? BrevoCommunicationException.lost(message, cause)
				: BrevoCommunicationException.unusable(message, null, cause);
	}

	/**
	 * Return whether a failure is one of a connection.
	 * @param cause the failure, without what WebClient wraps it in
	 * @return whether it may go away by itself
	 */
	static boolean isTransport(@Nullable Throwable cause) {
		return cause instanceof IOException || cause instanceof TimeoutException || isPoolExhausted(cause)
				|| isReadTimeout(cause) || isAborted(cause);
	}

	static @Nullable Throwable withoutRequest(@Nullable Throwable failure) {
		// WebClient's own exceptions hold the request with its headers, and so its
		// secrets
		Throwable candidate = failure;
		while (candidate instanceof WebClientException) {
			candidate = candidate.getCause();
		}
		return candidate;
	}

	private static boolean isConnectFailure(@Nullable Throwable cause) {
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof HttpConnectTimeoutException || cause instanceof SSLHandshakeException;
	}

	private static boolean isPoolExhausted(@Nullable Throwable cause) {
		// Reactor Netty's types are internal ones
		return cause != null && cause.getClass().getSimpleName().startsWith("PoolAcquire");
	}

	private static boolean isReadTimeout(@Nullable Throwable cause) {
		// Netty's type is not named because Netty is only one of the possible connectors
		return cause != null && cause.getClass().getSimpleName().contains("Timeout");
	}

	private static boolean isAborted(@Nullable Throwable cause) {
		// Reactor Netty's, which is no IOException, and not named for the same reason
		return cause != null && cause.getClass().getSimpleName().equals("AbortedException");
	}

	private static boolean isAbortedBeforeSend(@Nullable Throwable cause) {
		// a pooled connection was closed just before it was used, and nothing was written
		return cause != null && isAborted(cause) && String.valueOf(cause.getMessage()).contains("BEFORE send");
	}

	static String describe(@Nullable Throwable cause) {
		if (cause == null) {
			return "the connection failed";
		}
		String message = cause.getMessage();
		if (message == null) {
			return cause.getClass().getSimpleName();
		}
		return (cause instanceof IOException) ? Excerpt.of(message)
				: cause.getClass().getSimpleName() + ": " + Excerpt.of(message);
	}

}

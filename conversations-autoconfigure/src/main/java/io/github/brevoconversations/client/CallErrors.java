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
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

import io.github.brevoconversations.client.http.ConnectorClosedException;
import io.github.brevoconversations.client.http.NotConnectedException;
import io.github.brevoconversations.client.http.RefusedCertificate;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Creates a {@link BrevoException} from whatever can go wrong in an attempt of a call.
 * Whether anything was sent is known from the {@link Attempt}, never from the given
 * failure, which a filter may have brought from elsewhere.
 */
final class CallErrors {

	private static final int MAX_CAUSES = 20;

	private CallErrors() {
	}

	/**
	 * Create the exception of an attempt that failed.
	 * @param attempt the attempt
	 * @param failure the failure, as the filters passed it on
	 * @param credential the credential of the attempt
	 * @return the exception
	 */
	static BrevoException from(Attempt attempt, Throwable failure, RequestCredential credential) {
		// otherwise, a request that a filter gave up could still be sent after the next
		// attempt
		attempt.giveUp();
		ApiResponse response = attempt.response();
		if (response != null && !response.isSuccess()) {
			return ResponseErrors.from(attempt, response, credential);
		}
		Throwable cause = cause(attempt, failure);
		return withoutResponse(attempt, failure, cause).redacted(credential.redaction());
	}

	private static BrevoCommunicationException withoutResponse(Attempt attempt, Throwable failure,
			@Nullable Throwable cause) {
		ApiResponse response = attempt.response();
		if (response != null) {
			return responseLost(attempt.call(), response, failure, cause);
		}
		return attempt.isSent() ? noResponse(attempt.call(), cause) : notSent(attempt.call(), cause);
	}

	/**
	 * Create the exception of an attempt whose time is up.
	 * @param attempt the attempt, which was given up
	 * @param credential the credential of the attempt
	 * @return the exception
	 */
	static BrevoException timedOut(Attempt attempt, RequestCredential credential) {
		return timedOut(attempt).redacted(credential.redaction());
	}

	private static BrevoCommunicationException timedOut(Attempt attempt) {
		ApiCall call = attempt.call();
		ApiResponse response = attempt.response();
		if (response != null) {
			return BrevoCommunicationException
				.unusable("Brevo responded to %s with status %s, but the response was not complete in time"
					.formatted(call, response.status()), ResponseErrors.detailsWithoutBody(response), null);
		}
		if (attempt.isSent()) {
			return BrevoCommunicationException.lost("Brevo did not respond to %s in time".formatted(call),
					new TimeoutException());
		}
		return BrevoCommunicationException
			.notSent("No connection to Brevo was available for %s in time, so nothing was sent".formatted(call), null);
	}

	private static BrevoCommunicationException responseLost(ApiCall call, ApiResponse response, Throwable failure,
			@Nullable Throwable cause) {
		BrevoErrorDetails details = ResponseErrors.detailsWithoutBody(response);
		if (failure instanceof DataBufferLimitException) {
			return BrevoCommunicationException.unusable("The response to %s is too large to be read (status %s%s)"
				.formatted(call, response.status(), requestId(response)), details, null);
		}
		String message = "Brevo responded to %s with status %s%s, but the response cannot be used: %s".formatted(call,
				response.status(), requestId(response), describe(cause));
		return (isTransport(cause) && call.operation().isIdempotent())
				? BrevoCommunicationException.lost(message, details, cause)
				: BrevoCommunicationException.unusable(message, details, cause);
	}

	static String requestId(ApiResponse response) {
		return (response.requestId() != null) ? ", request " + response.requestId() : "";
	}

	private static BrevoCommunicationException noResponse(ApiCall call, @Nullable Throwable cause) {
		if (has(cause, (each) -> each instanceof TimeoutException || isReadTimeout(each))) {
			return BrevoCommunicationException.lost("Brevo did not respond to %s in time".formatted(call), cause);
		}
		String message = "No usable response from Brevo to %s: %s".formatted(call, describe(cause));
		return (isTransport(cause) && !isCertificateError(cause)) ? BrevoCommunicationException.lost(message, cause)
				: BrevoCommunicationException.unusable(message, null, cause);
	}

	private static BrevoCommunicationException notSent(ApiCall call, @Nullable Throwable cause) {
		if (isClosed(cause)) {
			return closed(call, cause);
		}
		if (isPoolExhausted(cause)) {
			return BrevoCommunicationException.notSent(
					"Too many calls are in flight, so nothing was sent for %s: %s".formatted(call, describe(cause)),
					cause);
		}
		Integer refusal = refusalOfProxy(cause);
		if (refusal != null) {
			return refusedByProxy(call, refusal, cause);
		}
		String message = (isTransport(cause) ? "No connection to Brevo could be made for %s, so nothing was sent: %s"
				: "The request for %s failed, and nothing was sent: %s")
			.formatted(call, describe(cause));
		return (isTransport(cause) && !isCertificateError(cause)) ? BrevoCommunicationException.notSent(message, cause)
				: BrevoCommunicationException.neverSent(message, cause);
	}

	static boolean isClosed(@Nullable Throwable cause) {
		return has(cause, ConnectorClosedException.class::isInstance);
	}

	static BrevoCommunicationException closed(ApiCall call, @Nullable Throwable cause) {
		return BrevoCommunicationException
			.neverSent("Nothing was sent for %s, because the application is closed".formatted(call), cause);
	}

	private static BrevoCommunicationException refusedByProxy(ApiCall call, int status, @Nullable Throwable cause) {
		String message = "A proxy refused to connect to Brevo for %s, so nothing was sent (status %s): %s"
			.formatted(call, status, describe(cause));
		return ProxyRefusal.isPassing(status) ? BrevoCommunicationException.notSent(message, cause)
				: BrevoCommunicationException.neverSent(message, cause);
	}

	private static @Nullable Throwable cause(Attempt attempt, Throwable failure) {
		Throwable transportFailure = attempt.transportFailure();
		return withoutRequest((transportFailure != null) ? transportFailure : failure);
	}

	/**
	 * Return whether a failure is one of the connection, or of getting one.
	 * @param cause the failure, without what WebClient wraps it in
	 * @return whether it may go away by itself
	 */
	static boolean isTransport(@Nullable Throwable cause) {
		return has(cause,
				(each) -> each instanceof IOException || each instanceof TimeoutException
						|| each instanceof UnresolvedAddressException || isPool(each) || isReadTimeout(each)
						|| isAborted(each));
	}

	/**
	 * Return whether a hardened connector knows that it had no connection.
	 * @param failure the failure of the transport
	 * @return whether there was no connection
	 */
	static boolean isNotConnected(@Nullable Throwable failure) {
		// not among the causes, which may be of another call
		return withoutRequest(failure) instanceof NotConnectedException;
	}

	static @Nullable Throwable withoutRequest(@Nullable Throwable failure) {
		// exceptions of WebClient hold the request with its headers, and so its secrets
		Throwable candidate = failure;
		while (candidate instanceof WebClientException) {
			candidate = candidate.getCause();
		}
		return has(candidate, WebClientException.class::isInstance) ? null : candidate;
	}

	private static boolean isPoolExhausted(@Nullable Throwable cause) {
		return has(cause, (each) -> isPool(each) && (!isRejected(each) || isQueueOfJetty(each)));
	}

	// exceptions of connectors are recognized by the names of their types, because not
	// all connectors are on the class path

	private static boolean isPool(Throwable cause) {
		String name = cause.getClass().getSimpleName();
		return name.startsWith("PoolAcquire") || name.equals("ConnectionRequestTimeoutException") || isRejected(cause);
	}

	// a full queue of Jetty is an exhausted pool, unlike an event loop that has ended
	private static boolean isQueueOfJetty(Throwable cause) {
		return String.valueOf(cause.getMessage()).startsWith("Max requests queued");
	}

	// rejected by an event loop that has ended, or by a full queue
	private static boolean isRejected(Throwable cause) {
		return cause.getClass().getSimpleName().equals("RejectedExecutionException");
	}

	private static boolean isReadTimeout(Throwable cause) {
		return cause.getClass().getSimpleName().contains("Timeout");
	}

	private static boolean isAborted(Throwable cause) {
		return cause.getClass().getSimpleName().equals("AbortedException");
	}

	private static @Nullable Integer refusalOfProxy(@Nullable Throwable cause) {
		Throwable refusal = find(cause, CallErrors::isProxyRefusal);
		return (refusal != null) ? ProxyRefusal.status(refusal) : null;
	}

	private static boolean isProxyRefusal(Throwable cause) {
		return ProxyRefusal.status(cause) != null;
	}

	private static boolean isCertificateError(@Nullable Throwable cause) {
		return has(cause, (each) -> each instanceof GeneralSecurityException
				|| each instanceof SSLPeerUnverifiedException || RefusedCertificate.isIn(each));
	}

	static boolean has(@Nullable Throwable failure, Predicate<Throwable> predicate) {
		return find(failure, predicate) != null;
	}

	private static @Nullable Throwable find(@Nullable Throwable failure, Predicate<Throwable> predicate) {
		Throwable candidate = failure;
		for (int i = 0; candidate != null && i < MAX_CAUSES; i++) {
			if (predicate.test(candidate)) {
				return candidate;
			}
			candidate = candidate.getCause();
		}
		return null;
	}

	/**
	 * Describe a failure by the cause that says most: if a connection is refused, for
	 * example, the exception in which the connector wraps the cause says little.
	 * @param failure the failure
	 * @return the description
	 */
	static String describe(@Nullable Throwable failure) {
		if (failure == null) {
			return "the connection failed";
		}
		Throwable pool = find(failure, CallErrors::isPool);
		Throwable cause = (pool != null) ? pool : find(failure, (each) -> each instanceof ConnectException
				|| isProxyRefusal(each) || each instanceof GeneralSecurityException);
		Throwable telling = (cause != null) ? cause : failure;
		String message = Redaction.withoutObjects(Objects.requireNonNullElse(telling.getMessage(), ""));
		if (message.isEmpty()) {
			return telling.getClass().getSimpleName();
		}
		boolean speaking = telling instanceof IOException && !(telling instanceof SSLException)
				&& !Character.isDigit(message.codePointAt(0));
		return speaking ? Excerpt.of(message) : telling.getClass().getSimpleName() + ": " + Excerpt.of(message);
	}

}

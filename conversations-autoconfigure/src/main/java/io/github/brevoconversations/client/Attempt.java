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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Records the course of one attempt of a call, whatever filters and connectors make of
 * it: whether the transport has taken the body, and which response or failure came back.
 * It is the request's {@link BodyInserter}, because the transport asks only that for the
 * body. Filters can reach it, so it must not refer to a secret.
 */
final class Attempt implements BodyInserter<Object, ClientHttpRequest> {

	/**
	 * Name of the request attribute that holds the attempt.
	 */
	static final String ATTRIBUTE = Attempt.class.getName();

	private final ApiCall call;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final AtomicInteger exchanges = new AtomicInteger();

	private final AtomicInteger foreignBodies = new AtomicInteger();

	private final AtomicInteger looks = new AtomicInteger();

	private volatile boolean takenAtFailure;

	private volatile @Nullable ApiResponse response;

	private volatile @Nullable Throwable transportFailure;

	private volatile Consumer<Throwable> onThrown = (thrown) -> {
	};

	Attempt(ApiCall call) {
		this.call = call;
	}

	ApiCall call() {
		return this.call;
	}

	/**
	 * Begin an exchange. A filter may do so several times.
	 * @return an error if the request may have been processed already and must not be
	 * sent again, or if nobody waits for it anymore; {@code null} if the exchange may
	 * begin
	 */
	@Nullable Throwable begin() {
		Throwable refusal = refusal();
		if (refusal == null) {
			this.exchanges.incrementAndGet();
			this.response = null;
			this.transportFailure = null;
		}
		return refusal;
	}

	@Override
	public Mono<Void> insert(ClientHttpRequest request, Context context) {
		Throwable refusal = refusal();
		if (refusal != null) {
			return Mono.error(refusal);
		}
		byte[] body = this.call.body();
		if (body == null) {
			take(request);
			return request.setComplete();
		}
		request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		request.getHeaders().setContentLength(body.length);
		return request.writeWith(Mono.fromSupplier(() -> {
			take(request);
			return request.bufferFactory().wrap(body);
		}));
	}

	private @Nullable Throwable refusal() {
		State current = this.state.get();
		if (current == State.GIVEN_UP) {
			return new AbandonedException();
		}
		return (isTaken(current) && !this.call.operation().isIdempotent()) ? new SentAlreadyException() : null;
	}

	private boolean isTaken(State current) {
		return current == State.TAKEN || this.foreignBodies.get() > 0;
	}

	private void take(ClientHttpRequest request) {
		if (isLookedAt(request)) {
			count(this.looks);
			return;
		}
		if (!this.state.compareAndSet(State.WAITING, State.TAKEN)) {
			RuntimeException refusal = (RuntimeException) refusal();
			if (refusal != null) {
				throw refusal;
			}
		}
	}

	/**
	 * Return whether a filter only looks at the request, to sign it for example, before
	 * it is sent: the filter writes the request to an object that no HTTP client is
	 * behind. A filter that sends the request by its own means does not only look at it.
	 * @param request the object that the request is written to
	 * @return whether writing to it sends nothing
	 */
	boolean isLookedAt(ClientHttpRequest request) {
		return this.exchanges.get() == 0 && !isOfHttpClient(request);
	}

	private static boolean isOfHttpClient(ClientHttpRequest request) {
		try {
			Object nativeRequest = request.getNativeRequest();
			return nativeRequest != null && !(nativeRequest instanceof ClientHttpRequest);
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Record that the transport takes a body that a filter has put in place of this one
	 * or has decorated.
	 */
	void takeForeignBody() {
		if (count(this.foreignBodies) > 1 && !this.call.operation().isIdempotent()) {
			throw new SentAlreadyException();
		}
	}

	private int count(AtomicInteger taken) {
		int count = taken.incrementAndGet();
		// checked after it is counted, or the attempt could be given up in between
		if (this.state.get() == State.GIVEN_UP) {
			taken.decrementAndGet();
			throw new AbandonedException();
		}
		return count;
	}

	/**
	 * Give up the attempt. From now on, its body cannot be taken anymore, so
	 * {@link #isSent()} no longer changes.
	 */
	void giveUp() {
		this.state.compareAndSet(State.WAITING, State.GIVEN_UP);
	}

	void onThrown(Consumer<Throwable> listener) {
		this.onThrown = listener;
	}

	void thrown(Throwable thrown) {
		this.onThrown.accept(thrown);
	}

	void received(ClientResponse response) {
		this.response = ApiResponse.withoutBody(response.statusCode().value(), response.headers().asHttpHeaders());
	}

	void received(ApiResponse response) {
		this.response = response;
	}

	void failed(Throwable failure) {
		this.takenAtFailure = isTaken(this.state.get());
		this.transportFailure = failure;
	}

	/**
	 * Return the last response that the transport received.
	 * @return the response, with its body only if it is an error, or {@code null} if
	 * there was none
	 */
	@Nullable ApiResponse response() {
		return this.response;
	}

	/**
	 * Return the failure of the transport in the last exchange.
	 * @return the failure, or {@code null} if the transport did not fail
	 */
	@Nullable Throwable transportFailure() {
		return this.transportFailure;
	}

	/**
	 * Return the failure of the transport in the last exchange, unless a filter has sent
	 * the request by means of its own since.
	 * @return the failure, or {@code null} if there was none, or none that matters
	 */
	@Nullable Throwable lastFailure() {
		return (isTaken(this.state.get()) == this.takenAtFailure) ? this.transportFailure : null;
	}

	/**
	 * Return whether the request may have reached Brevo. Some connectors take a request,
	 * and always one without a body, before they connect; those of ours then say so.
	 * @return whether it may have reached Brevo
	 */
	boolean isSent() {
		if (this.foreignBodies.get() > 0 || (this.looks.get() > 0 && this.exchanges.get() == 0)) {
			// a filter that looks at the body without passing it on may have sent it
			// itself
			return true;
		}
		if (this.state.get() != State.TAKEN) {
			return false;
		}
		return this.exchanges.get() != 1 || this.response != null || !CallErrors.isNotConnected(this.transportFailure);
	}

	/**
	 * Return whether Brevo may have carried the operation out, as far as the transport
	 * knows, whatever a filter makes of it.
	 * @return whether the request may have reached Brevo, and was not rejected because of
	 * its key or the rate limit, after which it may be sent again
	 */
	boolean isPossiblyProcessed() {
		ApiResponse received = this.response;
		return isSent() && (received == null || (received.status() != 401 && received.status() != 429));
	}

	/**
	 * How far an attempt has come.
	 */
	private enum State {

		WAITING, TAKEN, GIVEN_UP

	}

	/**
	 * Thrown if a request that must not be sent twice was about to be sent again.
	 */
	static final class SentAlreadyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		SentAlreadyException() {
			super("the request has already been sent, and must not be sent twice");
		}

	}

	/**
	 * Thrown if a request was about to be sent for a call that has ended.
	 */
	static final class AbandonedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		AbandonedException() {
			super("the call has already ended");
		}

	}

}

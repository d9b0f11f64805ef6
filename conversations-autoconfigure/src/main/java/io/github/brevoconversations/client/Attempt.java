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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * What is known of one attempt of a call, whatever filters and connectors make of it:
 * whether the transport has taken the body, and what came back. It is the request's
 * {@link BodyInserter}, because the transport asks nobody else for the body. Filters can
 * reach it, so it leads to no secret.
 */
final class Attempt implements BodyInserter<Object, ClientHttpRequest> {

	/**
	 * Name of the request's attribute that holds the attempt.
	 */
	static final String ATTRIBUTE = Attempt.class.getName();

	private final ApiCall call;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final AtomicInteger exchanges = new AtomicInteger();

	private final AtomicBoolean foreignBodyTaken = new AtomicBoolean();

	private volatile @Nullable ApiResponse response;

	private volatile @Nullable Throwable transportFailure;

	Attempt(ApiCall call) {
		this.call = call;
	}

	ApiCall call() {
		return this.call;
	}

	/**
	 * Begin an exchange. A filter may do so several times.
	 * @return an error if the request may have been processed already and must not be
	 * sent again, or if nobody waits for it any more
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
			take();
			return request.setComplete();
		}
		request.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		request.getHeaders().setContentLength(body.length);
		return request.writeWith(Mono.fromSupplier(() -> {
			take();
			return request.bufferFactory().wrap(body);
		}));
	}

	private @Nullable Throwable refusal() {
		State current = this.state.get();
		if (current == State.GIVEN_UP) {
			return new AbandonedException();
		}
		return (isTaken(current) && !this.call.operation().isRepeatable()) ? new SentAlreadyException() : null;
	}

	private boolean isTaken(State current) {
		return current == State.TAKEN || this.foreignBodyTaken.get();
	}

	private void take() {
		if (this.exchanges.get() == 0) {
			// a filter looks at the body, to sign it for example, before it sends it
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
	 * Take note that the transport takes a body that a filter has put in place of this
	 * one, or that it has decorated.
	 */
	void takeForeignBody() {
		if (this.state.get() == State.GIVEN_UP) {
			throw new AbandonedException();
		}
		if (!this.foreignBodyTaken.compareAndSet(false, true) && !this.call.operation().isRepeatable()) {
			throw new SentAlreadyException();
		}
	}

	/**
	 * Give the attempt up. From now on, its body cannot be taken any more, so that
	 * whether it was sent is known for good.
	 */
	void giveUp() {
		this.state.compareAndSet(State.WAITING, State.GIVEN_UP);
	}

	void received(ClientResponse response) {
		this.response = ApiResponse.withoutBody(response.statusCode().value(), response.headers().asHttpHeaders());
	}

	void received(ApiResponse response) {
		this.response = response;
	}

	void failed(Throwable failure) {
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
	 * Return whether the request may have reached Brevo. Of a request without a body,
	 * some connectors only tell by their failure that they did not even connect.
	 * @return whether it may have reached Brevo
	 */
	boolean isSent() {
		if (this.foreignBodyTaken.get()) {
			return true;
		}
		if (this.state.get() != State.TAKEN) {
			return false;
		}
		return this.call.body() != null || this.exchanges.get() != 1 || this.response != null
				|| !CallErrors.isConnectFailure(this.transportFailure);
	}

	/**
	 * Return whether Brevo may have carried the operation out, as far as the transport
	 * knows, whatever a filter makes of it.
	 * @return whether the request may have reached Brevo, and was not refused for its key
	 * or the rate limit, after which it may be sent again
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
	 * A request that must not be sent twice was about to be.
	 */
	static final class SentAlreadyException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		SentAlreadyException() {
			super("it has been sent already, and is not sent a second time");
		}

	}

	/**
	 * A request was about to be sent for a call that has ended.
	 */
	static final class AbandonedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		AbandonedException() {
			super("the call has already ended");
		}

	}

}

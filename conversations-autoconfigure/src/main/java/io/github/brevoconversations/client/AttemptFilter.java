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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Records in an {@link Attempt} what the transport does with it. This is the filter next
 * to the transport, so it sees what is really sent and received, whatever the
 * application's filters make of it.
 */
final class AttemptFilter implements ExchangeFilterFunction {

	private final BrevoHost host;

	private final boolean alone;

	/**
	 * Create a filter.
	 * @param host the host that the key is for
	 * @param alone whether there is no filter of the application, so that nobody can
	 * change a response or turn it into an exception
	 */
	AttemptFilter(BrevoHost host, boolean alone) {
		this.host = host;
		this.alone = alone;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		Attempt attempt = attempt(request);
		if (attempt == null) {
			return next.exchange(request);
		}
		if (!this.host.isOf(request.url())) {
			return Mono.error(new IllegalStateException(BrevoHost.CHANGED));
		}
		Throwable refusal = attempt.begin();
		if (refusal != null) {
			return Mono.error(refusal);
		}
		Mono<ClientResponse> response = ThrownErrors.recorded(next.exchange(observable(request, attempt)), attempt);
		return this.alone ? response : response.flatMap((received) -> received(attempt, received));
	}

	private static @Nullable Attempt attempt(ClientRequest request) {
		Object attempt = request.attributes().get(Attempt.ATTRIBUTE);
		// a filter may have created another request from parts of this, without
		// attributes
		return (attempt != null || !(request.body() instanceof Attempt)) ? (Attempt) attempt : (Attempt) request.body();
	}

	private static ClientRequest observable(ClientRequest request, Attempt attempt) {
		BodyInserter<?, ? super ClientHttpRequest> body = request.body();
		return (body == attempt) ? request
				: ClientRequest.from(request)
					.body((output, context) -> body.insert(new ObservedRequest(output, attempt), context))
					.build();
	}

	private static Mono<ClientResponse> received(Attempt attempt, ClientResponse received) {
		ClientResponse response = received.mutate().body((body) -> ThrownErrors.watched(body, attempt)).build();
		if (response.statusCode().is2xxSuccessful()) {
			return Mono.just(response);
		}
		// read here, because a filter may turn it into an exception
		return ApiResponse.read(response, attempt.call().maxResponseSize())
			.doOnNext(attempt::received)
			.map((read) -> copy(response, read));
	}

	private static ClientResponse copy(ClientResponse response, ApiResponse read) {
		return response.mutate()
			.body((old) -> Mono
				.<DataBuffer>fromSupplier(() -> DefaultDataBufferFactory.sharedInstance.wrap(read.body()))
				.flux())
			.build();
	}

	/**
	 * Tells an attempt when the transport takes a body that a filter has put in place of
	 * the attempt's own or has decorated.
	 */
	private static final class ObservedRequest extends ClientHttpRequestDecorator {

		private final Attempt attempt;

		ObservedRequest(ClientHttpRequest request, Attempt attempt) {
			super(request);
			this.attempt = attempt;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(observed(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(observed(body));
		}

		private <T> Flux<T> observed(Publisher<? extends T> body) {
			return Flux.defer(() -> {
				AtomicBoolean taken = new AtomicBoolean();
				// not at the subscription: some transports subscribe before they are
				// connected
				return Flux.<T>from(body).doOnNext((part) -> {
					if (taken.compareAndSet(false, true)) {
						this.attempt.takeForeignBody();
					}
				});
			});
		}

		@Override
		public Mono<Void> setComplete() {
			return Mono.defer(() -> {
				this.attempt.takeForeignBody();
				return super.setComplete();
			});
		}

	}

}

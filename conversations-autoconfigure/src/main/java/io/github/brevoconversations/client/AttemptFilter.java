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

import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Takes note of what the transport does with an {@link Attempt}. It is the filter next to
 * the transport, so that it sees the truth, whatever the application's filters make of
 * it.
 */
final class AttemptFilter implements ExchangeFilterFunction {

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		Attempt attempt = (Attempt) request.attributes().get(Attempt.ATTRIBUTE);
		if (attempt == null) {
			return next.exchange(request);
		}
		Throwable refusal = attempt.begin();
		if (refusal != null) {
			return Mono.error(refusal);
		}
		return next.exchange(request).doOnError(attempt::failed).flatMap((response) -> received(attempt, response));
	}

	private static Mono<ClientResponse> received(Attempt attempt, ClientResponse response) {
		attempt.received(response);
		if (response.statusCode().is2xxSuccessful()) {
			return Mono.just(response);
		}
		// read here, because a filter may make an exception of it
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

}

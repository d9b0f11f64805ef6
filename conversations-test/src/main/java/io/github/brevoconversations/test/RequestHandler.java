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

package io.github.brevoconversations.test;

import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Handles a request: logs it, decides which faults hit it, lets Brevo carry it out and
 * writes the response.
 */
final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

	private final RequestReader reader;

	private final RequestLog log;

	private final Faults faults;

	private final Brevo brevo;

	RequestHandler(RequestReader reader, RequestLog log, Faults faults, Brevo brevo) {
		this.reader = reader;
		this.log = log;
		this.faults = faults;
		this.brevo = brevo;
	}

	@Override
	public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
		return RequestBody.read(request).flatMap((body) -> handle(request, new ResponseWriter(response), body));
	}

	private Mono<Void> handle(HttpServerRequest request, ResponseWriter writer, RequestBody body) {
		ReceivedRequest received = this.reader.read(request, body);
		RequestLog.Entry entry = this.log.add(received);
		FaultPlan plan = this.faults.plan(received);
		String apiKey = request.requestHeaders().get(RequestReader.API_KEY);
		Response response = plan.response(() -> respond(received, body, apiKey));
		Mono<Void> end = (response != null) ? write(writer, plan, complete(response, plan), entry)
				: (plan.resets() ? writer.reset() : Mono.never());
		return writer.delay(plan.delay()).then(end);
	}

	private Response respond(ReceivedRequest received, RequestBody body, @Nullable String apiKey) {
		return body.isTooLarge() ? ErrorResponses.of(413) : this.brevo.respond(received, apiKey);
	}

	private Response complete(Response response, FaultPlan plan) {
		Response complete = this.brevo.complete(response).withHeaders(plan.headers());
		return plan.cutsOff() ? complete.withSomeBody() : complete;
	}

	private static Mono<Void> write(ResponseWriter writer, FaultPlan plan, Response response, RequestLog.Entry entry) {
		return Mono.defer(() -> {
			entry.answered(response.status());
			return plan.cutsOff() ? writer.cutOff(response) : writer.write(response);
		});
	}

}

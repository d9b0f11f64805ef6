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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * A request's body, which is kept if it has at most 1 MiB. A larger one is read to its
 * end, so that the client sees the response, and dropped.
 */
final class RequestBody {

	static final int MAX_BYTES = 1024 * 1024;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private boolean tooLarge;

	private RequestBody() {
	}

	static Mono<RequestBody> read(HttpServerRequest request) {
		return request.receive().asByteArray().collect(RequestBody::new, RequestBody::append);
	}

	boolean isTooLarge() {
		return this.tooLarge;
	}

	String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

	private void append(byte[] chunk) {
		if (this.bytes.size() + chunk.length > MAX_BYTES) {
			this.tooLarge = true;
			this.bytes.reset();
		}
		if (!this.tooLarge) {
			this.bytes.writeBytes(chunk);
		}
	}

}

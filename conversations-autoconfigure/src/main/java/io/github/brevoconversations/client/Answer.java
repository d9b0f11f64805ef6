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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * An HTTP answer, read to its end.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, empty where there was none
 */
record Answer(int status, HttpHeaders headers, String body) {

	private static final String REQUEST_ID = "sib-request-id";

	/**
	 * Read an answer to its end. Of the body of an error that is too large, the beginning
	 * is enough, since its status says what is to be done.
	 * @param response the response to read
	 * @param maxBytes the size of the body that is still read
	 * @return the answer
	 */
	static Mono<Answer> read(ClientResponse response, int maxBytes) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		int status = response.statusCode().value();
		Flux<DataBuffer> body = response.body(BodyExtractors.toDataBuffers());
		Flux<DataBuffer> bounded = isSuccess(status) ? body : DataBufferUtils.takeUntilByteCount(body, maxBytes);
		return DataBufferUtils.join(bounded, maxBytes)
			.map((buffer) -> text(buffer, charset(headers)))
			.defaultIfEmpty("")
			.map((text) -> new Answer(status, headers, text));
	}

	boolean isSuccess() {
		return isSuccess(this.status);
	}

	private static boolean isSuccess(int status) {
		return status >= 200 && status < 300;
	}

	@Nullable String requestId() {
		String requestId = this.headers.getFirst(REQUEST_ID);
		return (requestId != null) ? Excerpt.of(requestId) : null;
	}

	@Nullable RateLimit rateLimit() {
		return RateLimitHeaders.read(this.headers);
	}

	private static String text(DataBuffer buffer, Charset charset) {
		try {
			return buffer.toString(charset);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	private static Charset charset(HttpHeaders headers) {
		try {
			MediaType contentType = headers.getContentType();
			Charset charset = (contentType != null) ? contentType.getCharset() : null;
			return (charset != null) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

}

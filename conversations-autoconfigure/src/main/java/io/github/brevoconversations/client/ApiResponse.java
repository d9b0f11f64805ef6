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
import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * An HTTP response, read to its end.
 */
final class ApiResponse {

	private static final String REQUEST_ID = "sib-request-id";

	private static final byte[] EMPTY = new byte[0];

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xef, (byte) 0xbb, (byte) 0xbf };

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	ApiResponse(int status, HttpHeaders headers, byte[] body) {
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Read a response to its end. If the body of an error is too large, only its
	 * beginning is read, since the status already says what to do.
	 * @param response the response to read
	 * @param maxBytes the largest body to read, in bytes
	 * @return the response
	 */
	static Mono<ApiResponse> read(ClientResponse response, int maxBytes) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		int status = response.statusCode().value();
		return new BodyBytes(response.body(BodyExtractors.toDataBuffers()), maxBytes, !isSuccess(status))
			.map((body) -> new ApiResponse(status, headers, body));
	}

	static ApiResponse withoutBody(int status, HttpHeaders headers) {
		return new ApiResponse(status, headers, EMPTY);
	}

	int status() {
		return this.status;
	}

	HttpHeaders headers() {
		return this.headers;
	}

	byte[] body() {
		return this.body;
	}

	boolean isSuccess() {
		return isSuccess(this.status);
	}

	private static boolean isSuccess(int status) {
		return status >= 200 && status < 300;
	}

	/**
	 * Return whether Brevo rejected the request for what it contains. A gateway may fail
	 * or limit requests before they get to the part of Brevo that counts them.
	 * @return whether this is such a rejection
	 */
	boolean isRejectionOfBrevo() {
		return this.status >= 400 && this.status < 500 && this.status != 429 && requestId() != null;
	}

	@Nullable String requestId() {
		String requestId = this.headers.getFirst(REQUEST_ID);
		return (requestId != null) ? Excerpt.of(requestId) : null;
	}

	@Nullable RateLimit rateLimit() {
		return RateLimitHeaders.read(this.headers);
	}

	boolean isBlank() {
		int begin = isMarked() ? BYTE_ORDER_MARK.length : 0;
		for (int i = begin; i < this.body.length; i++) {
			if (this.body[i] < 0 || this.body[i] > ' ') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether this is an HTML page, of a proxy for example, even an empty one. If
	 * Brevo has created or deleted something, its response has a status that pages do not
	 * have, and every response of Brevo has its headers.
	 * @return whether this is a page that is not from Brevo
	 */
	boolean isPage() {
		String contentType = this.headers.getFirst(HttpHeaders.CONTENT_TYPE);
		boolean html = contentType != null && contentType.toLowerCase(Locale.ROOT).contains("html");
		return html && this.status != 201 && this.status != 204 && requestId() == null && rateLimit() == null;
	}

	private boolean isMarked() {
		return this.body.length >= BYTE_ORDER_MARK.length
				&& Arrays.equals(this.body, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
	}

	String text() {
		return new String(this.body, charset());
	}

	/**
	 * Return the body as JSON.
	 * @return the JSON, or {@code null} if the body is not JSON
	 */
	@Nullable BrevoJson json() {
		return (this.body.length > 0) ? BrevoJson.read(this.body, charset()) : null;
	}

	/**
	 * Return the response without secrets in the parts that errors quote.
	 * @param redaction takes them out
	 * @return the response
	 */
	ApiResponse redacted(Redaction redaction) {
		String text = text();
		String redacted = redaction.apply(text);
		ApiResponse response = redacted.equals(text) ? this
				: new ApiResponse(this.status, this.headers, redacted.getBytes(charset()));
		String requestId = this.headers.getFirst(REQUEST_ID);
		String shown = redaction.applyTo(requestId);
		return (shown == null || shown.equals(requestId)) ? response : response.withRequestId(shown);
	}

	private ApiResponse withRequestId(String requestId) {
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(this.headers);
		headers.set(REQUEST_ID, requestId);
		return new ApiResponse(this.status, headers, this.body);
	}

	private Charset charset() {
		String value = this.headers.getFirst(HttpHeaders.CONTENT_TYPE);
		if (value == null || value.indexOf(';') == -1) {
			return StandardCharsets.UTF_8;
		}
		try {
			MediaType contentType = this.headers.getContentType();
			Charset charset = (contentType != null) ? contentType.getCharset() : null;
			return (charset != null && charset.canEncode()) ? charset : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			return StandardCharsets.UTF_8;
		}
	}

}

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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * An answer that may be nonsense.
 */
final class RandomResponse {

	private static final JsonMapper mapper = JsonMapper.builder().build();

	private final int status;

	private final Map<String, String> headers;

	private final byte[] body;

	private final boolean cutOff;

	RandomResponse(int status, Map<String, String> headers, byte[] body, boolean cutOff) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.cutOff = cutOff;
	}

	ClientResponse response() {
		Flux<DataBuffer> buffers = Flux.just(buffer(0, this.body.length / 2),
				buffer(this.body.length / 2, this.body.length));
		return ClientResponse.create(HttpStatusCode.valueOf(this.status))
			.headers((headers) -> this.headers.forEach(headers::set))
			.body(this.cutOff ? buffers.concatWith(Flux.error(new IOException("Connection \u0007 reset"))) : buffers)
			.build();
	}

	private DataBuffer buffer(int from, int to) {
		return DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOfRange(this.body, from, to));
	}

	/**
	 * Return the id of the message that this is.
	 */
	String id() {
		String id = messageId();
		return (id != null) ? id : "m1";
	}

	private String messageId() {
		try {
			JsonNode id = mapper.readTree(new String(this.body, StandardCharsets.UTF_8)).path("id");
			String text = id.isValueNode() ? id.asString() : "";
			return text.matches("[A-Za-z0-9]+") ? text : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return whether this is a JSON object with an id, however odd its other parts, but
	 * without a code and a message, with a status of success.
	 */
	boolean isReadable() {
		if (this.status >= 300 || this.cutOff || this.headers.containsKey("Content-Type")) {
			return false;
		}
		try {
			JsonNode json = mapper.readTree(new String(this.body, StandardCharsets.UTF_8));
			return json.isObject() && messageId() != null && !isCoded(json) && !isCoded(json.path("error"));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static boolean isCoded(JsonNode json) {
		return json.has("code") && json.has("message");
	}

	@Override
	public String toString() {
		String text = new String(this.body, StandardCharsets.UTF_8);
		return "status %d%s, headers %s, %d bytes: %s".formatted(this.status, this.cutOff ? " (cut off)" : "",
				this.headers, this.body.length, text.substring(0, Math.min(text.length(), 3000)));
	}

}

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

package io.github.brevoconversations.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Responses with a status of success that are odd, but of which some can be understood.
 */
enum OddResponse {

	GZIP(true, "Content-Encoding: gzip", gzip(Behaviour.MESSAGE)),

	GZIP_THAT_IS_NOT_SAID(true, "X: y", gzip(Behaviour.MESSAGE)),

	GZIP_CUT_OFF(false, "X: y", Arrays.copyOf(gzip(Behaviour.MESSAGE), 20)),

	GZIP_THAT_IS_NONE(null, "Content-Encoding: gzip", utf8(Behaviour.MESSAGE)),

	GZIP_BOMB(false, "X: y", gzip("{\"id\":\"message-4711\",\"text\":\"" + " ".repeat(20_000_000) + "\"}")),

	UTF_16(true, "Content-Type: application/json; charset=utf-16", Behaviour.MESSAGE.getBytes(StandardCharsets.UTF_16)),

	UTF_16_BY_ITS_MARK(true, "X: y", Behaviour.MESSAGE.getBytes(StandardCharsets.UTF_16)),

	UTF_32(true, "X: y", Behaviour.MESSAGE.getBytes(Charset.forName("UTF-32"))),

	BYTE_ORDER_MARK(true, "X: y", utf8("\ufeff" + Behaviour.MESSAGE)),

	UNKNOWN_CHARSET(true, "Content-Type: application/json; charset=nonsense", utf8(Behaviour.MESSAGE)),

	UNKNOWN_TYPE(true, "Content-Type: ///;;;=", utf8(Behaviour.MESSAGE)),

	PLAIN_TEXT(true, "Content-Type: text/plain", utf8(Behaviour.MESSAGE)),

	TWO_IDS(true, "X: y", utf8("{\"id\":\"m0\",\"id\":\"message-4711\"}")),

	AN_ID_AND_NONE(true, "X: y", utf8("{\"id\":\"message-4711\",\"id\":null}")),

	DEEP(true, "X: y", utf8("{\"id\":\"message-4711\",\"source\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}")),

	HUGE_NUMBER(true, "X: y", utf8("{\"id\":\"message-4711\",\"createdAt\":" + "9".repeat(100_000) + "}")),

	OTHER_SHAPE(false, "X: y", utf8("{\"data\":{\"id\":\"message-4711\"}}")),

	EMPTY_OBJECT(false, "X: y", utf8("{}")),

	PAGE(false, "Content-Type: text/html", utf8("<!doctype html><title>Sign in</title>")),

	TWO_LENGTHS(null, "Content-Length: 7", utf8(Behaviour.MESSAGE)),

	RATE_LIMIT_OF_ODD_SHAPE(true, "x-sib-ratelimit-remaining: -1\r\nx-sib-ratelimit-reset: 1e9",
			utf8(Behaviour.MESSAGE));

	private final Boolean understood;

	private final String header;

	private final byte[] body;

	OddResponse(Boolean understood, String header, byte[] body) {
		this.understood = understood;
		this.header = header;
		this.body = body;
	}

	Behaviour behaviour() {
		return (connection) -> {
			connection.write("HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %s\r\n\r\n".formatted(this.header,
					String.valueOf(this.body.length)));
			connection.write(this.body);
		};
	}

	/**
	 * Return whether a message can be read from the response.
	 * @return whether it can be, or {@code null} if that depends on the connector
	 */
	Boolean isUnderstood() {
		return this.understood;
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream stream = new GZIPOutputStream(bytes)) {
			stream.write(utf8(text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}

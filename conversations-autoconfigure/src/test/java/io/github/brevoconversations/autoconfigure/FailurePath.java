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

package io.github.brevoconversations.autoconfigure;

import java.util.List;

/**
 * The ways in which a call can go, most of them wrong.
 */
enum FailurePath {

	OK(200), INVALID(400), UNAUTHORIZED(401), FORBIDDEN(403), NOT_FOUND(404), UNPROCESSABLE(422), RATE_LIMITED(429),
	SERVER_ERROR(500), UNAVAILABLE(503),

	RETRIED(LoopbackBrevo.status(500, "X-A: b", ""), "brevo.retry.enabled=true", "brevo.retry.max-retries=1",
			"brevo.retry.delay=1ms"),

	REDIRECT(LoopbackBrevo.status(302, "Location: http://127.0.0.1:1/elsewhere", "")),

	HTML(LoopbackBrevo.status(502, "Content-Type: text/html", "<html><title>502 Bad Gateway</title></html>")),

	NO_MESSAGE(LoopbackBrevo.status(200, "Content-Type: text/html", "<html>Log in</html>")),

	NO_HTTP((connection) -> connection.write("nonsense\r\n\r\n")),

	CUT_OFF(LoopbackBrevo.cutOff()), RESET(LoopbackBrevo.reset()),

	READ_TIMEOUT(LoopbackBrevo.silence(), "brevo.http.read-timeout=200ms"),

	CALL_TIMEOUT(LoopbackBrevo.silence(), "brevo.http.call-timeout=200ms"),

	REFUSED(LoopbackBrevo.MESSAGE, "brevo.base-url=http://127.0.0.1:1/v3"),

	UNKNOWN_HOST(LoopbackBrevo.MESSAGE, "brevo.base-url=https://brevo.invalid/v3"),

	NO_TLS(LoopbackBrevo.MESSAGE, "brevo.base-url=https://127.0.0.1:${port}/v3");

	private final LoopbackBrevo.Reply reply;

	private final List<String> properties;

	FailurePath(int status) {
		this(LoopbackBrevo.status(status, "Content-Type: application/json",
				"{\"id\":\"m1\",\"code\":\"some_code\",\"message\":\"Some message\"}"));
	}

	FailurePath(LoopbackBrevo.Reply reply, String... properties) {
		this.reply = reply;
		this.properties = List.of(properties);
	}

	LoopbackBrevo.Reply reply() {
		return this.reply;
	}

	String[] properties(LoopbackBrevo brevo) {
		return this.properties.stream()
			.map((property) -> property.replace("${port}", String.valueOf(brevo.port())))
			.toArray(String[]::new);
	}

	/**
	 * Return whether an operation that expects no message fails this way, as all others
	 * do.
	 */
	boolean isFailure() {
		return this != OK && this != NO_MESSAGE && this != CUT_OFF;
	}

}

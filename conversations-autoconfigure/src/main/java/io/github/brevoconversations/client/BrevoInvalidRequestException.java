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

import org.jspecify.annotations.Nullable;

/**
 * The request is invalid, and retrying it unchanged cannot help: either the client
 * refused to send it, in which case there is {@link #getStatusCode() no status}, or Brevo
 * rejected it with 400, 422 or another status that blames the request.
 */
public final class BrevoInvalidRequestException extends BrevoException {

	private static final long serialVersionUID = 1L;

	BrevoInvalidRequestException(String message) {
		this(message, null);
	}

	BrevoInvalidRequestException(String message, @Nullable BrevoErrorDetails details) {
		super(message, details, null);
	}

	@Override
	public Kind getKind() {
		return Kind.INVALID_REQUEST;
	}

}

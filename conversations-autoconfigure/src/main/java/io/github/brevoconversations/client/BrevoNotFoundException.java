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

/**
 * Brevo did not find what the request names, such as the message: status 404 or 410.
 */
public final class BrevoNotFoundException extends BrevoException {

	private static final long serialVersionUID = 1L;

	BrevoNotFoundException(String message, BrevoErrorDetails details) {
		super(message, details, null);
	}

	@Override
	public Kind getKind() {
		return Kind.NOT_FOUND;
	}

}

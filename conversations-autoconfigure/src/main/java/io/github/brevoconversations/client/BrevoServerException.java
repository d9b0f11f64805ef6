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
 * Brevo failed to process the request: a status of 500 or above, or another that does not
 * blame the request, such as 408, 421, 423 or 425.
 */
public final class BrevoServerException extends BrevoException {

	private static final long serialVersionUID = 1L;

	BrevoServerException(String message, BrevoErrorDetails details) {
		super(message, details, null);
	}

	@Override
	public Kind getKind() {
		return Kind.SERVER_FAILURE;
	}

	@Override
	public boolean isTransient() {
		return !Integer.valueOf(501).equals(getStatusCode()) && !Integer.valueOf(505).equals(getStatusCode());
	}

}

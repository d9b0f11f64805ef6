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
 * A failure of a {@link BrevoAccessTokenProvider} or {@link BrevoApiKeyProvider} whose
 * message may be shown. The error of the call quotes the message, so it must not contain
 * secrets. Any other failure of a provider may quote the response of a vault, so the
 * error names only its type.
 */
public class BrevoCredentialException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a failure.
	 * @param message why there is no credential, without secrets
	 */
	public BrevoCredentialException(String message) {
		super(message);
	}

	/**
	 * Create a failure with a cause.
	 * @param message why there is no credential, without secrets
	 * @param cause the cause, of which the error shows only the type, or {@code null} if
	 * there is none; if it is a failure of a connection and an access token is missing,
	 * the call may be retried
	 */
	public BrevoCredentialException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

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
import reactor.core.publisher.Mono;

/**
 * Provides the credentials of requests.
 */
interface CredentialSource {

	/**
	 * Return the credential for the next attempt if there is no need to wait for it.
	 * @return the credential, or {@code null} if {@link #get} must be called
	 */
	default @Nullable RequestCredential fixed() {
		return null;
	}

	/**
	 * Return the credential for the next attempt.
	 * @param operation the operation that is attempted
	 * @return the credential, or a {@link BrevoException} if there is none
	 */
	Mono<RequestCredential> get(Operation operation);

	/**
	 * Discard a credential that Brevo rejected with 401.
	 * @param credential the credential
	 * @return whether there is another to try
	 */
	default boolean refused(RequestCredential credential) {
		return false;
	}

	static CredentialSource of(RequestCredential credential) {
		return new FixedCredential(credential);
	}

}

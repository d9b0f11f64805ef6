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
 * Provides the API key for each attempt of a call, so that a key can change while the
 * client is in use.
 *
 * @see ConversationsClientBuilder#apiKeyProvider(BrevoApiKeyProvider)
 */
@FunctionalInterface
public interface BrevoApiKeyProvider {

	/**
	 * Return the key that is valid now. Called for each attempt, on the thread that makes
	 * it, possibly by several threads at once. Must not block: a provider that fetches
	 * its keys from elsewhere should do so in the background, and return the last key
	 * here.
	 * <p>
	 * If the key is {@code null}, blank or malformed, or if this method throws an
	 * exception, nothing is sent, and the call fails with a
	 * {@link BrevoUnauthorizedException} that has no status. The call is not retried. The
	 * message quotes a {@link BrevoCredentialException}, but names only the type of any
	 * other exception.
	 * @return the key; white space around it is removed
	 */
	@Nullable String getApiKey();

}

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
 * Gives the API key for each attempt of a call, so that a key can change while the client
 * is in use.
 *
 * @see ConversationsClientBuilder#apiKeyProvider(BrevoApiKeyProvider)
 */
@FunctionalInterface
public interface BrevoApiKeyProvider {

	/**
	 * Return the key that is in force now. Called for each attempt, on the thread that
	 * makes it, and by several threads at once. None of them must be blocked: a provider
	 * that has its keys from elsewhere fetches them in its own time, and returns what it
	 * has.
	 * <p>
	 * If there is no usable key, which is {@code null}, blank or something that cannot
	 * stand in an HTTP header, or if this throws an exception, then nothing is sent, and
	 * the call fails with a {@link BrevoUnauthorizedException} that has no status. It is
	 * not retried.
	 * @return the key; white space around it is removed
	 */
	@Nullable String getApiKey();

}

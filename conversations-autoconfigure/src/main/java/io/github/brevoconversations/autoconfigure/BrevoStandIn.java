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

/**
 * A stand-in for Brevo, such as a server that a test has started. If there is a bean of
 * this type, the clients of all accounts call it in place of Brevo, whatever the
 * application's properties, {@link BrevoConnectionDetails} and
 * {@link ConversationsClientBuilderCustomizer customizers} say. No access token is
 * requested.
 */
public interface BrevoStandIn {

	/**
	 * Return the base URL of the API.
	 * @return an absolute {@code https} URL, or an {@code http} one on the loopback
	 * interface
	 */
	String getBaseUrl();

	/**
	 * Return the key to use for an account that has no key.
	 * @param account the name of the account
	 * @return the key
	 */
	String getApiKey(String account);

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details required to connect to Brevo Conversations. A bean of this type replaces the
 * properties {@code brevo.base-url}, {@code brevo.api-key}, {@code brevo.partner-key} and
 * {@code brevo.http.ssl.bundle}. It is used only when the client is created; later
 * changes have no effect.
 */
public interface BrevoConnectionDetails extends ConnectionDetails {

	/**
	 * Return the base URL of the API.
	 * @return an absolute {@code https} URL, or an {@code http} one on the loopback
	 * interface
	 */
	String getBaseUrl();

	/**
	 * Return the API key.
	 * @return the key, or {@code null} if there is none
	 */
	default @Nullable String getApiKey() {
		return null;
	}

	/**
	 * Return the partner key, which only partner accounts need.
	 * @return the key, or {@code null} if there is none
	 */
	default @Nullable String getPartnerKey() {
		return null;
	}

	/**
	 * Return the SSL bundle to connect with.
	 * @return the SSL bundle, or {@code null} to connect with the application's own
	 * settings
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}

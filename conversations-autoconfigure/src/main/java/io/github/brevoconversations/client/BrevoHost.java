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

import java.net.URI;

/**
 * The scheme, host and port that the key may be sent to.
 *
 * @param baseUrl the base URL of the client
 */
record BrevoHost(URI baseUrl) {

	static final String CHANGED = "a filter of the application changed the host, but the key must only be sent to Brevo";

	/**
	 * Check that a request goes to this host.
	 * @param url the URL of the request
	 * @throws IllegalStateException if it goes elsewhere
	 */
	void check(URI url) {
		if (!isOf(url)) {
			throw new IllegalStateException(CHANGED);
		}
	}

	boolean isOf(URI url) {
		return this.baseUrl.getPort() == url.getPort() && this.baseUrl.getHost().equalsIgnoreCase(url.getHost())
				&& this.baseUrl.getScheme().equalsIgnoreCase(url.getScheme());
	}

}

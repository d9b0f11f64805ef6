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

package io.github.brevoconversations.test;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request that Brevo sends to an application's webhook: a {@code POST}. Immutable.
 *
 * @see WebhookSender
 */
public final class WebhookRequest {

	private final URI uri;

	private final Map<String, String> headers;

	private final byte[] body;

	WebhookRequest(URI uri, Map<String, String> headers, byte[] body) {
		this.uri = uri;
		this.headers = Map.copyOf(headers);
		this.body = body.clone();
	}

	WebhookRequest to(URI uri) {
		return new WebhookRequest(uri, this.headers, this.body);
	}

	/**
	 * Return the URI that the request goes to.
	 * @return the URL of the target, with its query; only a path if the target is one
	 */
	public URI uri() {
		return this.uri;
	}

	/**
	 * Return the headers, including the credentials and the content type.
	 * @return the headers' values by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Return the body.
	 * @return the bytes, normally JSON in UTF-8
	 */
	public byte[] body() {
		return this.body.clone();
	}

	/**
	 * Return the body as text.
	 * @return the body, read as UTF-8
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

}

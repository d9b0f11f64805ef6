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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The URL that Brevo sends an account's webhooks to, and the credentials that it sends,
 * as they are entered in Brevo's settings. Immutable.
 */
public final class WebhookTarget {

	private static final String AUTHORIZATION = "Authorization";

	private static final String USER = "brevo";

	private final String url;

	private final Map<String, String> headers;

	private final boolean lean;

	private WebhookTarget(String url, Map<String, String> headers, boolean lean) {
		this.url = url;
		this.headers = Map.copyOf(headers);
		this.lean = lean;
	}

	/**
	 * Create a target without credentials.
	 * @param url the URL of the application's webhook, or only its path if the sender
	 * knows the rest
	 * @return the target
	 * @throws IllegalArgumentException if the URL is not valid
	 */
	public static WebhookTarget of(String url) {
		URI.create(url);
		return new WebhookTarget(url, Map.of(), false);
	}

	/**
	 * Return a target that sends the secret as the password of basic authentication, as
	 * Brevo does if the secret is in the user info of the URL.
	 * @param secret one of {@code brevo.webhook.secrets}
	 * @return a new target
	 */
	public WebhookTarget withSecret(String secret) {
		String credentials = USER + ":" + secret;
		return withHeader(AUTHORIZATION,
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Return a target that sends the secret as a bearer token.
	 * @param secret one of {@code brevo.webhook.secrets}
	 * @return a new target
	 */
	public WebhookTarget withBearerToken(String secret) {
		return withHeader(AUTHORIZATION, "Bearer " + secret);
	}

	/**
	 * Return a target with one more header.
	 * @param name the header's name
	 * @param value the header's value
	 * @return a new target
	 */
	public WebhookTarget withHeader(String name, String value) {
		Map<String, String> headers = new HashMap<>(this.headers);
		headers.put(name, value);
		return new WebhookTarget(this.url, headers, this.lean);
	}

	/**
	 * Return a target with one more parameter in its URL.
	 * @param name the parameter's name
	 * @param value the parameter's value
	 * @return a new target
	 */
	public WebhookTarget withQueryParameter(String name, String value) {
		String separator = this.url.contains("?") ? "&" : "?";
		return new WebhookTarget(this.url + separator + encode(name) + "=" + encode(value), this.headers, this.lean);
	}

	/**
	 * Return a target that sends no {@code Authorization} header.
	 * @return a new target
	 */
	public WebhookTarget withoutCredentials() {
		Map<String, String> headers = new HashMap<>(this.headers);
		headers.remove(AUTHORIZATION);
		return new WebhookTarget(this.url, headers, this.lean);
	}

	/**
	 * Return a target of Brevo's newer webhooks, which report a message without its text.
	 * @return a new target
	 */
	public WebhookTarget lean() {
		return new WebhookTarget(this.url, this.headers, true);
	}

	boolean isLean() {
		return this.lean;
	}

	WebhookRequest request(byte[] body, @Nullable String contentType) {
		Map<String, String> headers = new HashMap<>(this.headers);
		headers.put("User-Agent", "SendinBlue Webhook");
		if (contentType != null) {
			headers.put("Content-Type", contentType);
		}
		return new WebhookRequest(URI.create(this.url), headers, body);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return "WebhookTarget[" + URI.create(this.url).getPath() + "]";
	}

}

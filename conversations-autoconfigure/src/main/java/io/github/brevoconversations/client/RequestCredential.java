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

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.StringUtils;

/**
 * What a request authenticates with, put straight into what is written with the other
 * headers that all requests have. So no filter and no exception of {@code WebClient} sees
 * the secrets, and the headers are not copied on their way.
 */
final class RequestCredential implements Consumer<ClientHttpRequest> {

	private static final String API_KEY = "api-key";

	private static final String PARTNER_KEY = "partner-key";

	private static final List<String> APPLICATION_SECRETS = List.of(HttpHeaders.AUTHORIZATION,
			HttpHeaders.PROXY_AUTHORIZATION, HttpHeaders.COOKIE);

	private static final String REPLACEMENT = "******";

	private final Kind kind;

	private final String secret;

	private final @Nullable String partnerKey;

	private RequestCredential(Kind kind, String secret, @Nullable String partnerKey) {
		this.kind = kind;
		this.secret = secret;
		this.partnerKey = partnerKey;
	}

	static RequestCredential apiKey(@Nullable String apiKey, @Nullable String partnerKey) {
		return new RequestCredential(Kind.API_KEY, check(apiKey, Kind.API_KEY.description), partnerKey);
	}

	static RequestCredential accessToken(@Nullable String accessToken, @Nullable String partnerKey) {
		return new RequestCredential(Kind.ACCESS_TOKEN, check(accessToken, Kind.ACCESS_TOKEN.description), partnerKey);
	}

	/**
	 * Check a secret.
	 * @param secret the secret to check
	 * @param what what it is
	 * @return the secret without white space around it
	 * @throws IllegalArgumentException if the secret is blank or cannot stand in an HTTP
	 * header; does not repeat it
	 */
	static String check(@Nullable String secret, String what) {
		if (!StringUtils.hasText(secret)) {
			throw new IllegalArgumentException("The %s must not be blank.".formatted(what));
		}
		String stripped = secret.strip();
		if (stripped.chars().anyMatch((c) -> c <= ' ' || c >= 0x7f)) {
			throw new IllegalArgumentException(
					"The %s has a character that cannot be part of one, such as a space or a line break within it."
						.formatted(what));
		}
		KeyShape.check(stripped, what);
		return stripped;
	}

	@Override
	public void accept(ClientHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		// what authenticates the application elsewhere is nothing for Brevo
		APPLICATION_SECRETS.forEach(headers::remove);
		request.getCookies().clear();
		if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
			headers.set(HttpHeaders.USER_AGENT, UserAgent.NAME);
		}
		headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
		if (this.kind == Kind.API_KEY) {
			headers.set(API_KEY, this.secret);
		}
		else {
			headers.setBearerAuth(this.secret);
		}
		if (this.partnerKey != null) {
			headers.set(PARTNER_KEY, this.partnerKey);
		}
	}

	/**
	 * Take the secrets out of what errors quote of a response: Brevo may quote a key that
	 * it does not know.
	 * @param response the response
	 * @return the response without them
	 */
	ApiResponse redact(ApiResponse response) {
		String text = response.text();
		String redacted = text.replace(this.secret, REPLACEMENT);
		if (this.partnerKey != null) {
			redacted = redacted.replace(this.partnerKey, REPLACEMENT);
		}
		return redacted.equals(text) ? response : response.withText(redacted);
	}

	/**
	 * Return the secret, to be compared and not to be shown.
	 * @return the key or token
	 */
	String secret() {
		return this.secret;
	}

	/**
	 * Return what this is, without the secret.
	 */
	@Override
	public String toString() {
		return this.kind.description;
	}

	/**
	 * The kinds of credentials.
	 */
	private enum Kind {

		API_KEY("API key"), ACCESS_TOKEN("access token");

		private final String description;

		Kind(String description) {
			this.description = description;
		}

	}

}

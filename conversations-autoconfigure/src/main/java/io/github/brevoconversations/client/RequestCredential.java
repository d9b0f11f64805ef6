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
 * The credential of a request. It sets its headers, and the others that all requests
 * have, directly on the request that is written. So no filter and no exception of
 * {@code WebClient} sees the secrets, and the headers are not copied on their way.
 */
final class RequestCredential implements Consumer<ClientHttpRequest> {

	private static final String API_KEY = "api-key";

	private static final String PARTNER_KEY = "partner-key";

	private static final List<String> APPLICATION_SECRETS = List.of(HttpHeaders.AUTHORIZATION,
			HttpHeaders.PROXY_AUTHORIZATION, HttpHeaders.COOKIE);

	private final Kind kind;

	private final String secret;

	private final @Nullable String partnerKey;

	private final Redaction redaction;

	private RequestCredential(Kind kind, String secret, @Nullable String partnerKey) {
		this.redaction = new Redaction(secret, partnerKey);
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
	 * @param what the name of the secret in the message of an exception
	 * @return the secret without white space around it
	 * @throws IllegalArgumentException if the secret is blank or malformed; the message
	 * does not quote it
	 */
	static String check(@Nullable String secret, String what) {
		if (!StringUtils.hasText(secret)) {
			throw new IllegalArgumentException("The %s must not be blank.".formatted(what));
		}
		String stripped = secret.strip();
		if (stripped.chars().anyMatch((c) -> c <= ' ' || c >= 0x7f)) {
			throw new IllegalArgumentException(
					"The %s contains a character that is not allowed, such as a space or a line break."
						.formatted(what));
		}
		KeyShape.check(stripped, what);
		return stripped;
	}

	@Override
	public void accept(ClientHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		// credentials of the application for other servers must not reach Brevo
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
	 * Return the redaction that takes the secrets out of quotes in errors: Brevo may
	 * quote a key that it does not know, and a connector may quote input that it cannot
	 * read.
	 * @return the redaction
	 */
	Redaction redaction() {
		return this.redaction;
	}

	/**
	 * Return the secret, which may be compared but must not be shown.
	 * @return the key or token
	 */
	String secret() {
		return this.secret;
	}

	/**
	 * Return the kind of this credential, without the secret.
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

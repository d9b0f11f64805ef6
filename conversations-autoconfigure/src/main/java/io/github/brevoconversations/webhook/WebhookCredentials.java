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

package io.github.brevoconversations.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Checks that the sender of a webhook knows a secret: as the password of basic
 * authentication, with any user name, as a bearer token or, if so configured, in a header
 * or a parameter of the URL. Secrets are compared in constant time. Immutable.
 */
public final class WebhookCredentials {

	private final List<byte[]> digests;

	private final @Nullable String header;

	private final @Nullable String queryParameter;

	private WebhookCredentials(List<byte[]> digests, @Nullable String header, @Nullable String queryParameter) {
		this.digests = digests;
		this.header = header;
		this.queryParameter = queryParameter;
	}

	/**
	 * Create credentials.
	 * @param secrets the secrets, each of which is accepted, so that they can be rotated
	 * @return the credentials
	 * @throws IllegalArgumentException if there is no secret, or one is blank
	 */
	public static WebhookCredentials of(List<String> secrets) {
		Assert.notEmpty(secrets, "'secrets' must not be empty");
		secrets.forEach((secret) -> Assert.hasText(secret, "'secrets' must not contain a blank one"));
		return new WebhookCredentials(
				secrets.stream().map((secret) -> sha256(secret.getBytes(StandardCharsets.UTF_8))).toList(), null, null);
	}

	/**
	 * Return these credentials, accepted in a header as well.
	 * @param name the name of the header whose value may be a secret
	 * @return the new credentials
	 * @throws IllegalArgumentException if the name is blank
	 */
	public WebhookCredentials withHeader(String name) {
		Assert.hasText(name, "'name' must not be blank");
		return new WebhookCredentials(this.digests, name, this.queryParameter);
	}

	/**
	 * Return these credentials, accepted in a parameter of the URL as well.
	 * @param name the name of the parameter whose value may be a secret
	 * @return the new credentials
	 * @throws IllegalArgumentException if the name is blank
	 */
	public WebhookCredentials withQueryParameter(String name) {
		Assert.hasText(name, "'name' must not be blank");
		return new WebhookCredentials(this.digests, this.header, name);
	}

	/**
	 * Return the name of the header that may carry a secret.
	 * @return the name, or {@code null} for none
	 */
	public @Nullable String header() {
		return this.header;
	}

	/**
	 * Return the name of the parameter of the URL that may carry a secret.
	 * @return the name, or {@code null} for none
	 */
	public @Nullable String queryParameter() {
		return this.queryParameter;
	}

	/**
	 * Check whether a request has one of the secrets.
	 * @param request the request
	 * @return {@link Verdict#ACCEPTED} if it has one, or why it is rejected
	 */
	Verdict check(WebhookRequest request) {
		List<byte[]> presented = new ArrayList<>();
		request.headers().getOrEmpty(HttpHeaders.AUTHORIZATION).forEach((value) -> addAuthorization(value, presented));
		if (this.header != null) {
			request.headers().getOrEmpty(this.header).forEach((value) -> presented.add(bytes(value.strip())));
		}
		if (this.queryParameter != null) {
			request.queryParameters()
				.getOrDefault(this.queryParameter, List.of())
				.forEach((value) -> presented.add((value != null) ? bytes(value) : new byte[0]));
		}
		boolean accepted = false;
		for (byte[] value : presented) {
			accepted |= isSecret(value);
		}
		return accepted ? Verdict.ACCEPTED : presented.isEmpty() ? Verdict.MISSING : Verdict.WRONG;
	}

	private static void addAuthorization(@Nullable String value, List<byte[]> presented) {
		String text = (value != null) ? value.strip() : "";
		int end = text.indexOf(' ');
		String scheme = (end > 0) ? text.substring(0, end).toLowerCase(Locale.ROOT) : "";
		if (scheme.equals("bearer")) {
			presented.add(bytes(text.substring(end).strip()));
		}
		else if (scheme.equals("basic")) {
			presented.add(password(text.substring(end).strip()));
		}
	}

	private static byte[] password(String encoded) {
		try {
			String decoded = new String(Base64.getDecoder().decode(bytes(encoded)), StandardCharsets.UTF_8);
			return bytes(decoded.substring(decoded.indexOf(':') + 1));
		}
		catch (IllegalArgumentException ex) {
			return new byte[0];
		}
	}

	private boolean isSecret(byte[] presented) {
		byte[] digest = sha256(presented);
		boolean found = false;
		for (byte[] secret : this.digests) {
			found |= MessageDigest.isEqual(secret, digest);
		}
		return found;
	}

	private static byte[] bytes(String value) {
		return value.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] sha256(byte[] value) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(value);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return "WebhookCredentials[%s secrets, header=%s, queryParameter=%s]".formatted(this.digests.size(),
				this.header, this.queryParameter);
	}

	/**
	 * The result of a check.
	 */
	enum Verdict {

		ACCEPTED, MISSING, WRONG

	}

}

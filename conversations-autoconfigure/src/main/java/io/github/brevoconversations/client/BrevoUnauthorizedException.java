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
 * Brevo rejected the API key or the access token: status 401. Without a
 * {@link #getStatusCode() status}, the client had no usable key or token, and nothing was
 * sent.
 *
 * @serial exclude
 */
public final class BrevoUnauthorizedException extends BrevoException {

	private static final long serialVersionUID = 1L;

	private final boolean ipAddressUnauthorized;

	BrevoUnauthorizedException(String message, BrevoErrorDetails details, boolean ipAddressUnauthorized) {
		super(message, details, null);
		this.ipAddressUnauthorized = ipAddressUnauthorized;
	}

	private BrevoUnauthorizedException(String message, @Nullable Throwable cause) {
		super(message, null, cause);
		this.ipAddressUnauthorized = false;
	}

	static BrevoUnauthorizedException notSent(String message, @Nullable Throwable cause) {
		return new BrevoUnauthorizedException(message, cause);
	}

	/**
	 * Return whether the key was rejected only because the request came from an IP
	 * address that the account has not authorized. If so, authorize it in Brevo's
	 * security settings, or switch the restriction off there.
	 * @return whether Brevo rejected the IP address
	 */
	public boolean isIpAddressUnauthorized() {
		return this.ipAddressUnauthorized;
	}

	@Override
	public Kind getKind() {
		return Kind.UNAUTHORIZED;
	}

}

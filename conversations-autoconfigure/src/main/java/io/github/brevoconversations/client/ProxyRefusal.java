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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the status with which a proxy refused to connect to Brevo. Each connector reports
 * it only in the text of its exception, in its own words.
 */
final class ProxyRefusal {

	private static final int AUTHENTICATION_REQUIRED = 407;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final Pattern PROXY = Pattern.compile("(?i)proxy|tunnel|CONNECT request");

	private static final Pattern STATUS = Pattern
		.compile("(?i)(?:status:? |got: |=> |HTTP/\\d(?:\\.\\d)? )([1-5]\\d\\d)(?![\\d.:])");

	private static final Pattern AUTHENTICATION = Pattern.compile("(?i)proxy authentication required");

	private ProxyRefusal() {
	}

	/**
	 * Return the status with which a proxy refused to connect.
	 * @param cause one cause of a failure
	 * @return the status, or {@code null} if the cause is not the refusal of a proxy
	 */
	static @Nullable Integer status(Throwable cause) {
		String said = cause.getClass().getSimpleName() + ": " + cause.getMessage();
		if (AUTHENTICATION.matcher(said).find()) {
			return AUTHENTICATION_REQUIRED;
		}
		Matcher status = STATUS.matcher(said);
		return (PROXY.matcher(said).find() && status.find()) ? Integer.valueOf(status.group(1)) : null;
	}

	/**
	 * Return whether a proxy that refused to connect may do so later.
	 * @param status the status with which it refused
	 * @return whether the refusal may pass
	 */
	static boolean isPassing(int status) {
		return status >= 500 || status == TOO_MANY_REQUESTS;
	}

}

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

package io.github.brevoconversations.autoconfigure.webhook;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters and the sender's address of a request without touching its
 * body. The parameter methods of a servlet request would read a form.
 */
final class WebhookQuery {

	private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\\w]+)?");

	private WebhookQuery() {
	}

	/**
	 * Return the parameters of a query.
	 * @param query the query, or {@code null} if there is none
	 * @return the decoded parameters. A parameter whose name cannot be decoded is left
	 * out, and a value that is missing or cannot be decoded is {@code null}
	 */
	static Map<String, List<@Nullable String>> parse(@Nullable String query) {
		Map<String, List<@Nullable String>> parameters = new LinkedHashMap<>();
		if (query != null) {
			for (String pair : query.split("&", -1)) {
				int separator = pair.indexOf('=');
				String name = decode((separator >= 0) ? pair.substring(0, separator) : pair);
				String value = (separator >= 0) ? decode(pair.substring(separator + 1)) : null;
				if (name != null) {
					parameters.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value);
				}
			}
		}
		return parameters;
	}

	/**
	 * Parse the address of a sender, without resolving host names.
	 * @param address the address as text, or {@code null} if it is not known
	 * @return the address, or {@code null} if the text is not an IP address
	 */
	static @Nullable InetAddress address(@Nullable String address) {
		String literal = (address != null) ? address.replaceAll("[\\[\\]]", "") : "";
		if (!IP_ADDRESS.matcher(literal).matches()) {
			return null;
		}
		try {
			return InetAddress.getByName(literal);
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static @Nullable String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}

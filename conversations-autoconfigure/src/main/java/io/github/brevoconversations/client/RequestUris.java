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
import java.util.EnumMap;
import java.util.Map;

/**
 * Creates the URIs of requests. {@code WebClient} would parse the template and the base
 * URL for each request, which allocates more than everything else that a call needs.
 */
final class RequestUris {

	private static final char[] HEX = "0123456789ABCDEF".toCharArray();

	private final Map<Operation, String> templates = new EnumMap<>(Operation.class);

	private final Map<Operation, String> prefixes = new EnumMap<>(Operation.class);

	private final Map<Operation, URI> uris = new EnumMap<>(Operation.class);

	RequestUris(String baseUrl) {
		for (Operation operation : Operation.values()) {
			String template = baseUrl + operation.uriTemplate();
			this.templates.put(operation, template);
			int variable = template.indexOf('{');
			if (variable == -1) {
				this.uris.put(operation, URI.create(template));
			}
			else {
				this.prefixes.put(operation, template.substring(0, variable));
			}
		}
	}

	/**
	 * Return the URI template, which metrics and traces show instead of a URI with an id.
	 * @param operation the operation
	 * @return the template
	 */
	String template(Operation operation) {
		return String.valueOf(this.templates.get(operation));
	}

	URI uri(ApiCall call) {
		URI uri = this.uris.get(call.operation());
		if (uri != null) {
			return uri;
		}
		String id = String.valueOf(call.id());
		StringBuilder text = new StringBuilder(120).append(this.prefixes.get(call.operation()));
		for (int i = 0; i < id.length(); i++) {
			append(text, id.charAt(i));
		}
		return URI.create(text.toString());
	}

	// RequestChecks lets an id have only ASCII characters
	private static void append(StringBuilder text, char c) {
		if (isUnreserved(c)) {
			text.append(c);
		}
		else {
			text.append('%').append(HEX[(c >> 4) & 0xf]).append(HEX[c & 0xf]);
		}
	}

	private static boolean isUnreserved(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
				|| c == '_' || c == '~';
	}

}

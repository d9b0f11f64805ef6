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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads visitors.
 */
final class Visitors {

	private static final Visitor NOBODY = new Visitor(null, null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

	private Visitors() {
	}

	/**
	 * Read a visitor.
	 * @param node the JSON, or {@code null}
	 * @return the visitor, without any part if there is none
	 */
	static Visitor read(@Nullable JsonNode node) {
		Visitor visitor = WebhookJson.read(node, Visitor.class);
		return (visitor != null) ? visitor : NOBODY;
	}

}

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

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a request: a JSON object with texts as values.
 */
final class JsonBody {

	private static final JsonFactory factory = JsonFactory.builder().build();

	private final Map<String, String> parts = new LinkedHashMap<>();

	JsonBody with(String name, @Nullable String value) {
		if (value != null) {
			this.parts.put(name, value);
		}
		return this;
	}

	boolean has(String name) {
		return this.parts.containsKey(name);
	}

	JsonBody with(AgentIdentity agent) {
		if (agent instanceof AgentIdentity.Id byId) {
			return with("agentId", byId.id());
		}
		AgentIdentity.Email byEmail = (AgentIdentity.Email) agent;
		return with("agentEmail", byEmail.email()).with("agentName", byEmail.name())
			.with("receivedFrom", byEmail.receivedFrom());
	}

	byte[] toBytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
		try (JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
			generator.writeStartObject();
			this.parts.forEach(generator::writeStringProperty);
			generator.writeEndObject();
		}
		return bytes.toByteArray();
	}

}

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

package io.github.brevoconversations.reference;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the reference's tables of properties from the metadata that an IDE reads as
 * well, so that a property has to be described only once: in the comment of its field.
 */
public final class PropertyTables {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private PropertyTables() {
	}

	/**
	 * Writes the file.
	 * @param arguments the path of the file to write
	 * @throws IOException if the metadata cannot be read, or the file not be written
	 */
	public static void main(String[] arguments) throws IOException {
		Path file = Path.of(arguments[0]);
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.writeString(file, tables());
	}

	static String tables() throws IOException {
		StringBuilder text = new StringBuilder();
		List<JsonNode> properties = properties();
		for (PropertyGroup group : PropertyGroup.values()) {
			text.append("[[%s]]%n== %s%n%n".formatted(group.anchor(), group.title()));
			text.append("[cols=\"4,2,6\",options=\"header\"]%n|===%n|Property |Default |Description%n".formatted());
			properties.stream()
				.filter((property) -> PropertyGroup.of(name(property)) == group)
				.forEach((property) -> text.append(row(property)));
			text.append("|===%n%n".formatted());
		}
		return text.toString();
	}

	static List<JsonNode> properties() throws IOException {
		List<JsonNode> all = new ArrayList<>();
		// each library has such a file of its own
		for (URL metadata : Collections.list(PropertyTables.class.getClassLoader().getResources(METADATA))) {
			try (InputStream stream = metadata.openStream()) {
				List<JsonNode> properties = JsonMapper.shared()
					.readTree(stream)
					.path("properties")
					.valueStream()
					.toList();
				if (properties.stream().anyMatch((property) -> name(property).startsWith("brevo."))) {
					all.addAll(properties);
				}
			}
		}
		if (all.isEmpty()) {
			throw new IllegalStateException("No metadata names a property of the starter");
		}
		return all;
	}

	static String name(JsonNode property) {
		return property.path("name").asString();
	}

	private static String row(JsonNode property) {
		JsonNode defaultValue = property.path("defaultValue");
		return "%n|[[%s]]`+%s+`%n|%s%n|%s%n".formatted(anchor(name(property)), name(property),
				defaultValue.isMissingNode() ? "" : "`+%s+`".formatted(defaultValue.asString()),
				cell(property.path("description").asString()));
	}

	private static String anchor(String name) {
		return "property." + name.toLowerCase(Locale.ROOT);
	}

	private static String cell(String text) {
		return text.replace("*", "{asterisk}").replace("|", "\\|").replaceAll("'([a-z0-9.-]+)'", "`+$1+`");
	}

}

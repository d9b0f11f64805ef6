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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the reference, and those that it is about.
 */
final class Documents {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	static final Path SOURCES = Path.of("src", "docs", "asciidoc");

	static final Path SNIPPETS = Path.of("src", "test", "java", "io", "github", "brevoconversations", "reference");

	static final Path KOTLIN = Path.of("src", "test", "kotlin", "io", "github", "brevoconversations", "reference",
			"kotlin");

	static final Path RESOURCES = Path.of("src", "test", "resources");

	static final Path MAIN = ROOT
		.resolve(Path.of("conversations-autoconfigure", "src", "main", "java", "io", "github", "brevoconversations"));

	private Documents() {
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String page(String name) {
		return read(SOURCES.resolve(name));
	}

	/**
	 * Return the meters that the reference names.
	 * @return the names
	 */
	static List<String> meters() {
		return Pattern.compile("(?m)^\\|`(brevo\\.[a-z.]+)` \\|(?:Counter|Gauge|Timer)")
			.matcher(page("observing.adoc"))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	static List<Path> files(Path directory, String extension) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(extension)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

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

package io.github.brevoconversations.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * A module that is published, and the files that the build made of it.
 */
enum PublishedModule {

	AUTOCONFIGURE("autoconfigure", "org.springframework.boot:spring-boot-autoconfigure",
			"org.springframework.boot:spring-boot-webclient", "org.springframework.boot:spring-boot-jackson"),

	STARTER("starter", "org.springframework.boot:spring-boot-starter-webclient",
			"io.github.brevoconversations:brevo-conversations-spring-boot-autoconfigure"),

	TEST("test", "io.github.brevoconversations:brevo-conversations-spring-boot-autoconfigure",
			"io.projectreactor.netty:reactor-netty-http", "tools.jackson.core:jackson-databind");

	static final String VERSION = System.getProperty("project.version");

	private final String role;

	private final Set<String> dependencies;

	PublishedModule(String role, String... dependencies) {
		this.role = role;
		this.dependencies = Set.of(dependencies);
	}

	String artifactId() {
		return "brevo-conversations-spring-boot-" + this.role;
	}

	String moduleName() {
		return "io.github.brevoconversations." + this.role;
	}

	/**
	 * Return what an application gets with the module, apart from what is optional.
	 * @return the coordinates of the dependencies, without versions
	 */
	Set<String> dependencies() {
		return this.dependencies;
	}

	Path pom() {
		return directory().resolve(".flattened-pom.xml");
	}

	Path billOfMaterials() {
		return directory().resolve("target/%s-%s-cyclonedx.json".formatted(artifactId(), VERSION));
	}

	JarFile jar() throws IOException {
		return archive("");
	}

	JarFile sources() throws IOException {
		return archive("-sources");
	}

	JarFile javadoc() throws IOException {
		return archive("-javadoc");
	}

	static Set<String> files(JarFile jar) {
		try (jar) {
			return jar.stream()
				.filter((entry) -> !entry.isDirectory())
				.map(ZipEntry::getName)
				.collect(Collectors.toSet());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JarFile archive(String classifier) throws IOException {
		return new JarFile(
				directory().resolve("target/%s-%s%s.jar".formatted(artifactId(), VERSION, classifier)).toFile());
	}

	private Path directory() {
		return Path.of(System.getProperty("project.root"), "conversations-" + this.role);
	}

}

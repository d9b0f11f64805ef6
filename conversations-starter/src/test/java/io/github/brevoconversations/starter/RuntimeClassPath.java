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

package io.github.brevoconversations.starter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is on the class path of an application with the starter and nothing else, as the
 * build has written it down.
 */
final class RuntimeClassPath {

	private final List<Path> entries;

	private RuntimeClassPath(List<Path> entries) {
		this.entries = entries;
	}

	static RuntimeClassPath read() throws IOException {
		String classPath = Files.readString(Path.of(System.getProperty("runtime-classpath.file"))).trim();
		return new RuntimeClassPath(Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList());
	}

	/**
	 * Return the names of the libraries, without versions.
	 * @return the artifact ids
	 */
	List<String> libraries() {
		return this.entries.stream().map(RuntimeClassPath::library).toList();
	}

	/**
	 * Return the class path with one more entry at its end.
	 * @param entry a directory or an archive
	 * @return the class path, as an argument for Java
	 */
	String with(Path entry) {
		return String.join(File.pathSeparator,
				Stream.concat(this.entries.stream(), Stream.of(entry)).map(Path::toString).toList());
	}

	private static String library(Path entry) {
		// a module of this build is there as a directory, as long as it is not packaged
		if (entry.endsWith(Path.of("target", "classes"))) {
			String directory = entry.getName(entry.getNameCount() - 3).toString();
			return directory.replace("conversations-", "brevo-conversations-spring-boot-");
		}
		return entry.getFileName().toString().replaceFirst("-\\d+\\.\\d.*", "");
	}

}

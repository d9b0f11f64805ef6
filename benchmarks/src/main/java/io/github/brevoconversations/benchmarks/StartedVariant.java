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

package io.github.brevoconversations.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.ConversationsClient;

/**
 * What the started application has in addition to Spring Boot's starter for
 * {@code WebClient}.
 */
enum StartedVariant {

	/**
	 * Nothing.
	 */
	NOTHING("`spring-boot-starter-webclient` alone", false),

	/**
	 * One {@code WebClient} that is created at the start, for any API.
	 */
	WEB_CLIENT("and one `WebClient`, made at the start", false, StartedApplication.WITH_WEB_CLIENT),

	/**
	 * This starter, with a key.
	 */
	STARTER("and this starter, with a key", true);

	private static final Pattern LOADED = Pattern.compile("] ([a-z][\\w.$]*) source");

	private final String title;

	private final boolean starter;

	private final String[] arguments;

	StartedVariant(String title, boolean starter, String... arguments) {
		this.title = title;
		this.starter = starter;
		this.arguments = arguments;
	}

	String title() {
		return this.title;
	}

	/**
	 * Start the application in a new process.
	 * @return what that cost
	 */
	Start start() {
		return start(List.of());
	}

	/**
	 * Start the application, and read which classes are loaded until it is ready. Logging
	 * them takes time, so this start is not measured.
	 * @return the names of the classes
	 */
	List<String> loadedClasses() {
		try {
			Path log = Files.createTempFile("classes", ".log");
			try {
				start(List.of("-Xlog:class+load:file=" + log));
				try (Stream<String> lines = Files.lines(log)) {
					return lines.map(LOADED::matcher).filter(Matcher::find).map((matcher) -> matcher.group(1)).toList();
				}
			}
			finally {
				Files.delete(log);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Start start(List<String> options) {
		String classPath = Stream.concat(libraries().stream(), Stream.of(location(StartedApplication.class)))
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
		try (ChildProcess process = ChildProcess.startWith(options, classPath, StartedApplication.class,
				this.arguments)) {
			return Start.parse(process.readLine());
		}
	}

	private List<Path> libraries() {
		List<Path> libraries = new ArrayList<>(starterClassPath());
		if (!this.starter && !libraries.remove(location(ConversationsClient.class))) {
			throw new IllegalStateException("The starter's client is not in its class path");
		}
		return libraries;
	}

	private static List<Path> starterClassPath() {
		try {
			String classPath = Files.readString(Path.of(System.getProperty("runtime-classpath.file"))).trim();
			return Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

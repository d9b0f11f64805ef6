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

package io.github.brevoconversations.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.lazystart.LazyStartApplication;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application starts without what the calls to Brevo are made with: in a
 * JVM of its own, by the classes that it loads, beside what Spring Boot loads without
 * this starter.
 */
@Timeout(120)
class LazyStartTests {

	private static final int MAX_OWN_CLASSES = 140;

	private static final String KEY = "--brevo.api-key=secret-key";

	private static final Pattern CLASS = Pattern.compile("] ([a-z][\\w.$]*) source");

	private static final Map<String, List<String>> STARTS = Map.of("none", List.of("--brevo.enabled=false"), "key",
			List.of(KEY), "no heartbeat", List.of(KEY, "--brevo.heartbeat.enabled=false"), "lazy",
			List.of(KEY, "--spring.main.lazy-initialization=true"));

	private static Map<String, Set<String>> loaded;

	@BeforeAll
	static void startEachApplication(@TempDir Path directory) {
		Map<String, Process> processes = STARTS.entrySet()
			.stream()
			.collect(
					Collectors.toMap(Map.Entry::getKey, (start) -> start(directory, start.getKey(), start.getValue())));
		loaded = processes.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey,
					(start) -> loaded(directory, start.getKey(), start.getValue())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "no heartbeat", "lazy" })
	void loadsNoClassOfNettyAndNoOperatorOfReactor(String start) {
		// Spring Boot loads a few classes of both itself, but makes nothing of them
		assertThat(added(start)).noneMatch((name) -> name.startsWith("io.netty.") || name.startsWith("reactor.netty."))
			.noneMatch((name) -> name.matches("reactor\\.core\\.publisher\\.(Mono|Flux).*"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "key", "no heartbeat", "lazy" })
	void loadsFewClassesOfItsOwn(String start) {
		assertThat(loaded.get(start)).filteredOn(LazyStartTests::isOwn).hasSizeBetween(10, MAX_OWN_CLASSES);
	}

	@Test
	void loadsFewClassesInAll() {
		assertThat(added("key")).filteredOn((name) -> !isOwn(name)).hasSizeLessThan(50);
	}

	private static Set<String> added(String start) {
		Set<String> added = new TreeSet<>(loaded.get(start));
		added.removeAll(loaded.get("none"));
		return added;
	}

	private static boolean isOwn(String name) {
		return name.startsWith("io.github.brevoconversations.") && !name.contains(".LazyStartApplication")
				&& !name.contains("Tests") && !name.contains("$Proxy");
	}

	private static Process start(Path directory, String name, List<String> arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
						"-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + directory.resolve(name + ".log"),
						"-classpath", classPath(), LazyStartApplication.class.getName(), "--logging.level.root=off"));
		command.addAll(arguments);
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(directory.resolve(name + ".out").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Set<String> loaded(Path directory, String name, Process process) {
		try {
			assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(() -> read(directory.resolve(name + ".out"))).isZero();
			return Stream.of(read(directory.resolve(name + ".log")).split("\n"))
				.map(CLASS::matcher)
				.filter(Matcher::find)
				.map((matcher) -> matcher.group(1))
				.filter((type) -> !type.contains("$$"))
				.collect(Collectors.toCollection(TreeSet::new));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the class path of an application that has this starter, and nothing else of
	 * what tests have.
	 */
	private static String classPath() {
		Pattern wanted = Pattern.compile(
				"(spring-boot(-(autoconfigure|webclient|jackson|http-client|http-codec|netty|reactor|reactor-netty))?-\\d.*"
						+ "|spring-(core|beans|context|aop|expression|web|webflux)-\\d.*|reactor-(core|netty).*|netty-.*"
						+ "|jackson-.*|micrometer-(commons|observation)-\\d.*|slf4j-api-.*|logback-.*|jspecify-.*"
						+ "|commons-logging-.*|reactive-streams-.*|snakeyaml-.*)\\.jar");
		try {
			Stream<String> libraries = Collections.list(LazyStartTests.class.getClassLoader().getResources("META-INF/"))
				.stream()
				.map(LazyStartTests::jar)
				.filter((jar) -> wanted.matcher(new File(jar).getName()).matches());
			return Stream
				.concat(Stream.of(location(ConversationsClient.class), location(LazyStartTests.class)), libraries)
				.distinct()
				.collect(Collectors.joining(File.pathSeparator));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String jar(URL resource) {
		String url = resource.toString();
		return url.startsWith("jar:file:") ? Path.of(URI.create(url.substring(4, url.indexOf("!/")))).toString() : "";
	}

	private static String location(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

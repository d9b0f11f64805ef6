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

package io.github.brevoconversations.test.development;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what is written lasts while Spring Boot's developer tools restart the
 * application.
 */
@EnabledIfSystemProperty(named = "soak", matches = "true")
class DeveloperToolsTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	private static final Pattern ANNOUNCEMENT = Pattern.compile("Write as a visitor at (\\S+)");

	@TempDir
	private Path directory;

	private final HttpClient http = HttpClient.newHttpClient();

	@Test
	void restartKeepsTheServersPortAndItsConversations() throws Exception {
		String classPath = System.getProperty("java.class.path");
		Assumptions.assumeTrue(classPath.contains("spring-boot-devtools"), "No developer tools on the class path");
		Path classes = copyOfApplication();
		Path log = this.directory.resolve("log");
		Process process = start(classes + File.pathSeparator + withJarsForDirectories(classPath), log);
		try {
			until(() -> visitorPages(log).size() == 1);
			URI visitor = URI.create(visitorPages(log).get(0) + "/v1");
			assertThat(write(visitor, "Before")).contains("200");
			until(() -> read(visitor).contains("You said: Before"));
			Files.writeString(classes.resolve("application.properties"), "brevo.received-from=changed");
			until(() -> visitorPages(log).size() == 2);
			assertThat(visitorPages(log).get(1) + "/v1").isEqualTo(visitor.toString());
			assertThat(read(visitor)).contains("You said: Before").doesNotContain("changed");
			assertThat(write(visitor, "After")).contains("200");
			until(() -> read(visitor).contains("You said: After"));
			assertThat(read(visitor)).contains("changed");
			assertThat(Files.readString(log)).contains("restartedMain");
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError(Files.readString(log), ex);
		}
		finally {
			process.destroyForcibly().onExit().join();
		}
	}

	private static Process start(String classPath, Path log) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath, DevelopedApplication.class.getName(),
				"--server.port=0", "--spring.devtools.livereload.enabled=false",
				"--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

	/**
	 * Copy the application to where nothing else is, as with a developer, whose libraries
	 * are in archives.
	 */
	private Path copyOfApplication() throws IOException {
		Class<?> application = DevelopedApplication.class;
		String name = application.getName().replace('.', '/') + ".class";
		Path target = this.directory.resolve("classes").resolve(name);
		Files.createDirectories(target.getParent());
		Files.copy(Path.of(URI.create(String.valueOf(application.getResource("/" + name)))), target);
		return this.directory.resolve("classes");
	}

	private String withJarsForDirectories(String classPath) throws IOException {
		List<String> entries = new ArrayList<>();
		for (String entry : classPath.split(File.pathSeparator, -1)) {
			Path path = Path.of(entry);
			if (!Files.isDirectory(path)) {
				entries.add(entry);
			}
			else if (!path.endsWith("test-classes")) {
				entries.add(jar(path, this.directory.resolve("library" + entries.size() + ".jar")).toString());
			}
		}
		return String.join(File.pathSeparator, entries);
	}

	private static Path jar(Path classes, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream archive = new JarOutputStream(file);
				Stream<Path> all = Files.walk(classes)) {
			for (Path path : all.filter(Files::isRegularFile).toList()) {
				archive
					.putNextEntry(new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, archive);
			}
		}
		return jar;
	}

	private static List<String> visitorPages(Path log) throws IOException {
		return ANNOUNCEMENT.matcher(Files.readString(log)).results().map((found) -> found.group(1)).toList();
	}

	private String write(URI visitor, String text) throws Exception {
		return this.http
			.send(request(visitor).POST(HttpRequest.BodyPublishers.ofString(text)).build(), BodyHandlers.ofString())
			.body();
	}

	private String read(URI visitor) throws Exception {
		return this.http.send(request(visitor).build(), BodyHandlers.ofString()).body();
	}

	private static HttpRequest.Builder request(URI visitor) {
		return HttpRequest.newBuilder(visitor).timeout(TIME_LIMIT);
	}

	private static void until(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIME_LIMIT).until(condition);
	}

}

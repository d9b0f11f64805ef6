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

package io.github.brevoconversations.faults;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a message is sent once also by a JVM that was told to let the JDK's HTTP
 * client retry all requests whose connection is lost. It reads that when it is loaded.
 */
@Timeout(120)
class AllMethodRetryTests {

	@Test
	void sendsAMessageOnceEvenIfTheJdksClientWouldRetryIt(@TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Djdk.httpclient.enableAllMethodRetry=true", "-XX:TieredStopAtLevel=1", "-classpath", classPath(),
				AllMethodRetryMain.class.getName()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(Files.readString(output)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String classPath() throws IOException {
		Stream<String> libraries = Collections
			.list(AllMethodRetryTests.class.getClassLoader().getResources("META-INF/"))
			.stream()
			.map(URL::toString)
			.filter((url) -> url.startsWith("jar:file:"))
			.map((url) -> Path.of(URI.create(url.substring("jar:".length(), url.indexOf("!/")))).toString());
		return Stream
			.concat(Stream.of(location(ConversationsClient.class), location(AllMethodRetryMain.class)), libraries)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String location(Class<?> type) {
		return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
	}

}

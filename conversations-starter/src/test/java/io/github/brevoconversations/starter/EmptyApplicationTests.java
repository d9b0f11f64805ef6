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

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.starter.empty.EmptyApplication;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that has the starter on its class path and nothing else,
 * neither the libraries of the tests, in a process of its own.
 */
class EmptyApplicationTests {

	@ParameterizedTest
	@ValueSource(strings = { "--no-property-of-ours", "--brevo.api-key=", "--brevo.api-key=secret-key",
			"--brevo.enabled=false" })
	void startsWithoutAWarningAndEndsByItself(String argument, @TempDir Path directory) throws Exception {
		Path output = directory.resolve("output");
		Process process = start(argument, output);
		try {
			boolean ended = process.waitFor(100, TimeUnit.SECONDS);
			assertThat(output).content()
				.contains("Started EmptyApplication")
				.doesNotContain("WARN", "warn", "ERROR", "Exception", "secret-key");
			assertThat(ended).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			// before the directory is deleted
			process.destroyForcibly().waitFor();
		}
	}

	private static Process start(String argument, Path output) throws IOException, URISyntaxException {
		Path application = Path.of(EmptyApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-classpath", RuntimeClassPath.read().with(application)));
		command.addAll(List.of(EmptyApplication.class.getName(), argument));
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
	}

}

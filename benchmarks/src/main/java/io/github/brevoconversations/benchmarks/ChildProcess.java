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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another Java process, with which this one exchanges lines.
 */
final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final PrintStream input;

	private ChildProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
		this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
	}

	static ChildProcess start(Class<?> main, String... arguments) {
		return startWith(System.getProperty("java.class.path"), main, arguments);
	}

	static ChildProcess startWith(String classPath, Class<?> main, String... arguments) {
		return startWith(List.of(), classPath, main, arguments);
	}

	static ChildProcess startWith(List<String> options, String classPath, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-Xms512m", "-Xmx512m", "-classpath", classPath));
		command.add(main.getName());
		command.addAll(List.of(arguments));
		try {
			return new ChildProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String ask(String question) {
		this.input.println(question);
		return readLine();
	}

	String readLine() {
		try {
			String line = this.output.readLine();
			if (line == null) {
				throw new IllegalStateException("The process has ended");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.input.close();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}

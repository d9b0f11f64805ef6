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

package io.github.brevoconversations.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A desk that runs from its executable jar, in a JVM of its own.
 */
final class PackagedDesk implements AutoCloseable {

	private static final Pattern STARTED = Pattern.compile("Netty started on port (\\d+)");

	private final Process process;

	private final List<String> log = new ArrayList<>();

	private final int port;

	private PackagedDesk(Process process) throws IOException {
		this.process = process;
		this.port = awaitPort(
				new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
	}

	static Path jar() {
		return Path.of(System.getProperty("desk.jar"));
	}

	static PackagedDesk start(String... jvmArguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElse("java"));
		command.addAll(List.of(jvmArguments));
		command.addAll(List.of("-jar", jar().toString(), "--server.port=0", "--brevo.api-key=", "--desk.seed=false"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			return new PackagedDesk(process);
		}
		catch (IOException | RuntimeException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private int awaitPort(BufferedReader output) throws IOException {
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			this.log.add(line);
			Matcher started = STARTED.matcher(line);
			if (started.find()) {
				return Integer.parseInt(started.group(1));
			}
		}
		throw new IllegalStateException("The desk did not start:\n" + String.join("\n", this.log));
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * Return what was logged until the port was open.
	 */
	List<String> log() {
		return this.log;
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
	}

}

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

package io.github.brevoconversations.test.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * An application in a process of its own.
 */
final class InstanceProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("started on port (\\d+)");

	private final String application;

	private final Process process;

	private final Path log;

	private InstanceProcess(String application, Process process, Path log) {
		this.application = application;
		this.process = process;
		this.log = log;
	}

	/**
	 * Start an instance.
	 * @param application the class with the {@code main} method
	 * @param arguments the arguments of the application
	 * @return the instance, which is starting
	 */
	static InstanceProcess start(Class<?> application, List<String> arguments) {
		try {
			Path log = Files.createTempFile("instance", ".log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dspring.devtools.restart.enabled=false", "-cp",
							System.getProperty("java.class.path"), application.getName()));
			command.addAll(arguments);
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			return new InstanceProcess(application.getSimpleName(), process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the instance has started.
	 */
	void awaitStart() {
		Awaitility.await().atMost(ClusterScenario.PATIENCE).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException("The instance ended: " + output());
			}
			return output().contains("Started " + this.application);
		});
	}

	/**
	 * Return the port of the web server, once the instance has started.
	 * @return the port
	 */
	int port() {
		Matcher port = PORT.matcher(output());
		if (!port.find()) {
			throw new IllegalStateException("The instance has no web server: " + output());
		}
		return Integer.parseInt(port.group(1));
	}

	/**
	 * End the process at once, as {@code kill -9} does.
	 */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			Files.delete(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

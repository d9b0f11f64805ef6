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

package io.github.brevoconversations.presence.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

import org.springframework.util.FileSystemUtils;

/**
 * A real Redis on a random port of this machine, which tests can kill and start again.
 * Its executable comes with the test dependencies, or is named by the environment
 * variable {@code TEST_REDIS_EXECUTABLE}.
 */
public final class LocalRedis implements AutoCloseable {

	private static final long MAX_START_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final int MAX_ATTEMPTS = 5;

	/**
	 * A node of a cluster listens on the port 10,000 above, too.
	 */
	private static final int MAX_PORT = 65_535 - 10_000;

	private final Path directory;

	private final List<String> settings;

	private final int port;

	private Process process;

	private LocalRedis(Path directory, List<String> settings) {
		this.directory = directory;
		this.settings = settings;
		Process started = null;
		int port = 0;
		for (int i = 0; i < MAX_ATTEMPTS && started == null; i++) {
			port = freePort();
			started = launch(port);
		}
		if (started == null) {
			throw new IllegalStateException("Redis does not start: " + log());
		}
		this.port = port;
		this.process = started;
	}

	/**
	 * Return the address of the Redis that all tests in this JVM share: of the one that
	 * the environment variable {@code TEST_REDIS_URL} names, or else of one that is
	 * started now and ends with the JVM.
	 * @return the address, such as {@code redis://127.0.0.1:6379}
	 */
	public static URI sharedUrl() {
		return Shared.URL;
	}

	/**
	 * Start a Redis. Its data are in a directory of their own, and are deleted when it is
	 * closed.
	 * @param settings more settings than the usual ones, each a name and a value, such as
	 * {@code "appendonly", "yes", "appendfsync", "always"} to survive being killed
	 * @return the Redis, which accepts connections
	 */
	public static LocalRedis start(String... settings) {
		try {
			return new LocalRedis(Files.createTempDirectory("redis"), List.of(settings));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the port.
	 * @return the port, which stays the same when it is killed and started again
	 */
	public int getPort() {
		return this.port;
	}

	/**
	 * Return the address.
	 * @return the address
	 */
	public URI getUrl() {
		return URI.create("redis://127.0.0.1:" + this.port);
	}

	/**
	 * End Redis at once, as {@code kill -9} does.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Start Redis again, on the same port and with the data that it stored.
	 */
	public void restart() {
		kill();
		Process restarted = launch(this.port);
		if (restarted == null) {
			throw new IllegalStateException("Redis does not start again: " + log());
		}
		this.process = restarted;
	}

	/**
	 * Send a command without arguments that hold spaces.
	 * @param command the command
	 * @return the first line of the answer
	 */
	public String send(String command) {
		try {
			return send(this.port, command);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable Process launch(int port) {
		List<String> command = new ArrayList<>(List.of(Executable.PATH, "--port", String.valueOf(port), "--bind",
				"127.0.0.1", "--dir", this.directory.toString(), "--save", ""));
		for (int i = 0; i < this.settings.size(); i += 2) {
			command.addAll(List.of("--" + this.settings.get(i), this.settings.get(i + 1)));
		}
		try {
			Process launched = execute(new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile())));
			endWithJvm(launched);
			return awaitStart(launched, port) ? launched : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a process. A process that another thread is just starting inherits the
	 * executable as it was open to be unpacked, and until it has closed that, Linux
	 * refuses to run it.
	 */
	private static Process execute(ProcessBuilder builder) throws IOException {
		long start = System.nanoTime();
		while (true) {
			try {
				return builder.start();
			}
			catch (IOException ex) {
				if (!String.valueOf(ex.getMessage()).contains("Text file busy")
						|| System.nanoTime() - start > MAX_START_NANOS) {
					throw ex;
				}
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
	}

	private static void endWithJvm(Process process) {
		Thread hook = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(hook);
	}

	private static boolean awaitStart(Process process, int port) {
		long start = System.nanoTime();
		while (process.isAlive() && System.nanoTime() - start < MAX_START_NANOS) {
			try {
				if (send(port, "PING").equals("+PONG")) {
					return process.isAlive();
				}
			}
			catch (IOException ex) {
				// not yet
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
		}
		process.destroyForcibly();
		return false;
	}

	private static String send(int port, String command) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
			socket.setSoTimeout(5000);
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
			StringBuilder line = new StringBuilder();
			for (int c = socket.getInputStream().read(); c >= 0 && c != '\r'; c = socket.getInputStream().read()) {
				line.append((char) c);
			}
			return line.toString();
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return (socket.getLocalPort() <= MAX_PORT) ? socket.getLocalPort() : freePort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path logFile() {
		return this.directory.resolve("redis.log");
	}

	private String log() {
		try {
			return Files.readString(logFile());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * The executable, unpacked once.
	 */
	private static final class Executable {

		private static final String PATH = path();

		private static String path() {
			String given = System.getenv("TEST_REDIS_EXECUTABLE");
			if (given != null) {
				return given;
			}
			try {
				Path directory = Files.createTempDirectory("redis-server");
				String path = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getAbsolutePath();
				Runtime.getRuntime()
					.addShutdownHook(new Thread(() -> FileSystemUtils.deleteRecursively(directory.toFile())));
				return path;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * The one that all tests share.
	 */
	private static final class Shared {

		private static final URI URL = url();

		private static URI url() {
			String given = System.getenv("TEST_REDIS_URL");
			if (given != null) {
				return URI.create(given);
			}
			LocalRedis redis = start();
			Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
			return redis.getUrl();
		}

	}

}

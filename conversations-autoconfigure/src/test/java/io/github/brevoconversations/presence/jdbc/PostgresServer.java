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

package io.github.brevoconversations.presence.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL, without Docker: on a port of its own until the JVM ends, or the one
 * that {@code TEST_POSTGRES_URL}, {@code TEST_POSTGRES_USER} and
 * {@code TEST_POSTGRES_PASSWORD} name.
 */
public final class PostgresServer implements AutoCloseable {

	private static final String USER = "postgres";

	private final Path data;

	private EmbeddedPostgres process;

	private boolean running;

	/**
	 * Start a server.
	 */
	public PostgresServer() {
		try {
			this.data = Files.createTempDirectory("brevo-postgres");
			this.process = start(0);
			this.running = true;
			Runtime.getRuntime().addShutdownHook(new Thread(this::close));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where the server shared by all tests of this JVM is found.
	 * @return the connections, each of them new
	 */
	public static DataSource shared() {
		String url = System.getenv("TEST_POSTGRES_URL");
		return (url != null) ? new DriverManagerDataSource(url, environment("TEST_POSTGRES_USER"),
				environment("TEST_POSTGRES_PASSWORD")) : Shared.SERVER.dataSource();
	}

	private static String environment(String name) {
		@Nullable String value = System.getenv(name);
		return (value != null) ? value : "";
	}

	/**
	 * Return where the server is found, also while it is stopped.
	 * @return the URL
	 */
	public String url() {
		return this.process.getJdbcUrl(USER, "postgres");
	}

	/**
	 * Return connections to the server.
	 * @return the connections, each of them new
	 */
	public DataSource dataSource() {
		return new DriverManagerDataSource(url(), USER, "");
	}

	/**
	 * Stop the server. Its data stay.
	 */
	public void stop() {
		try {
			this.process.close();
			this.running = false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start the server again, on the same port and the same data.
	 */
	public void restart() {
		try {
			this.process = start(this.process.getPort());
			this.running = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Stop the server for good.
	 */
	@Override
	public void close() {
		if (this.running) {
			stop();
		}
		FileSystemUtils.deleteRecursively(this.data.toFile());
	}

	private EmbeddedPostgres start(int port) throws IOException {
		return EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setRegisterShutdownHook(false)
			.setPGStartupWait(Duration.ofMinutes(2))
			.setServerConfig("timezone", "Australia/Lord_Howe")
			.setPort(port)
			.start();
	}

	/**
	 * The server of all tests, started by the first.
	 */
	private static final class Shared {

		private static final PostgresServer SERVER = new PostgresServer();

	}

}

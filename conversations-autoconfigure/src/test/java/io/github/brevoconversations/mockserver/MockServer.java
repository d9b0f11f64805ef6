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

package io.github.brevoconversations.mockserver;

import java.util.Locale;
import java.util.function.Supplier;

import org.mockserver.client.MockServerClient;
import org.mockserver.configuration.ConfigurationProperties;
import org.mockserver.integration.ClientAndServer;
import org.testcontainers.mockserver.MockServerContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.util.function.SingletonSupplier;

/**
 * The MockServer that this JVM's tests share: in a container where Docker can serve it,
 * in process otherwise. The system property {@code mockserver.mode} decides otherwise:
 * {@code container} or {@code embedded} instead of {@code auto}.
 */
public final class MockServer {

	static final DockerImageName IMAGE = DockerImageName.parse("mockserver/mockserver:5.15.0");

	private static final Supplier<MockServer> running = SingletonSupplier.of(MockServer::start);

	private final String url;

	private final MockServerClient client;

	private MockServer(String url, MockServerClient client) {
		this.url = url;
		this.client = client;
	}

	/**
	 * Return the running server, after a reset.
	 * @return the server
	 */
	public static MockServer reset() {
		MockServer server = running.get();
		server.client.reset();
		return server;
	}

	/**
	 * Return the URL of the server.
	 * @return the URL, without a path
	 */
	public String url() {
		return this.url;
	}

	/**
	 * Return the client that sets the server up.
	 * @return the client
	 */
	public MockServerClient client() {
		return this.client;
	}

	/**
	 * Return whether MockServer runs in a container.
	 * @return whether it does, or must because the mode demands it
	 */
	static boolean usesContainer() {
		String mode = System.getProperty("mockserver.mode", "auto").toLowerCase(Locale.ROOT);
		return switch (mode) {
			case "container" -> true;
			case "embedded" -> false;
			case "auto" -> LocalDocker.canServe(IMAGE);
			default -> throw new IllegalArgumentException("mockserver.mode must be auto, container or embedded");
		};
	}

	/**
	 * Return a new container, which is not started yet.
	 * @return the container
	 */
	@SuppressWarnings("resource")
	static MockServerContainer container() {
		MockServerContainer container = new MockServerContainer(IMAGE);
		if (LocalDocker.hasImage(IMAGE)) {
			container.withImagePullPolicy((name) -> false);
		}
		return container;
	}

	private static MockServer start() {
		return usesContainer() ? startContainer() : startEmbedded();
	}

	private static MockServer startContainer() {
		MockServerContainer container = container();
		container.start();
		Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
		return started("container (" + IMAGE + ")", container.getHost(), container.getServerPort());
	}

	@SuppressWarnings("resource")
	private static MockServer startEmbedded() {
		ConfigurationProperties.logLevel("WARN");
		ClientAndServer server = ClientAndServer.startClientAndServer(0);
		return started("embedded", "127.0.0.1", server.getPort());
	}

	private static MockServer started(String mode, String host, int port) {
		System.out.println("MockServer mode: " + mode);
		return new MockServer("http://%s:%d".formatted(host, port), new MockServerClient(host, port));
	}

}

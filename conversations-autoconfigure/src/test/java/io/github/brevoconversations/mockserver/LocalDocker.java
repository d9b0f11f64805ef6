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

import java.nio.file.Files;
import java.nio.file.Path;

import com.github.dockerjava.api.exception.DockerException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Tells what Docker can do here, without waiting for anything from a registry.
 */
final class LocalDocker {

	private static final Path SOCKET = Path.of("/var/run/docker.sock");

	private LocalDocker() {
	}

	/**
	 * Return whether a container can be started at once.
	 * @param image the container's image
	 * @return whether Docker answers, and has what it takes
	 */
	static boolean canServe(DockerImageName image) {
		if (!Files.exists(SOCKET) && System.getenv("DOCKER_HOST") == null) {
			return false;
		}
		return DockerClientFactory.instance().isDockerAvailable() && hasImage(image) && canCleanUp();
	}

	static boolean hasImage(DockerImageName image) {
		try {
			DockerClientFactory.lazyClient().inspectImageCmd(image.asCanonicalNameString()).exec();
			return true;
		}
		catch (DockerException ex) {
			return false;
		}
	}

	private static boolean canCleanUp() {
		TestcontainersConfiguration configuration = TestcontainersConfiguration.getInstance();
		return Boolean.parseBoolean(configuration.getEnvVarOrProperty("ryuk.disabled", "false"))
				|| Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"));
	}

}

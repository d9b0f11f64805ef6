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

package io.github.brevoconversations.autoconfigure.testcontainers;

import java.lang.reflect.Method;
import java.util.List;

import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.mockserver.MockServerContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.util.ReflectionUtils;

/**
 * Creates {@link BrevoConnectionDetails} for a MockServer container that is annotated
 * with {@link ServiceConnection @ServiceConnection}. A container that stands in for
 * something else must say so with the annotation's {@code type} or {@code name}.
 * MockServer receives the paths that Brevo would receive, such as
 * {@code /v3/conversations/messages}, and the key {@code test-api-key}.
 */
class MockServerBrevoConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<MockServerContainer, BrevoConnectionDetails> {

	private static final List<String> NAMES = List.of("brevo", "brevo-conversations");

	MockServerBrevoConnectionDetailsFactory() {
		super(ANY_CONNECTION_NAME);
	}

	@Override
	protected boolean sourceAccepts(ContainerConnectionSource<MockServerContainer> source,
			Class<?> requiredContainerType, Class<?> requiredConnectionDetailsType) {
		return super.sourceAccepts(source, requiredContainerType, requiredConnectionDetailsType) && isBrevo(source);
	}

	/**
	 * Return whether a container may stand in for Brevo. As for Spring Boot's own
	 * connections, the default name of a connection is that of the image.
	 * @param source the source of the connection
	 * @return whether it has no name, or the name of the image or of Brevo
	 */
	private static boolean isBrevo(ContainerConnectionSource<?> source) {
		String name = get(source, "getConnectionName");
		String image = get(source, "getContainerImageName");
		return name == null || NAMES.stream().anyMatch(name::equalsIgnoreCase)
				|| (image != null && name.equals(DockerImageName.parse(image).getRepository()));
	}

	/**
	 * Return a property that Spring Boot makes accessible only to its own factories.
	 * @param source the source of the connection
	 * @param getter the name of the method that returns it
	 * @return the value, or {@code null} if there is no such method
	 */
	private static @Nullable String get(ContainerConnectionSource<?> source, String getter) {
		Method method = ReflectionUtils.findMethod(ContainerConnectionSource.class, getter);
		if (method == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(method);
		return (String) ReflectionUtils.invokeMethod(method, source);
	}

	@Override
	protected BrevoConnectionDetails getContainerConnectionDetails(
			ContainerConnectionSource<MockServerContainer> source) {
		return new MockServerBrevoConnectionDetails(source);
	}

	/**
	 * {@link BrevoConnectionDetails} for a container.
	 */
	private static final class MockServerBrevoConnectionDetails extends ContainerConnectionDetails<MockServerContainer>
			implements BrevoConnectionDetails {

		private MockServerBrevoConnectionDetails(ContainerConnectionSource<MockServerContainer> source) {
			super(source);
		}

		@Override
		public String getBaseUrl() {
			MockServerContainer container = getContainer();
			String scheme = (getSslBundle() != null) ? "https" : "http";
			return "%s://%s:%s/v3".formatted(scheme, container.getHost(), container.getServerPort());
		}

		@Override
		public String getApiKey() {
			return "test-api-key";
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}

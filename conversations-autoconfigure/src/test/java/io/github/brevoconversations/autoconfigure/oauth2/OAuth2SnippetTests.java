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

package io.github.brevoconversations.autoconfigure.oauth2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.FileSystemResource;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the properties for OAuth 2.0 that the reference shows.
 */
class OAuth2SnippetTests {

	private static final Path SNIPPET = Path.of("..", "reference", "src", "test", "resources", "snippets",
			"oauth2.yaml");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(OAuth2ClientAutoConfiguration.class, ConversationsClientAutoConfiguration.class))
		.withInitializer(OAuth2SnippetTests::load)
		.withPropertyValues("BREVO_CLIENT_ID=an-id", "BREVO_CLIENT_SECRET=a-secret");

	@Test
	void definesAClientThatNeedsNoKey() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ConversationsClient.class);
			ClientRegistration registration = context.getBean(ClientRegistrationRepository.class)
				.findByRegistrationId("brevo");
			assertThat(registration.getAuthorizationGrantType()).isEqualTo(AuthorizationGrantType.CLIENT_CREDENTIALS);
			assertThat(registration.getClientId()).isEqualTo("an-id");
			assertThat(registration.getScopes()).containsExactlyInAnyOrder("conversations:read", "conversations:write");
		});
	}

	private static void load(ConfigurableApplicationContext context) {
		try {
			new YamlPropertySourceLoader().load("snippet", new FileSystemResource(SNIPPET))
				.forEach(context.getEnvironment().getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

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

package io.github.brevoconversations.reference.authentication;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoUnauthorizedException;
import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the snippet with a key that changes.
 */
@SpringBootTest
class AuthenticationTests {

	static final BrevoConversationsServer brevo = BrevoConversationsServer.builder().apiKey("the-new-key").start();

	@DynamicPropertySource
	static void brevo(DynamicPropertyRegistry registry) {
		registry.add("brevo.base-url", brevo::baseUrl);
	}

	@AfterAll
	static void close() {
		brevo.close();
	}

	@Test
	void usesTheCurrentKey(@Autowired BlockingConversationsClient conversations, @Autowired KeyConfiguration keys) {
		keys.rotate("the-old-key");
		assertThatExceptionOfType(BrevoUnauthorizedException.class)
			.isThrownBy(() -> conversations.pingAgentOnline(AgentIdentity.ofId("liz")));
		keys.rotate("the-new-key");
		conversations.pingAgentOnline(AgentIdentity.ofId("liz"));
		assertThat(brevo.isOnline("liz")).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(KeyConfiguration.class)
	static class Application {

	}

}

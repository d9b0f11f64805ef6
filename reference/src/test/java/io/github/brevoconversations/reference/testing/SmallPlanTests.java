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

package io.github.brevoconversations.reference.testing;

// tag::code[]
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoRateLimitedException;
import io.github.brevoconversations.test.BrevoConversationsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
class SmallPlanTests {

	static final BrevoConversationsServer brevo = BrevoConversationsServer.builder().rateLimit(1).start();

	@DynamicPropertySource
	static void brevo(DynamicPropertyRegistry registry) {
		brevo.registerProperties(registry::add);
	}

	@AfterAll
	static void close() {
		brevo.close();
	}

	@Test
	void reportsThatTheRateLimitIsUsedUp(@Autowired BlockingConversationsClient conversations) {
		conversations.pingAgentOnline(AgentIdentity.ofId("liz"));
		assertThatExceptionOfType(BrevoRateLimitedException.class)
			.isThrownBy(() -> conversations.pingAgentOnline(AgentIdentity.ofId("liz")));
	}

}
// end::code[]

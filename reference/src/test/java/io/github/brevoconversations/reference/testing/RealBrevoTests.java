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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "brevo.test.allow-real-brevo=true")
@EnabledIfEnvironmentVariable(named = "BREVO_TEST_ACCOUNT_AGENT", matches = ".+")
class RealBrevoTests {

	@Test
	void acceptsAPing(@Autowired BlockingConversationsClient conversations) {
		conversations.pingAgentOnline(AgentIdentity.ofId(System.getenv("BREVO_TEST_ACCOUNT_AGENT")));
	}

}
// end::code[]

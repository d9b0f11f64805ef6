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
import io.github.brevoconversations.test.BrevoConversationsServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RateLimitTests {

	@RegisterExtension
	static final BrevoConversationsServerExtension brevo = new BrevoConversationsServerExtension(
			() -> BrevoConversationsServer.builder().rateLimit(1).start());

	@Test
	void failsOnceTheRateLimitIsUsedUp(BlockingConversationsClient conversations) {
		conversations.pingAgentOnline(AgentIdentity.ofId("liz"));
		assertThatExceptionOfType(BrevoRateLimitedException.class)
			.isThrownBy(() -> conversations.pingAgentOnline(AgentIdentity.ofId("liz")));
	}

}
// end::code[]

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
import java.util.List;

import io.github.brevoconversations.test.AutoConfigureBrevoConversationsServer;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "brevo.received-from=chat-bot")
@AutoConfigureBrevoConversationsServer
class ChatBotTests {

	@Autowired
	private BrevoConversationsServer brevo;

	@Test
	void repliesToAVisitorOnce() {
		this.brevo.visitor("ada").named("Ada").writes("Where is my order?");
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.brevo.messages("ada")).extracting(StoredMessage::text)
				.isEqualTo(List.of("Where is my order?", "We are on it.")));
	}

}
// end::code[]

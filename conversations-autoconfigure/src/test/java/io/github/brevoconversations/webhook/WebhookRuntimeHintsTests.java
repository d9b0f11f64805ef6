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

package io.github.brevoconversations.webhook;

import io.github.brevoconversations.client.ConversationsMessage;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebhookRuntimeHints}.
 */
class WebhookRuntimeHintsTests {

	@Test
	void letsANativeImageReadWhatIsStored() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(WebhookRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, null));
		for (Class<?> type : new Class<?>[] { Visitor.class, Visitor.LastVisit.class, Visitor.Page.class,
				ConversationAgent.class, ConversationsMessage.class }) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
			assertThat(hints.reflection().getTypeHint(type).getMemberCategories()).isNotEmpty();
		}
	}

}

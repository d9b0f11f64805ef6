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

package io.github.brevoconversations.upgrade;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.NextPing;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.Webhooks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents and events that a version stores, and the next ones must read.
 */
final class StoredExample {

	static final String AGENTS = "upgrade:agents";

	static final String INBOX = "upgrade:inbox";

	private static final Duration HOUR = Duration.ofHours(1);

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity MEI = AgentIdentity.ofEmail("mei@example.org", "Mei", "our-desk");

	private static final AgentIdentity OMAR = AgentIdentity.ofId("omar");

	private StoredExample() {
	}

	static void store(ActiveAgentStore store, ConversationInbox inbox) {
		store.configure(List.of(OMAR)).block();
		store.add(LIZ, null).block();
		store.add(MEI, null).block();
		store.claimDue(ClaimRequest.of(3, HOUR)).block();
		store.schedule(List.of(new NextPing(LIZ, HOUR, Duration.ZERO))).block();
		inbox.add(Webhooks.entries("parked", "1")).block();
		Delivery delivery = inbox.claim(1, HOUR).block().deliveries().get(0);
		inbox.park(delivery, "java.lang.IllegalStateException", null).block();
		inbox.add(Webhooks.entries("waiting", "2", "3")).block();
	}

	static void assertReadsAgents(ActiveAgentStore store) {
		assertThat(store.list(10).block()).extracting(ActiveAgent::identity).containsExactly(OMAR, LIZ, MEI);
		assertThat(store.list(10).block()).extracting(ActiveAgent::configured).containsExactly(true, false, false);
		assertThat(store.find(List.of(LIZ)).block()).singleElement()
			.satisfies((liz) -> assertThat(liz.lastAcceptedPing()).isNotNull());
		// with due times that are believed for no longer than a millisecond, so that they
		// all are due
		assertThat(store.claimDue(new ClaimRequest(10, HOUR, Duration.ofMillis(1))).block().agents()).hasSize(3);
		store.remove(MEI).block();
		assertThat(store.size().block()).isEqualTo(2);
	}

	static void assertReadsEvents(ConversationInbox inbox) {
		Delivery delivery = inbox.claim(10, HOUR).block().deliveries().get(0);
		assertThat(Webhooks.id(delivery.event())).isEqualTo("2");
		inbox.complete(delivery, null).block();
		assertThat(Webhooks.id(inbox.claim(10, HOUR).block().deliveries().get(0).event())).isEqualTo("3");
		String parked = inbox.parked(10).block().get(0).id();
		assertThat(inbox.redeliver(parked).block()).isTrue();
		assertThat(Webhooks.id(inbox.claim(10, HOUR).block().deliveries().get(0).event())).isEqualTo("1");
	}

}

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

package io.github.brevoconversations.reference.presence;

// tag::code[]
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;

import org.springframework.stereotype.Component;

@Component
class Shift {

	private final AgentPresence presence;

	Shift(AgentPresence presence) {
		this.presence = presence;
	}

	void begin(String agentId) {
		this.presence.markActive(AgentIdentity.ofId(agentId), Duration.ofHours(8));
	}

	void end(String agentId) {
		this.presence.markInactive(AgentIdentity.ofId(agentId));
	}

	CompletableFuture<List<AgentIdentity>> whoIsActive() {
		return this.presence.activeAgents();
	}

}
// end::code[]

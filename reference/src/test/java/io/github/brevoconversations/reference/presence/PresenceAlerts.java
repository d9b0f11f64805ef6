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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.presence.AgentPresenceEvent.AgentPossiblyOffline;
import io.github.brevoconversations.presence.AgentPresenceEvent.PingingSuspended;
import io.github.brevoconversations.presence.AgentPresenceEvent.QuotaExceeded;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class PresenceAlerts {

	private final List<String> alerts = new CopyOnWriteArrayList<>();

	@EventListener
	void on(AgentPossiblyOffline event) {
		this.alerts.add("%s may be offline".formatted(event.agent()));
	}

	@EventListener
	void on(QuotaExceeded event) {
		this.alerts.add("Only %d of %d agents stay online".formatted(event.capacity(), event.activeAgents()));
	}

	@EventListener
	void on(PingingSuspended event) {
		this.alerts.add("Brevo rejects all pings: " + event.failure().getMessage());
	}

	List<String> alerts() {
		return this.alerts;
	}

}
// end::code[]

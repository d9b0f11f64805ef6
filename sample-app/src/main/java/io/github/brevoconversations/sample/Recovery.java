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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.AgentState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Brings back at once the agents who wait for a rate limit that is over. A heartbeat
 * usually waits for minutes until it is certain that more agents can be kept online. That
 * is right for a limit that others use too, but not for a demonstration.
 */
@Component
class Recovery {

	private final AgentPresence presence;

	private final AgentPresenceHeartbeat heartbeat;

	private final ActiveAgentStore store;

	Recovery(AgentPresence presence, AgentPresenceHeartbeat heartbeat, ActiveAgentStore store) {
		this.presence = presence;
		this.heartbeat = heartbeat;
		this.store = store;
	}

	/**
	 * Let all active agents be pinged.
	 * @param rateLimit the requests per hour that Brevo allows from now on
	 * @return completes when those who waited are due
	 */
	Mono<Void> bringBackAll(int rateLimit) {
		return Mono.fromFuture(this.heartbeat::agentStates).flatMap((states) -> {
			List<AgentState> waiting = states.stream().filter(AgentState::waiting).toList();
			AccountUpdate.KeptChange all = waiting.isEmpty() ? null
					: new AccountUpdate.KeptChange(states.size() - waiting.size(), null);
			AccountUpdate update = new AccountUpdate(observation(this.heartbeat.state().rateLimit(), rateLimit), 0,
					null, null, null, all);
			// a mark lets the heartbeat look at once
			return this.store.schedule(List.of(), update)
				.thenMany(Flux.fromIterable(waiting))
				.concatMap((state) -> Mono.fromFuture(() -> this.presence.markActive(state.agent())))
				.then();
		});
	}

	private static AccountUpdate.@Nullable Observation observation(@Nullable RateLimit before, int rateLimit) {
		if (before == null || before.limit() == null || before.remaining() == null || before.resetsIn() == null) {
			return null;
		}
		long used = before.limit() - before.remaining();
		return new AccountUpdate.Observation((long) rateLimit, Math.max(0, rateLimit - used), before.resetsIn(),
				Duration.ZERO);
	}

}

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

package io.github.brevoconversations.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import reactor.core.publisher.Mono;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Base of the tests of {@link AgentPresenceHeartbeat}, on virtual time.
 */
abstract class AbstractHeartbeatTests {

	static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	final ConversationsClient client = mock(ConversationsClient.class);

	final Map<AgentIdentity, List<Duration>> pings = new LinkedHashMap<>();

	final Map<AgentIdentity, Mono<Void>> answers = new HashMap<>();

	final List<Object> events = new ArrayList<>();

	ManualTaskScheduler scheduler;

	Instant start;

	RateLimitTracker rateLimit;

	AgentPresence presence;

	AgentPresenceHeartbeat heartbeat;

	@BeforeEach
	void setUp() {
		this.scheduler = ManualTaskScheduler.ofAllSchedulers();
		this.start = this.scheduler.getClock().instant();
		this.rateLimit = new RateLimitTracker(this.scheduler.getClock());
		this.presence = AgentPresence.of(new InMemoryActiveAgentStore(this.scheduler.getClock()));
		this.heartbeat = heartbeat(HeartbeatSettings.defaults());
		given(this.client.pingAgentOnline(any())).willAnswer((invocation) -> ping(invocation.getArgument(0)));
	}

	@AfterEach
	void tearDown() {
		this.heartbeat.stop();
		ManualTaskScheduler.reset();
	}

	AgentPresenceHeartbeat heartbeat(HeartbeatSettings settings) {
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(this.client, this.presence,
				((MarkSource) this.presence).getStore(), this.scheduler, settings, this.rateLimit,
				new VirtualEnvironment(this.scheduler.getClock(), () -> 1));
		heartbeat.setApplicationEventPublisher(this.events::add);
		return heartbeat;
	}

	private Mono<Void> ping(AgentIdentity agent) {
		return Mono.defer(() -> {
			this.pings.computeIfAbsent(agent, (key) -> new ArrayList<>())
				.add(Duration.between(this.start, this.scheduler.getClock().instant()));
			return this.answers.getOrDefault(agent, Mono.empty());
		});
	}

	void markActive(AgentIdentity agent) {
		this.presence.markActive(agent).join();
	}

	void markInactive(AgentIdentity agent) {
		this.presence.markInactive(agent).join();
	}

	static List<AgentIdentity> agents(String prefix, int number) {
		return IntStream.range(0, number).mapToObj((i) -> AgentIdentity.ofId(prefix + i)).toList();
	}

	static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}

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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.NextPing;
import io.github.brevoconversations.presence.RateLimitTracker;
import io.github.brevoconversations.test.MutableClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemoteBrevo}, with a heartbeat that is not started: the tests store
 * the outcome of its pings.
 */
class RemoteBrevoTests {

	private static final DeskProperties.Agent AGENT = new DeskProperties.Agent("a1", "Liz");

	private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

	private final MutableClock clock = MutableClock.at(NOON);

	private ActiveAgentStore store = new InMemoryActiveAgentStore(this.clock);

	@Test
	void showsAnAgentOfflineWithoutAPing() {
		RemoteBrevo brevo = brevo();
		assertThat(brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
		markActive();
		assertThat(brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, null));
	}

	@Test
	void showsAnAgentOnlineForTwoMinutesAfterAPing() {
		RemoteBrevo brevo = brevo();
		markActive();
		ping();
		this.clock.set(NOON.plusSeconds(119));
		assertThat(brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(true, NOON));
		this.clock.set(NOON.plusSeconds(120));
		assertThat(brevo.lamp(AGENT)).isEqualTo(new ObservedBrevo.Lamp(false, NOON));
	}

	@Test
	void showsAnAgentOnlineWhoBecameInactiveAfterAPing() {
		RemoteBrevo brevo = brevo();
		markActive();
		ping();
		brevo.lamp(AGENT);
		this.clock.advance(Duration.ofSeconds(1));
		this.store.remove(AGENT.identity()).block();
		assertThat(brevo.lamp(AGENT).online()).isTrue();
	}

	@Test
	void showsAnAgentAsBeforeWhileTheActiveAgentsCannotBeRead() {
		UnreadableStore unreadable = new UnreadableStore(this.clock);
		this.store = unreadable;
		RemoteBrevo brevo = brevo();
		markActive();
		ping();
		Awaitility.await().until(() -> brevo.lamp(AGENT).online());
		unreadable.away = true;
		assertThat(brevo.lamp(AGENT).online()).isTrue();
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(brevo.lamp(AGENT).online()).isFalse();
	}

	private RemoteBrevo brevo() {
		AgentPresenceHeartbeat heartbeat = new AgentPresenceHeartbeat(
				ConversationsClient.builder().apiKey("key").build(), AgentPresence.of(this.store), this.store,
				new SimpleAsyncTaskScheduler(), HeartbeatSettings.defaults(), new RateLimitTracker());
		return new RemoteBrevo(heartbeat, this.clock, ObservedBrevo.Place.ACCOUNT);
	}

	private void markActive() {
		this.store.add(AGENT.identity(), null).block();
	}

	private void ping() {
		this.store.schedule(List.of(new NextPing(AGENT.identity(), Duration.ofMinutes(1), Duration.ZERO))).block();
	}

	private static final class UnreadableStore extends InMemoryActiveAgentStore {

		private volatile boolean away;

		private UnreadableStore(Clock clock) {
			super(clock);
		}

		@Override
		public Mono<List<ActiveAgent>> list(int max) {
			return this.away ? Mono.error(new IllegalStateException("down")) : super.list(max);
		}

	}

}

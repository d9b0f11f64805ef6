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

package io.github.brevoconversations.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.client.RateLimitObserver;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.PingListener;
import io.github.brevoconversations.presence.RateLimitTracker;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import static org.mockito.Mockito.mock;

/**
 * The kinds of beans that an application may define for an account, each with one that
 * notes that it is used.
 */
enum AccountBeanKind {

	CLIENT(ConversationsClient.class, (probe) -> mock(ConversationsClient.class)),

	BLOCKING_CLIENT(BlockingConversationsClient.class, (probe) -> mock(BlockingConversationsClient.class)),

	PRESENCE(AgentPresence.class, (probe) -> mock(AgentPresence.class)),

	HEARTBEAT(AgentPresenceHeartbeat.class, (probe) -> mock(AgentPresenceHeartbeat.class)),

	STORE(ActiveAgentStore.class, (probe) -> new InMemoryActiveAgentStore()),

	CONNECTION_DETAILS(BrevoConnectionDetails.class, (probe) -> new BrevoConnectionDetails() {

		@Override
		public String getBaseUrl() {
			return probe.brevo("other").url();
		}

		@Override
		public String getApiKey() {
			return "OTHER";
		}

	}),

	KEY_PROVIDER(BrevoApiKeyProvider.class, (probe) -> () -> {
		probe.used();
		return "OTHER";
	}),

	TOKEN_PROVIDER(BrevoAccessTokenProvider.class, (probe) -> () -> Mono.fromSupplier(() -> {
		probe.used();
		return "TOKEN";
	})),

	CUSTOMIZER(ConversationsClientBuilderCustomizer.class, (probe) -> (builder) -> builder.callObserver(probe)) {

		@Override
		Set<String> expected(String qualifier) {
			Set<String> expected = super.expected(qualifier);
			// as the properties of the default account are, its customizers are for all
			return expected.contains("default") ? Set.of("default", "sales") : expected;
		}

	},

	RATE_LIMIT_OBSERVER(RateLimitObserver.class, (probe) -> (rateLimit) -> probe.used()),

	RATE_LIMIT_TRACKER(RateLimitTracker.class, (probe) -> new RateLimitTracker()),

	CALL_OBSERVER(CallObserver.class, (probe) -> probe),

	PING_LISTENER(PingListener.class, (probe) -> new PingListener() {

		@Override
		public void pingBegun(Duration lateness) {
			probe.used();
		}

		@Override
		public void pingEnded(Outcome outcome) {
		}

	});

	private final Class<?> type;

	private final Function<Probe, ?> bean;

	<T> AccountBeanKind(Class<T> type, Function<Probe, ? extends T> bean) {
		this.type = type;
		this.bean = bean;
	}

	Class<?> type() {
		return this.type;
	}

	Object bean(Probe probe) {
		probe.bean = this.bean.apply(probe);
		return probe.bean;
	}

	boolean isOfTheClient() {
		return switch (this) {
			case CLIENT, BLOCKING_CLIENT, PRESENCE, HEARTBEAT, STORE, PING_LISTENER -> false;
			default -> true;
		};
	}

	Set<String> expected(String qualifier) {
		return Set.of("sales".equalsIgnoreCase(qualifier) ? "sales" : "default");
	}

	boolean isUsed(Probe probe, BrevoAccounts accounts, String account) {
		return switch (this) {
			case CLIENT -> accounts.client(account) == probe.bean;
			case BLOCKING_CLIENT -> accounts.blockingClient(account) == probe.bean;
			case PRESENCE -> accounts.presence(account) == probe.bean;
			case HEARTBEAT -> accounts.heartbeat(account) == probe.bean;
			case STORE -> probe.holdsTheAgentOf(account);
			case RATE_LIMIT_TRACKER -> probe.knowsTheLimitOf(account);
			case CONNECTION_DETAILS -> !probe.brevo("other").heads().isEmpty();
			default -> probe.isUsed();
		};
	}

	/**
	 * Where calls go, and what is known of the use of a bean.
	 */
	static final class Probe implements CallObserver, AutoCloseable {

		private static final String RATE_LIMIT = """
				Content-Type: application/json\r
				x-sib-ratelimit-limit: %s\r
				x-sib-ratelimit-remaining: %<s\r
				x-sib-ratelimit-reset: 3000""";

		private static final Map<String, Long> LIMITS = Map.of("default", 1000L, "sales", 2000L, "other", 3000L);

		private final Map<String, LoopbackBrevo> servers = LIMITS.keySet()
			.stream()
			.collect(Collectors.toMap(Function.identity(), Probe::server));

		private @Nullable Object bean;

		private volatile boolean used;

		private static LoopbackBrevo server(String account) {
			LoopbackBrevo server = new LoopbackBrevo();
			server.replyWith(LoopbackBrevo.status(200, RATE_LIMIT.formatted(LIMITS.get(account)), "{\"id\":\"m1\"}"));
			return server;
		}

		LoopbackBrevo brevo(String account) {
			return this.servers.get(account);
		}

		@Override
		public void succeeded(String operation, @Nullable ConversationsMessage message) {
			used();
		}

		void used() {
			this.used = true;
		}

		boolean isUsed() {
			return this.used;
		}

		void forget() {
			this.used = false;
			this.servers.values().forEach((server) -> server.heads().clear());
		}

		private boolean holdsTheAgentOf(String account) {
			return ((ActiveAgentStore) this.bean).list(10)
				.block()
				.stream()
				.anyMatch((agent) -> agent.identity().equals(AgentIdentity.ofId(account)));
		}

		private boolean knowsTheLimitOf(String account) {
			RateLimit rateLimit = ((RateLimitTracker) this.bean).current();
			return rateLimit != null && Objects.equals(rateLimit.limit(), LIMITS.get(account));
		}

		@Override
		public void close() {
			this.servers.values().forEach(LoopbackBrevo::close);
		}

	}

}

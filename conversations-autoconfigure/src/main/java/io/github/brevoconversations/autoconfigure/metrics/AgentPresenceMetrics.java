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

package io.github.brevoconversations.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the heartbeats of all accounts. The names of the meters begin with
 * {@code brevo.presence}. Each meter has the tag {@code account}; no tag contains an
 * agent's id.
 */
public class AgentPresenceMetrics implements MeterBinder {

	static final String PREFIX = "brevo.presence.";

	private final BrevoAccounts accounts;

	/**
	 * Create metrics.
	 * @param accounts the accounts whose heartbeats to measure
	 */
	public AgentPresenceMetrics(BrevoAccounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (String account : this.accounts.names()) {
			AgentPresenceHeartbeat heartbeat = this.accounts.heartbeat(account);
			if (heartbeat != null) {
				bind(registry, Tags.of("account", account), heartbeat);
			}
		}
	}

	private static void bind(MeterRegistry registry, Tags tags, AgentPresenceHeartbeat heartbeat) {
		agents(registry, tags, heartbeat, "active", "Agents that are marked active", HeartbeatState::activeAgents);
		agents(registry, tags, heartbeat, "kept", "Active agents that the rate limit allows to be kept online",
				HeartbeatState::keptAgents);
		agents(registry, tags, heartbeat, "online",
				"Active agents that are online, judging by the pings of this instance", HeartbeatState::onlineAgents);
		requests(registry, tags, heartbeat, "limit", "Requests that Brevo allows in a window", RateLimit::limit);
		requests(registry, tags, heartbeat, "remaining", "Requests that are left until the window resets",
				RateLimit::remaining);
		TimeGauge
			.builder(PREFIX + "ping.interval", heartbeat, TimeUnit.NANOSECONDS,
					(source) -> source.state().interval().toNanos())
			.description("Time between two pings of an agent")
			.tags(tags)
			.register(registry);
		heartbeat.addPingListener(new PingMeters(registry, tags));
	}

	private static void agents(MeterRegistry registry, Tags tags, AgentPresenceHeartbeat heartbeat, String which,
			String description, ToDoubleFunction<HeartbeatState> count) {
		Gauge.builder(PREFIX + which + ".agents", heartbeat, (source) -> count.applyAsDouble(source.state()))
			.description(description)
			.baseUnit("agents")
			.tags(tags)
			.register(registry);
	}

	private static void requests(MeterRegistry registry, Tags tags, AgentPresenceHeartbeat heartbeat, String which,
			String description, Function<RateLimit, @Nullable Long> count) {
		Gauge.builder(PREFIX + "quota." + which, heartbeat, (source) -> {
			RateLimit rateLimit = source.state().rateLimit();
			Long requests = (rateLimit != null) ? count.apply(rateLimit) : null;
			return (requests != null) ? requests : Double.NaN;
		}).description(description).baseUnit("requests").tags(tags).register(registry);
	}

}

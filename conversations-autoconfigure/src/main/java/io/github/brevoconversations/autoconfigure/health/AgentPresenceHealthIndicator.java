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

package io.github.brevoconversations.autoconfigure.health;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} for an {@link AgentPresenceHeartbeat}. It shows what the
 * heartbeat already knows: it makes no call and does not block.
 * <p>
 * The status is {@code DOWN} while Brevo rejects all pings or the heartbeat is stalled,
 * {@link #DEGRADED} while some or all agents cannot be pinged for another reason, which
 * passes by itself, and {@code UNKNOWN} while the heartbeat is stopped. The details name
 * no agent.
 */
public class AgentPresenceHealthIndicator extends AbstractHealthIndicator {

	/**
	 * Status of a heartbeat that cannot currently ping all agents. Spring Boot has no
	 * order and no HTTP status for it, so by default it does not take an instance out of
	 * service.
	 */
	public static final Status DEGRADED = new Status("DEGRADED");

	private final String account;

	private final Supplier<HeartbeatState> state;

	AgentPresenceHealthIndicator(String account, Supplier<HeartbeatState> state) {
		super("Agent presence health check failed");
		this.account = account;
		this.state = state;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		HeartbeatState state = this.state.get();
		builder.status(status(state))
			.withDetail("account", this.account)
			.withDetail("condition", condition(state))
			.withDetail("activeAgents", state.activeAgents())
			.withDetail("keptAgents", state.keptAgents())
			.withDetail("onlineAgents", state.onlineAgents())
			.withDetail("interval", state.interval().truncatedTo(ChronoUnit.MILLIS));
		RateLimit rateLimit = state.rateLimit();
		if (rateLimit != null) {
			builder.withDetail("rateLimit", details(rateLimit));
		}
		HeartbeatState.Failure failure = state.failure();
		if (failure != null) {
			builder.withDetail("since", failure.since()).withDetail("failure", kind(failure.cause()));
		}
	}

	private static Status status(HeartbeatState state) {
		return switch (state.condition()) {
			case STOPPED -> Status.UNKNOWN;
			case PINGING -> isWaitingForQuota(state) ? DEGRADED : Status.UP;
			case STORE_FAILING, OUTAGE, RATE_LIMITED -> DEGRADED;
			case SUSPENDED, STALLED -> Status.DOWN;
		};
	}

	private static String condition(HeartbeatState state) {
		if (state.condition() == HeartbeatState.Condition.PINGING && isWaitingForQuota(state)) {
			return "waiting for quota";
		}
		return state.condition().name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	private static boolean isWaitingForQuota(HeartbeatState state) {
		return state.keptAgents() < state.activeAgents();
	}

	private static Map<String, Object> details(RateLimit rateLimit) {
		Map<String, Object> details = new LinkedHashMap<>();
		if (rateLimit.limit() != null) {
			details.put("limit", rateLimit.limit());
		}
		if (rateLimit.remaining() != null) {
			details.put("remaining", rateLimit.remaining());
		}
		if (rateLimit.resetsIn() != null) {
			details.put("resetsIn", rateLimit.resetsIn().truncatedTo(ChronoUnit.SECONDS));
		}
		return details;
	}

	// the message may quote Brevo, and thus name an agent
	private static String kind(Throwable failure) {
		String type = failure.getClass().getSimpleName();
		return (failure instanceof BrevoException exception && exception.getStatusCode() != null)
				? type + ", status " + exception.getStatusCode() : type;
	}

}

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

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.brevoconversations.client.AgentIdentity;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Remembers what came of the pings, and tells the log: a warning when pings begin to
 * fail, nothing above debug while that lasts, and a line when all is well again.
 */
final class PingLog {

	private static final Log logger = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private final Clock clock;

	private final Map<AgentIdentity, AgentPingStatus> statuses = new ConcurrentHashMap<>();

	private final Set<AgentIdentity> failing = ConcurrentHashMap.newKeySet();

	PingLog(Clock clock) {
		this.clock = clock;
	}

	void begun(AgentIdentity agent) {
		this.statuses.putIfAbsent(agent, new AgentPingStatus(agent));
	}

	void accepted(AgentIdentity agent) {
		this.statuses.computeIfPresent(agent, (key, status) -> status.accepted(this.clock.instant()));
		logger.debug(LogMessage.format("Brevo accepted the ping of %s", agent));
		if (this.failing.remove(agent) && this.failing.isEmpty()) {
			logger.info("Brevo accepts the pings of all active agents again");
		}
	}

	void failed(AgentIdentity agent, Throwable failure) {
		this.statuses.computeIfPresent(agent, (key, status) -> status.failed(failure));
		boolean first = this.failing.isEmpty();
		this.failing.add(agent);
		if (first) {
			logger.warn(LogMessage.format("The ping of %s failed, and further failures are logged at debug level "
					+ "until all active agents are pinged again: %s", agent, failure.getMessage()));
		}
		logger.debug(LogMessage.format("The ping of %s failed", agent), failure);
	}

	void forget(AgentIdentity agent) {
		this.statuses.remove(agent);
		this.failing.remove(agent);
	}

	void forgetAll() {
		this.statuses.clear();
		this.failing.clear();
	}

	@Nullable AgentPingStatus status(AgentIdentity agent) {
		return this.statuses.get(agent);
	}

}

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

import java.time.Instant;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of the pings of one agent. Guarded by the {@link PingHistory} that contains
 * it and sorts its entries by {@link #checkDue()}.
 */
final class PingHistoryEntry {

	private final AgentIdentity agent;

	private final long number;

	private Instant checkDue;

	private @Nullable Instant lastAccepted;

	/**
	 * The earliest time at which the online window may have begun: Brevo may have
	 * processed a ping long before its response arrived.
	 */
	private @Nullable Instant onlineSince;

	private @Nullable Instant rejectedSince;

	private boolean told;

	private boolean online;

	private int failures;

	private @Nullable Throwable lastFailure;

	PingHistoryEntry(AgentIdentity agent, long number, Instant checkDue) {
		this.agent = agent;
		this.number = number;
		this.checkDue = checkDue;
	}

	void accepted(Instant begun, Instant answered, Instant wornOff) {
		this.online = true;
		this.onlineSince = begun;
		this.lastAccepted = answered;
		this.checkDue = wornOff;
		this.failures = 0;
		this.rejectedSince = null;
		this.told = false;
		this.lastFailure = null;
	}

	/**
	 * Record that Brevo rejected a ping.
	 * @param now the time
	 * @return since when it has rejected all of them
	 */
	Instant rejected(Instant now) {
		Instant since = (this.rejectedSince != null) ? this.rejectedSince : now;
		this.rejectedSince = since;
		return since;
	}

	boolean isRejected() {
		return this.rejectedSince != null && !this.online;
	}

	boolean tellOnce() {
		boolean first = !this.told;
		this.told = true;
		return first;
	}

	void failed(Throwable failure, Instant now) {
		this.failures++;
		this.lastFailure = failure;
		if (this.onlineSince == null) {
			this.onlineSince = now;
		}
	}

	void offline(Instant checkDue) {
		this.online = false;
		this.checkDue = checkDue;
	}

	AgentIdentity agent() {
		return this.agent;
	}

	long number() {
		return this.number;
	}

	Instant checkDue() {
		return this.checkDue;
	}

	boolean isOnline() {
		return this.online;
	}

	boolean isFailing() {
		return this.failures > 0;
	}

	int failures() {
		return this.failures;
	}

	@Nullable Instant onlineSince() {
		return this.onlineSince;
	}

	Instant onlineSince(Instant otherwise) {
		return (this.onlineSince != null) ? this.onlineSince : otherwise;
	}

	AgentState.Pings toPings(Instant now) {
		return new AgentState.Pings(this.lastAccepted, this.online && now.isBefore(this.checkDue), this.failures,
				this.lastFailure);
	}

}

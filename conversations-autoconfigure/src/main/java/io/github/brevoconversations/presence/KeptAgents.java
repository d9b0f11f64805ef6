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

import io.github.brevoconversations.presence.AccountUpdate.KeptChange;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many agents are kept online if the rate limit does not allow all. Their
 * number shrinks at once if there is room for far too few. If there is room for somewhat
 * too few, it shrinks only if that lasts for a moment, since Brevo's reports do not
 * include the pings in flight yet. It grows only if there has been room for a while, so
 * that no agent alternates between online and offline. Thread-safe.
 */
final class KeptAgents {

	private final Duration patience;

	private @Nullable Instant roomSince;

	private @Nullable Instant crowdedSince;

	KeptAgents(Duration patience) {
		this.patience = patience;
	}

	/**
	 * Return the change that is needed.
	 * @param kept how many are kept so far, or {@code null} for all
	 * @param activeAgents how many agents are active
	 * @param capacity how many can be kept online now
	 * @param now the time
	 * @return the change, or {@code null} for none; at least one agent is kept, to be
	 * pinged as soon as there is a request to spare
	 */
	synchronized @Nullable KeptChange change(@Nullable Integer kept, int activeAgents, double capacity, Instant now) {
		int wanted = (kept != null) ? Math.min(activeAgents, kept) : activeAgents;
		if (capacity < wanted * Tuning.TOLERATED_CROWD && wanted > ((kept != null) ? 1 : 0)) {
			this.roomSince = null;
			return isPassing(capacity / wanted, now) ? null : new KeptChange(kept, Math.max(1, (int) capacity));
		}
		this.crowdedSince = null;
		if (kept == null) {
			return null;
		}
		boolean room = (activeAgents <= kept && capacity >= activeAgents) || capacity >= kept + 1;
		if (!room) {
			this.roomSince = null;
			return null;
		}
		return grown(kept, activeAgents, capacity, now);
	}

	private boolean isPassing(double part, Instant now) {
		if (this.crowdedSince == null) {
			this.crowdedSince = now;
		}
		if (part > Tuning.FAR_TOO_LITTLE
				&& now.isBefore(this.crowdedSince.plus(this.patience.dividedBy(Tuning.CROWDED_PATIENCE_PART)))) {
			return true;
		}
		this.crowdedSince = null;
		return false;
	}

	private @Nullable KeptChange grown(int kept, int activeAgents, double capacity, Instant now) {
		if (this.roomSince == null) {
			this.roomSince = now;
		}
		if (now.isBefore(this.roomSince.plus(this.patience))) {
			return null;
		}
		this.roomSince = null;
		return new KeptChange(kept, (capacity < activeAgents) ? (Integer) (int) capacity : null);
	}

}

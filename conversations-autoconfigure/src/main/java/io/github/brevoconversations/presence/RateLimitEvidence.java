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

/**
 * Decides whether to believe reports that no request remains. A report alone proves
 * little, since it may not count pings. A ping that is accepted nevertheless disproves
 * such reports, until Brevo responds with 429. If that response comes soon after, for
 * example because only pings that wait long enough are accepted, more and more accepted
 * pings are needed to disprove the reports again. Thread-safe.
 */
final class RateLimitEvidence {

	private int accepted;

	private int needed = 1;

	private Instant disprovedAt = Instant.MIN;

	/**
	 * Record that a ping was accepted although nothing remained, and that still nothing
	 * remains.
	 * @param now the time
	 */
	synchronized void acceptedWithNothingLeft(Instant now) {
		if (this.accepted < this.needed && ++this.accepted == this.needed) {
			this.disprovedAt = now;
		}
	}

	/**
	 * Record that Brevo responded to a ping with 429.
	 * @param now the time
	 */
	synchronized void limited(Instant now) {
		if (isDisproved()) {
			this.needed = now.isBefore(this.disprovedAt.plus(Tuning.DISPROOF_ENDURES))
					? Math.min(2 * this.needed, Tuning.MOST_EVIDENCE) : 1;
		}
		this.accepted = 0;
	}

	/**
	 * Return whether reports that nothing remains are wrong.
	 * @return whether such reports are disproved
	 */
	synchronized boolean isDisproved() {
		return this.accepted >= this.needed;
	}

	/**
	 * Return whether a report that nothing remains may be wrong.
	 * @return whether one accepted ping is enough to disprove such reports, because no
	 * 429 has recently followed a disproof
	 */
	synchronized boolean isInDoubt() {
		return this.needed == 1;
	}

}

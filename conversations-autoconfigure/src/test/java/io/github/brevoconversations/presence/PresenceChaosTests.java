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
import java.util.Set;

import org.junit.jupiter.api.Test;

/**
 * {@link AbstractPresenceChaosTests} on a store that never fails by itself: only the code
 * of others does, in each place where it is called.
 */
class PresenceChaosTests extends AbstractPresenceChaosTests {

	private static final Set<String> PLACES = Set.of("claim", "claim when subscribed to", "claim with the result",
			"schedule", "schedule when subscribed to", "schedule with the result", "mark", "mark when subscribed to",
			"mark with the result", "key provider", "filter", "filter with the response", "rate limit observer",
			"call observer of a success", "call observer of a failure", "listener to pings");

	@Test
	void keepsMarkedAgentsOnlineWhateverIsThrown() {
		try (RealCluster cluster = new RealCluster(new SharedStore(Clock.systemUTC()), this.sabotage)) {
			cluster.start(3);
			PresenceInvariant invariant = invariant(cluster);
			this.sabotage.begin(0.1);
			runUntil(() -> this.sabotage.places().containsAll(PLACES), cluster, () -> mark(cluster),
					() -> invariant.check(heartbeats(cluster), this.marked, now()));
			this.sabotage.end();
			assertAllIsWell(cluster);
		}
	}

}

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

import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.presence.HeartbeatState;

/**
 * Says in plain words who is kept online, at what pace and why.
 */
final class Pace {

	private Pace() {
	}

	/**
	 * Say who is kept online, at what pace and why.
	 * @param state the state of the heartbeat
	 * @param kept the names of the active agents whose pings keep them online
	 * @param trying the names of the active agents whose pings do not, or not yet
	 * @param waiting the names of the active agents who are not pinged
	 * @return sentences
	 */
	static List<String> of(HeartbeatState state, List<String> kept, List<String> trying, List<String> waiting) {
		List<String> pace = new ArrayList<>();
		if (!isPinging(state)) {
			pace.add(condition(state));
		}
		else if (!kept.isEmpty()) {
			pace.add("%s %s kept online, with a ping every %s s.".formatted(join(kept),
					(kept.size() == 1) ? "is" : "are", seconds(state)));
		}
		else if (trying.isEmpty()) {
			pace.add(waiting.isEmpty() ? "Nobody is active, so nobody is pinged." : "Nobody is pinged.");
		}
		if (isPinging(state) && !trying.isEmpty()) {
			pace.add("%s %s active, but not kept online right now.".formatted(join(trying),
					(trying.size() == 1) ? "is" : "are"));
		}
		RateLimit limit = state.rateLimit();
		if (limit != null && limit.limit() != null && limit.remaining() != null) {
			pace.add("Brevo has %s of %s requests an hour left.".formatted(limit.remaining(), limit.limit()));
		}
		if (!waiting.isEmpty()) {
			pace.add("%s %s, since the rate limit allows no more. Those who became active first are kept."
				.formatted(join(waiting), (waiting.size() == 1) ? "waits" : "wait"));
		}
		return List.copyOf(pace);
	}

	// A limit that is too small for all is not used up.
	private static boolean isPinging(HeartbeatState state) {
		RateLimit limit = state.rateLimit();
		boolean usedUp = limit != null && Long.valueOf(0).equals(limit.remaining());
		boolean tooSmall = state.condition() == HeartbeatState.Condition.RATE_LIMITED && !usedUp
				&& state.keptAgents() > 0 && state.keptAgents() < state.activeAgents();
		return state.condition() == HeartbeatState.Condition.PINGING || tooSmall;
	}

	private static String condition(HeartbeatState state) {
		return switch (state.condition()) {
			case STOPPED -> "Agents are not pinged.";
			case PINGING -> "Agents are pinged every %s s.".formatted(seconds(state));
			case STALLED -> "Something blocks the heartbeat, so nobody is pinged. It resumes as soon as it can.";
			case STORE_FAILING -> "The active agents cannot be read. The desk retries every few seconds.";
			case OUTAGE -> "Brevo does not respond. Pings are retried every few seconds.";
			case RATE_LIMITED -> "Brevo allows no more requests for now. Pings resume when it does.";
			case SUSPENDED -> "Brevo rejects all pings. They are retried every few minutes.";
		};
	}

	private static long seconds(HeartbeatState state) {
		return Math.round(state.interval().toMillis() / 1000.0);
	}

	private static String join(List<String> names) {
		if (names.size() > 4) {
			return "%s and %s others".formatted(String.join(", ", names.subList(0, 3)), names.size() - 3);
		}
		return (names.size() <= 1) ? String.join("", names)
				: String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
	}

}

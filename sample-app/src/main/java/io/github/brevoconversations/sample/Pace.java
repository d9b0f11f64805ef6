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
	 * Say how agents are kept online.
	 * @param state the state of the heartbeat
	 * @param kept the names of the active agents who are pinged
	 * @param waiting the names of the active agents who are not
	 * @return sentences
	 */
	static List<String> of(HeartbeatState state, List<String> kept, List<String> waiting) {
		List<String> pace = new ArrayList<>();
		pace.add(condition(state, kept));
		RateLimit limit = state.rateLimit();
		if (limit != null && limit.limit() != null && limit.remaining() != null) {
			pace.add("Brevo has %s of %s requests an hour left.".formatted(limit.remaining(), limit.limit()));
		}
		if (!waiting.isEmpty()) {
			pace.add("%s %s: that is all that the rest allows. Those who became active first are kept."
				.formatted(join(waiting), (waiting.size() == 1) ? "waits" : "wait"));
		}
		return List.copyOf(pace);
	}

	private static String condition(HeartbeatState state, List<String> kept) {
		return switch (state.condition()) {
			case STOPPED -> "Agents are not pinged.";
			case PINGING ->
				kept.isEmpty() ? "Nobody is active, so nobody is pinged." : "%s %s kept online, with a ping every %s s."
					.formatted(join(kept), (kept.size() == 1) ? "is" : "are", state.interval().toSeconds());
			case STALLED -> "Something blocks the heartbeat, so nobody is pinged. It goes on as soon as it can.";
			case STORE_FAILING -> "The active agents cannot be read. The desk retries every few seconds.";
			case OUTAGE -> "Brevo does not respond. Pings are retried every few seconds.";
			case RATE_LIMITED -> "Brevo allows no more requests for now. Pings go on when it does.";
			case SUSPENDED -> "Brevo rejects all pings. They are retried every few minutes.";
		};
	}

	private static String join(List<String> names) {
		if (names.size() > 4) {
			return "%s and %s others".formatted(String.join(", ", names.subList(0, 3)), names.size() - 3);
		}
		return (names.size() <= 1) ? String.join("", names)
				: String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
	}

}

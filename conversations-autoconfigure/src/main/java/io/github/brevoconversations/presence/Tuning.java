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

/**
 * All numbers that tune the heartbeat, each with its unit and its reason.
 * <p>
 * An asterisk marks a unit that applies to an online window of two minutes, and is scaled
 * with the window ({@link HeartbeatSettings#scaled(double)}). What users configure is in
 * {@link HeartbeatSettings}. The stores in other packages have their own numbers.
 */
final class Tuning {

	// Beats

	/**
	 * Seconds* between two beats at least, so that many agents are claimed together.
	 */
	static final double LEAST_BEAT_GAP = 0.02;

	/**
	 * Seconds* between two beats at most, even if nothing is due: marks of other
	 * instances, and what a store has lost, are noticed within this time.
	 */
	static final double TICK = 5;

	/**
	 * The least number of beats in an interval, for intervals below a minute.
	 */
	static final int TICKS_PER_INTERVAL = 12;

	/**
	 * Ticks that may be missing before the watchdog beats in place of the scheduler. A
	 * single one may be late now and then.
	 */
	static final int LATE_TICKS = 3;

	/**
	 * Seconds* after which a beat is given up. All its calls have ended long before.
	 */
	static final double LONGEST_BEAT = 15;

	/**
	 * The part of the online window without a beat after which the heartbeat is reported
	 * as stalled. The agents are still online then.
	 */
	static final int STALLED_PART = 2;

	/**
	 * How often to claim in an interval if the store cannot tell when the next agent is
	 * due.
	 */
	static final int BLIND_BEATS_PER_INTERVAL = 60;

	/**
	 * Seconds* until the next claim if more agents are due than were claimed.
	 */
	static final double NEXT_CLAIM = 0.1;

	/**
	 * Seconds* until the next claim if no ping was permitted.
	 */
	static final double NEXT_PERMIT = 0.25;

	/**
	 * The part of the places for pings that must be free again before an additional claim
	 * if all were taken.
	 */
	static final int FREE_PART = 4;

	/**
	 * Seconds* until the next beat if one failed.
	 */
	static final double AFTER_FAILED_BEAT = 1;

	// Pings

	/**
	 * Seconds* that a ping may take. Brevo responds in less than one.
	 */
	static final double LONGEST_PING = 10;

	/**
	 * How many pings must fit between the interval and the end of the online window, one
	 * after the other.
	 */
	static final int PINGS_IN_REST = 2;

	/**
	 * Seconds* by which a claim lasts longer than a ping may take, so that the outcome of
	 * the ping can be stored.
	 */
	static final double LEASE_AFTER_PING = 2;

	/**
	 * Seconds* beyond the longest interval after which a due time must be wrong, because
	 * the clock was set.
	 */
	static final double DELAY_TOLERANCE = 5;

	/**
	 * Seconds* before a failed ping is retried, at least.
	 */
	static final double RETRY_SOONEST = 0.5;

	/**
	 * Seconds* before a failed ping is retried for the first time. The delay doubles each
	 * time.
	 */
	static final double RETRY_FIRST = 1;

	/**
	 * Seconds* before a failed ping is retried, at most, while the agent is online.
	 */
	static final double RETRY_LATEST = 5;

	/**
	 * How many retries must fit into the time for which the agent stays online.
	 */
	static final int RETRIES_IN_TIME_LEFT = 3;

	/**
	 * The part of a retry's delay that is random.
	 */
	static final double RETRY_JITTER = 0.25;

	/**
	 * The part of the online window that is little time to retry a ping: if less is left,
	 * even the first failure is logged as a warning.
	 */
	static final int LITTLE_TIME_PART = 4;

	/**
	 * The part of the online window by which the time of an accepted ping may be in the
	 * future, because the store's clock is only known up to the time of a response.
	 */
	static final int CLOCK_TOLERANCE_PART = 120;

	/**
	 * Number of agents whose ping has worn off that are looked up in the store at once.
	 */
	static final int MOST_TO_CHECK = 1000;

	// Spread

	/**
	 * How much faster than the mean rate pings may come, to catch up.
	 */
	static final double RELATIVE_RATE = 1.25;

	/**
	 * Seconds* whose pings, at the mean rate, may come at once.
	 */
	static final double BURST = 3;

	/**
	 * Pings that may come at once whatever the rate: the default concurrency.
	 */
	static final double LEAST_BURST = 8;

	/**
	 * Pings a second* that may come whatever the mean rate: what few agents need for
	 * retries.
	 */
	static final double LEAST_RATE = 0.2;

	/**
	 * Number of agents above which pings are spread by their rate alone: the time to find
	 * the widest gap grows with the number of agents.
	 */
	static final int MOST_SPREAD_AGENTS = 1000;

	/**
	 * The part of the mean distance that is too small a distance between two pings.
	 * Halving the widest gap leads to half the mean distance or more.
	 */
	static final int CROWDED_PART = 4;

	/**
	 * Requests that must be spare until the reset for a ping that comes earlier.
	 */
	static final int SPREAD_ROOM = 3;

	// Outages

	/**
	 * Failures in a row that make an outage if failures are rare. Fewer are not unusual
	 * if many agents are pinged.
	 */
	static final int FAILURES_UNTIL_OPEN = 3;

	/**
	 * Seconds* that these failures must last: a blip is no outage.
	 */
	static final int UNITS_UNTIL_OPEN = 2;

	/**
	 * Failures in a row, none of a ping that Brevo may have accepted, after which an
	 * outage is more than late responses.
	 */
	static final int FAILURES_OF_ANOTHER_KIND = 5;

	/**
	 * Seconds* between two probes, at most, while an agent may still be online.
	 */
	static final int PROBE_WHILE_ONLINE = 4;

	/**
	 * Seconds* between two probes, at most, once no agent can be online.
	 */
	static final int PROBE_WHILE_OFFLINE = 30;

	/**
	 * The probability that the failures in a row that make an outage happen by chance, if
	 * failures are frequent.
	 */
	static final double BY_CHANCE = 1e-4;

	/**
	 * Failures in a row that make an outage however frequent failures are.
	 */
	static final int MOST_BY_CHANCE = 10;

	// Refusals

	/**
	 * Seconds* that pings wait at first if Brevo rejects all of them.
	 */
	static final double FIRST_SUSPENSION = 30;

	/**
	 * Seconds* that they wait at most. Until then, they wait for as long as they have
	 * already been rejected.
	 */
	static final double LONGEST_SUSPENSION = 480;

	/**
	 * Seconds* that pings wait, at most, after a 429 that does not say for how long.
	 */
	static final double BURST_PAUSE = 10;

	/**
	 * Seconds* that pings wait, at most, after a 429 that comes again although the pause
	 * is over, unless it asks for more.
	 */
	static final double LONGEST_LIMIT_BACKOFF = 60;

	/**
	 * Seconds* until an agent whose ping led to a pause is due again, so that it is
	 * pinged right after the pause. Also the shortest pause.
	 */
	static final double AFTER_PAUSE = 1;

	// Rate limit

	/**
	 * The window of Brevo's rate limit, according to its documentation. A reset that is
	 * further ahead is not believed.
	 */
	static final Duration RATE_LIMIT_WINDOW = Duration.ofHours(1);

	/**
	 * The time by which two reports of the same reset may differ: they are in whole
	 * seconds, and a response takes time.
	 */
	static final Duration REPORT_TOLERANCE = Duration.ofSeconds(5);

	/**
	 * The time by which a reset may move before it counts as another one. It is longer
	 * than for one instance, since reports of other instances take longer.
	 */
	static final Duration RESET_TOLERANCE = Duration.ofSeconds(60);

	/**
	 * The time after which a report is certainly later than another one. It is longer
	 * than a ping may take.
	 */
	static final Duration LATE_REPORT = Duration.ofSeconds(15);

	/**
	 * Requests by which the remaining ones may differ without a reset. They are more than
	 * are in flight at once.
	 */
	static final int LARGE_DIFFERENCE = 10;

	/**
	 * The part of the limit that must remain right after a reset: if less does, the
	 * window slides instead.
	 */
	static final double USED_UP_PART = 0.5;

	/**
	 * Requests per hour that are spared if the window slides, whatever the share, since
	 * the number of pings varies from hour to hour.
	 */
	static final double SLIDING_SPARE = 1.2;

	/**
	 * The part of the limit above which a window that slid has been reset after all.
	 */
	static final double FULL_PART = 0.9;

	/**
	 * The time for which a window must be observed before it shows what others use.
	 */
	static final Duration OBSERVED_LONG = Duration.ofMinutes(10);

	/**
	 * The part of a window for which the use of others in the window before counts,
	 * compared with the observed use in this one.
	 */
	static final double PRIOR_PART = 1.0 / 6;

	/**
	 * Requests that may seem to be made by others, but belong to pings in flight.
	 */
	static final int UNSURE_REQUESTS = 3;

	/**
	 * The part of the requests left to others that pings may use before they stop.
	 */
	static final double BORROWED = 0.5;

	/**
	 * Accepted pings that are needed, at most, to disprove that nothing remains: two
	 * hours of pings every 110 seconds.
	 */
	static final int MOST_EVIDENCE = 64;

	/**
	 * The time without a 429 after which a disproof was certainly right.
	 */
	static final Duration DISPROOF_ENDURES = Duration.ofMinutes(10);

	/**
	 * The weight that earlier pings keep with each new ping in the share of accepted
	 * pings, so that about the last 400 count.
	 */
	static final double OVERHEAD_MEMORY = 1 - 1.0 / 400;

	/**
	 * Accepted pings that are assumed at the start.
	 */
	static final double OVERHEAD_PRIOR = 50;

	/**
	 * Requests that an accepted ping is assumed to take, at most.
	 */
	static final double MOST_OVERHEAD = 3;

	/**
	 * Standard deviations between the mean and the lower bound, so that no agent is given
	 * up because of bad luck.
	 */
	static final double OVERHEAD_DEVIATIONS = 3;

	/**
	 * The part of the kept agents for which there must be room. The estimate of the room
	 * varies a little.
	 */
	static final double TOLERATED_CROWD = 0.95;

	/**
	 * The part of the kept agents below which the number of kept agents shrinks at once:
	 * otherwise, pings of the last ones would use requests that the first ones will need.
	 */
	static final double FAR_TOO_LITTLE = 0.5;

	/**
	 * The part of the longest interval for which too little room is tolerated.
	 */
	static final int CROWDED_PATIENCE_PART = 4;

	/**
	 * Requests per hour of others below which nothing is logged.
	 */
	static final int MANY_REQUESTS_OF_OTHERS = 20;

	// Stores

	/**
	 * The time that a call to a store may take if a user waits for it.
	 */
	static final Duration STORE_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * The time for which the future of a mark waits for the end of its transaction, which
	 * may be waiting for the future.
	 */
	static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Seconds* after which a call of the heartbeat to the store is abandoned, whatever it
	 * waits for.
	 */
	static final double STORE_LIMIT = 5;

	/**
	 * Seconds* that a call to a shared store may take before this instance continues with
	 * its own agents.
	 */
	static final double SHARED_STORE_TIMEOUT = 3;

	/**
	 * Seconds* between two attempts to reach a shared store, at most. When the store is
	 * back, an instance claims nothing for this time and that of an attempt, so that all
	 * others can first store what they pinged.
	 */
	static final int LONGEST_RETREAT = 3;

	/**
	 * Seconds* for which an instance leaves agents to the others at most while the store
	 * fails now and then: some retreats, and far below the online window.
	 */
	static final double LONGEST_SETTLING = 20;

	/**
	 * Agents in one trip to a store: some 50 KB, and a few milliseconds.
	 */
	static final int MOST_IN_ONE_TRIP = 500;

	/**
	 * The time by which the store's clock may be set without harm.
	 */
	static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

	/**
	 * The time for which an instance remembers the agents that it made inactive. By
	 * default, Redis saves a snapshot at least once an hour.
	 */
	static final Duration UNMARKED_REMEMBERED = Duration.ofHours(2);

	/**
	 * How many of these agents it remembers at most.
	 */
	static final int MOST_UNMARKED = 1000;

	/**
	 * Failed trips in a row after which all waiting marks fail, since they would only
	 * wait for the next failure.
	 */
	static final int FAILURES_TO_GIVE_UP = 2;

	/**
	 * The time after which the mark of an agent that is locked in the store is retried.
	 */
	static final Duration LOCK_PAUSE = Duration.ofMillis(250);

	/**
	 * Attempts to mark an agent that is locked: together with the pauses, as long as a
	 * trip may take.
	 */
	static final int LOCK_ATTEMPTS = 20;

	/**
	 * Threads for calls of stores: a claim, a schedule, a mark and a list.
	 */
	static final int STORE_THREADS = 4;

	/**
	 * Threads for calls of stores, including those that are stuck in a call that was
	 * given up.
	 */
	static final int MOST_STORE_THREADS = 64;

	/**
	 * Calls of a store that may wait for a thread.
	 */
	static final int MOST_CALLS_WAITING = 1000;

	/**
	 * Seconds after which an idle thread ends. Beats come more often while there is
	 * something to do.
	 */
	static final long IDLE_THREAD_SECONDS = 30;

	// Events

	/**
	 * Events that may wait for listeners; further ones are dropped.
	 */
	static final int EVENTS_WAITING = 1000;

	/**
	 * Threads for listeners, including those that are stuck in one.
	 */
	static final int EVENT_THREADS = 4;

	/**
	 * Seconds after which another thread publishes the next events if a listener has not
	 * returned.
	 */
	static final long LISTENER_PATIENCE_SECONDS = 10;

	/**
	 * Seconds after which an idle thread ends.
	 */
	static final int EVENT_THREAD_IDLE_SECONDS = 60;

	private Tuning() {
	}

}

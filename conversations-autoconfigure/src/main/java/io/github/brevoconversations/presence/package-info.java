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

/**
 * Keeps agents online in Brevo. Knows nothing of Spring Boot.
 * <p>
 * How the heartbeat works, on one page:
 * <ol>
 * <li><b>Who.</b> {@link io.github.brevoconversations.presence.AgentPresence} stores
 * marks in an {@link io.github.brevoconversations.presence.ActiveAgentStore}, which knows
 * which agents are active, and when each of them is due. It also keeps the
 * {@linkplain io.github.brevoconversations.presence.AccountState state of the account}:
 * what remains of the rate limit, whether pinging is paused, and how many agents are kept
 * online. So all instances that share a store know the same.</li>
 * <li><b>When.</b> {@code HeartbeatTimer} beats when the next agent is due, and every few
 * seconds in any case. Beats never overlap; one that is requested during another follows
 * it. A watchdog gives up a beat that does not end, and beats while the scheduler is
 * blocked.</li>
 * <li><b>How many.</b> At each beat, {@code PingGate} decides how many pings may start.
 * It considers the free places, the pace that the quota allows ({@code PingPace}, which
 * depends on {@code PingQuota}, what is left for pings, and on {@code PingOverhead}, how
 * many requests an accepted ping takes), bursts ({@code PingAllowance}), whether Brevo
 * responds at all ({@code PingCircuit}), and whether to believe a report that nothing
 * remains ({@code RateLimitEvidence}). {@code KeptAgents} decides how many agents are
 * kept online: those that were marked active first. Each of them is pinged only if enough
 * requests remain for what those before it need until the reset.</li>
 * <li><b>Claim.</b> {@code PingRound} takes that many due agents from the store, which
 * postpones their due time by a lease, so that an instance that dies loses none.</li>
 * <li><b>Ping.</b> Each ping ends exactly once, whatever is thrown.</li>
 * <li><b>Outcome.</b> {@code PingResultHandler} sorts each result into accepted, failed,
 * rate limited, refused (for a reason that applies to all agents) or invalid (this agent
 * only), and tells the gate, {@code PingHistory}, the listeners and the reporter. What is
 * new about the account goes to the store with the next pings, in the same trip
 * ({@code AccountView}).</li>
 * <li><b>Next ping.</b> It follows after the interval, spread out ({@code PingSpread}),
 * or after the delay of a retry, within the online window if possible
 * ({@code RetryDelay}).</li>
 * <li><b>Observing.</b> {@code HeartbeatReporter} writes the log and publishes the
 * events, {@link io.github.brevoconversations.presence.PingListener} provides the
 * metrics, and {@link io.github.brevoconversations.presence.HeartbeatState} and
 * {@link io.github.brevoconversations.presence.AgentState} are the current state.</li>
 * <li><b>A store may hang.</b> {@code BoundedStore} makes its calls on separate threads
 * ({@code OwnStoreThreads}) and limits their time.</li>
 * <li><b>A shared store may be unreachable.</b> {@code OutageTolerantStore} continues
 * with the agents that this instance pinged last, and stores the outcome later
 * ({@code NextPings}). {@code StoreClock} knows the store's time, and whether it was
 * set.</li>
 * </ol>
 * All numbers that tune the heartbeat are in {@code Tuning}.
 * <p>
 * The <i>rate limit</i> is what Brevo allows the account; the <i>quota</i> is the part of
 * it that pings may use.
 */
@NullMarked
package io.github.brevoconversations.presence;

import org.jspecify.annotations.NullMarked;

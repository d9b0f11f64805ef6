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
 * marks in an {@link io.github.brevoconversations.presence.ActiveAgentStore}: who is
 * active, and when each agent is due. With them the store keeps the
 * {@linkplain io.github.brevoconversations.presence.AccountState state of the account}:
 * what the rate limit leaves, whether pinging is paused, and for how many agents there is
 * room. So all instances that share a store know the same.</li>
 * <li><b>When.</b> {@code HeartbeatTimer} beats when the next agent is due, and every few
 * seconds in any case. Beats never overlap; one asked for during another follows it. A
 * watchdog gives up a beat that does not end, and beats itself while the scheduler is
 * blocked.</li>
 * <li><b>How many.</b> At each beat {@code PingGate} says how many pings may start: free
 * places, the pace that the quota allows ({@code PingPace}, from {@code PingQuota}, what
 * others take among it, and {@code PingOverhead}, how many requests an accepted ping
 * takes), no bursts ({@code PingAllowance}), and whether Brevo responds at all
 * ({@code PingCircuit}). {@code KeptAgents} decides for how many agents there is room;
 * those that were marked first are kept, and each of them is pinged only if what those
 * before it need until the reset remains.</li>
 * <li><b>Claim.</b> {@code PingCycle} takes that many due agents from the store, which
 * moves their due time on by a lease, so that an instance that dies loses none.</li>
 * <li><b>Ping.</b> Each ping ends once, whatever is thrown by whom.</li>
 * <li><b>What came of it.</b> {@code PingOutcomes} sorts each result into accepted,
 * failed, rate limited, refused (all agents) or invalid (this one), and tells the gate,
 * {@code PingStatuses}, the listeners and the reporter. What is new of the account goes
 * to the store with the next pings, in the same trip ({@code AccountView}).</li>
 * <li><b>When again.</b> After the interval, spread out ({@code PingSpread}), or after a
 * retry's delay, inside the online window ({@code RepeatDelay}).</li>
 * <li><b>Telling.</b> {@code HeartbeatReporter}: log and events;
 * {@link io.github.brevoconversations.presence.PingListener}: metrics;
 * {@link io.github.brevoconversations.presence.HeartbeatState} and
 * {@link io.github.brevoconversations.presence.AgentState}: how things are, computed from
 * the age of the last beat and of each agent's last accepted ping.</li>
 * <li><b>A store may hang.</b> {@code BoundedStore} makes its calls on threads of their
 * own ({@code OwnStoreThreads}) and bounds their time.</li>
 * <li><b>A shared store may be away.</b> {@code OutageTolerantStore} goes on with what
 * this instance pinged last, and catches up ({@code NextPings}). {@code StoreClock} knows
 * the store's time, and whether it was set.</li>
 * </ol>
 * <i>Rate limit</i> is what Brevo allows the account; <i>quota</i> is the part of it that
 * pings may use.
 */
@NullMarked
package io.github.brevoconversations.presence;

import org.jspecify.annotations.NullMarked;

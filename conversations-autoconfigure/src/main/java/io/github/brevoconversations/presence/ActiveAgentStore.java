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
import java.util.Collection;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Holds the active agents and, for each of them, the time when its next ping is due, by
 * the store's own clock. Thread-safe. No method blocks: the work is done, or begun, when
 * the returned {@link Mono} is subscribed to. Unless a method says otherwise, a failure
 * means that nothing was changed, as far as the store can tell.
 * <p>
 * A ping has two steps, so that an instance that dies between them loses no agent: an
 * agent that is due is {@linkplain #claimDue claimed} for the longest time that a ping
 * may take, and {@linkplain #schedule scheduled} again once the outcome of the ping is
 * known.
 */
public interface ActiveAgentStore {

	/**
	 * Return the store that holds the marks of a presence.
	 * @param presence the presence
	 * @return the store, or {@code null} if the presence was not created by
	 * {@link AgentPresence#of(ActiveAgentStore)}, for example because it is a mock
	 */
	static @Nullable ActiveAgentStore of(AgentPresence presence) {
		return (presence instanceof MarkSource source) ? source.getStore() : null;
	}

	/**
	 * Make agents active or inactive. The first ping of an agent that becomes active is
	 * due at once, before those of agents that have already been pinged. An agent that is
	 * already active keeps its due time and its place; only its name and how long it
	 * stays active are replaced. A mark that makes an agent inactive is ignored if the
	 * agent is not active.
	 * @param marks the marks, at most one for each agent; they take effect in their
	 * order, in as few trips as possible
	 * @return completion once the marks are stored. After a failure with a
	 * {@link LockedAgentsException}, all marks are stored except those of the agents that
	 * it names. After one with an {@link IllegalArgumentException}, or with any other
	 * {@link ActiveAgentStoreException} whose outcome is
	 * {@linkplain ActiveAgentStoreException#isOutcomeUnknown() known}, none is stored.
	 * After any other failure, some or all of them may be stored
	 */
	Mono<Void> mark(Collection<Mark> marks);

	/**
	 * Make an agent active, as {@link #mark(Collection)} does.
	 * @param agent the agent
	 * @param atMost how long it stays active at most, or {@code null} for no limit
	 * @return completion once the agent is stored
	 */
	default Mono<Void> add(AgentIdentity agent, @Nullable Duration atMost) {
		return mark(List.of(Mark.active(agent, atMost)));
	}

	/**
	 * Make an agent inactive, as {@link #mark(Collection)} does.
	 * @param agent the agent
	 * @return completion once the agent is removed
	 */
	default Mono<Void> remove(AgentIdentity agent) {
		return mark(List.of(Mark.inactive(agent)));
	}

	/**
	 * Remove an agent whose ping Brevo rejected, unless it was marked active after that
	 * ping was begun. A mark in the future was made before the store's clock was set
	 * back, so it is older. If the agent is configured, the next
	 * {@link #configure(Collection)} makes it active again.
	 * @param agent the agent
	 * @param refusedAgo the time since the rejected ping was begun
	 * @return whether the agent was removed
	 */
	Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo);

	/**
	 * Set which agents the configuration makes active. An agent that it did not name
	 * before becomes active. One that it named before and no longer names becomes
	 * inactive, unless it was also marked active. One that it still names keeps its
	 * marks: if it was marked inactive, it stays inactive.
	 * @param agents all agents that are configured
	 * @return completion once the agents are stored
	 */
	Mono<Void> configure(Collection<AgentIdentity> agents);

	/**
	 * Add agents again that the store has lost, each with its place, its due time and the
	 * time until which it stays active. Agents that are active in the store are left as
	 * they are. The default implementation marks the agents active in their order, and
	 * schedules them; it does not store the state of the account.
	 * @param agents the agents, in the order in which they were marked active
	 * @param account the state of the account, which is stored if the store has none, or
	 * {@code null} if it is not known
	 * @param now the current time, by the clock that the agents' times refer to
	 * @return completion once they are stored
	 */
	default Mono<Void> restore(Collection<ActiveAgent> agents, @Nullable AccountState account, Instant now) {
		return mark(agents.stream().map((agent) -> {
			Instant until = agent.activeUntil();
			return Mark.active(agent.identity(), (until != null) ? Duration.between(now, until) : null);
		}).toList()).then(Mono.defer(() -> schedule(agents.stream().map((agent) -> {
			Instant accepted = agent.lastAcceptedPing();
			return new NextPing(agent.identity(), Duration.between(now, agent.pingDue()),
					(accepted != null) ? Duration.between(accepted, now) : null);
		}).toList())));
	}

	/**
	 * Return the active agents, in the order in which they became active.
	 * @param max how many agents to return at most
	 * @return the agents, possibly in an empty list; never an empty {@code Mono}
	 */
	Mono<List<ActiveAgent>> list(int max);

	/**
	 * Return those of the given agents that are active.
	 * @param agents the agents to look for
	 * @return the active ones in any order, possibly in an empty list; never an empty
	 * {@code Mono}
	 */
	Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents);

	/**
	 * Return how many agents are active.
	 * @return the number of agents
	 */
	Mono<Integer> size();

	/**
	 * Take agents whose ping is due, the longest due first. In the same atomic step,
	 * postpone the due time of each, so that no other instance takes it.
	 * <p>
	 * An agent is due if it was never claimed, if its due time has come, or if its due
	 * time is further ahead than the {@linkplain ClaimRequest#longestDelay() longest
	 * delay}, which means that the store's clock was set back. The
	 * {@linkplain AccountState account's state} limits how many agents are taken
	 * ({@link AccountState#admitted}), and changes when agents are taken
	 * ({@link AccountState#claimed}), both in the same atomic step.
	 * <p>
	 * If the state {@linkplain AccountState#kept() keeps} only a certain number of
	 * agents, or the request {@linkplain ClaimRequest#first() asks for the first ones},
	 * agents are taken only from that many agents that were marked active first. The
	 * others remain due, so that each is taken as soon as it is kept. Agents that Brevo
	 * {@linkplain NextPing#refused() rejects} do not count among the first ones, and are
	 * taken in addition to them, unless the request asks for the first ones.
	 * @param request how many agents to take, and for how long
	 * @return the agents taken, and what else the store knows; possibly a claim without
	 * agents, never an empty {@code Mono}
	 */
	Mono<Claim> claimDue(ClaimRequest request);

	/**
	 * Set when agents are pinged next, record which pings were accepted, and
	 * {@linkplain AccountState#merge merge} what is new about the account into its state,
	 * all in one trip if possible. Agents that are not active are ignored.
	 * @param pings the next ping of each agent; may be empty
	 * @param update what is new about the account
	 * @return the state of the account right before and right after the update; if
	 * several instances make the same change at once, only one of them sees it
	 */
	Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update);

	/**
	 * Set when agents are pinged next, if nothing is new about the account.
	 * @param pings the next ping of each agent; may be empty
	 * @return completion once the times are stored
	 */
	default Mono<Void> schedule(Collection<NextPing> pings) {
		return schedule(pings, AccountUpdate.NONE).then();
	}

	/**
	 * Return whether other instances may share this store, so that agents can become
	 * active and be pinged without this instance.
	 * @return whether the store is shared; {@code false} by default
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * What a claim requests from a store.
	 *
	 * @param max how many agents to take at most; may be 0
	 * @param lease the time from the claim until the agents are due again, unless they
	 * are scheduled before
	 * @param longestDelay the longest delay that a ping can have; an agent whose due time
	 * is further ahead is due now
	 * @param first the number of agents, those that were marked active first, from which
	 * agents may be taken, even if the account's state keeps more; {@code null} for all
	 * that it keeps
	 */
	record ClaimRequest(int max, Duration lease, Duration longestDelay, @Nullable Integer first) {

		/**
		 * Create a request that may take from all agents.
		 * @param max how many agents to take at most; may be 0
		 * @param lease the time from the claim after which the agents are due again
		 * @param longestDelay the longest time for which a ping is ever delayed
		 */
		public ClaimRequest(int max, Duration lease, Duration longestDelay) {
			this(max, lease, longestDelay, null);
		}

		/**
		 * Create a request that believes due times up to a day ahead.
		 * @param max how many agents to take at most; may be 0
		 * @param lease the time from the claim after which the agents are due again
		 * @return the request
		 */
		public static ClaimRequest of(int max, Duration lease) {
			return new ClaimRequest(max, lease, Duration.ofDays(1));
		}

		/**
		 * Return whether agents that Brevo rejects may be taken in addition to those that
		 * are kept: only if there are enough requests for the latter.
		 * @return whether they may be taken
		 */
		public boolean mayTakeRefused() {
			return this.first == null;
		}

		/**
		 * Return from how many agents, those that were marked active first, agents may be
		 * taken.
		 * @param account the state of the account
		 * @return the lesser of the state's and this request's number, or {@code null}
		 * for all agents
		 */
		public @Nullable Integer candidates(AccountState account) {
			Integer kept = account.kept();
			if (kept == null || this.first == null) {
				return (kept != null) ? kept : this.first;
			}
			return Math.min(kept, this.first);
		}

	}

	/**
	 * Agents taken from a store to be pinged, and what else the store knows.
	 *
	 * @param when the time of the claim, on the store's clock
	 * @param agents the agents, the longest due first, each with the time when it was due
	 * @param active the total number of active agents
	 * @param generation a number that changes when the store has lost its contents, or 0
	 * if it cannot lose them
	 * @param nextDue the time from the claim until another agent can be claimed, zero if
	 * one can be claimed now; if pinging is paused, not before the end of the pause;
	 * {@code null} if there is no agent to claim at any time, or if the store cannot tell
	 * @param account the state of the account after the claim, or {@code null} if the
	 * store does not keep it, so that each instance has its own
	 */
	record Claim(Instant when, List<ActiveAgent> agents, int active, long generation, @Nullable Duration nextDue,
			@Nullable AccountState account) {

		/**
		 * Create a claim.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active the total number of active agents
		 * @param generation a number that changes when the store has lost its contents,
		 * or 0 if it cannot lose them
		 * @param nextDue the time from the claim until another agent can be claimed
		 * @param account the state of the account after the claim
		 */
		public Claim(Instant when, List<ActiveAgent> agents, int active, long generation, @Nullable Duration nextDue,
				@Nullable AccountState account) {
			this.when = when;
			this.agents = List.copyOf(agents);
			this.active = active;
			this.generation = generation;
			this.nextDue = nextDue;
			this.account = account;
		}

		/**
		 * Create a claim for a store that cannot tell when the next agent is due, and
		 * does not keep the state of the account.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active the total number of active agents
		 * @param generation a number that changes when the store has lost its contents,
		 * or 0 if it cannot lose them
		 */
		public Claim(Instant when, List<ActiveAgent> agents, int active, long generation) {
			this(when, agents, active, generation, null, null);
		}

	}

	/**
	 * What an update of the account's state has changed.
	 *
	 * @param before the state right before the update
	 * @param after the state right after it
	 */
	record Scheduled(AccountState before, AccountState after) {

	}

}

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
 * Holds the active agents, and for each the time when its next ping is due, on the
 * store's own clock. Thread-safe. No method blocks: the work is done, or begun, when the
 * returned {@link Mono} is subscribed to. One that fails has changed nothing, as far as
 * the store can tell.
 * <p>
 * A ping has two steps, so that an instance which dies between them loses none: an agent
 * that is due is {@linkplain #claimDue claimed}, for as long as a ping may take at most,
 * and is {@linkplain #schedule scheduled} again once it is known what came of the ping.
 */
public interface ActiveAgentStore {

	/**
	 * Make agents active or inactive, all of them or, if it fails, possibly some. The
	 * first ping of an agent that becomes active is due at once, before those of agents
	 * that were pinged already. An agent that is active already keeps its due time and
	 * its place; only how long it stays active and its name are set anew. An agent that
	 * is made inactive and is not active is left out.
	 * @param marks the marks, no two of the same agent; they take effect in their order,
	 * in as few trips as possible
	 * @return completion once the marks are stored. A failure with an
	 * {@link ActiveAgentStoreException} that says so, or with an
	 * {@link IllegalArgumentException}, has stored none; any other may have stored them
	 */
	Mono<Void> mark(Collection<Mark> marks);

	/**
	 * Make an agent active, as {@link #mark(Collection)} does.
	 * @param agent the agent
	 * @param atMost how long it stays active at most, or {@code null} for as long as it
	 * is not removed
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
	 * Remove an agent whose ping Brevo refused, unless it was marked active after that
	 * ping was begun. If it is configured, it is active again from the next
	 * {@link #configure(Collection)} on.
	 * @param agent the agent
	 * @param refusedAgo the time since the ping was begun
	 * @return whether the agent was removed
	 */
	Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo);

	/**
	 * Set which agents the configuration makes active. One that it did not name before
	 * becomes active; one that it named before and names no more becomes inactive, unless
	 * it was marked active as well. What was marked of the others since stands: one that
	 * was marked inactive stays so.
	 * @param agents all agents that are configured
	 * @return completion once that is stored
	 */
	Mono<Void> configure(Collection<AgentIdentity> agents);

	/**
	 * Add agents again which the store has lost, each with its place, its due time and
	 * how long it stays active. Those that are active are left out. By default they are
	 * marked active in their order, and scheduled.
	 * @param agents the agents, in the order in which they were marked active
	 * @param account the state of the account, which is stored if there is none, or
	 * {@code null} if it is not known
	 * @param now the time by the clock that the times of the agents are of
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
	 * Return the active agents, those that became active first before the others.
	 * @param max how many agents to return at most
	 * @return the agents; never empty, but possibly of an empty list
	 */
	Mono<List<ActiveAgent>> list(int max);

	/**
	 * Return those of the given agents that are active.
	 * @param agents the agents to look for
	 * @return the active ones, in any order; never empty, but possibly of an empty list
	 */
	Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents);

	/**
	 * Return how many agents are active.
	 * @return the number of agents
	 */
	Mono<Integer> size();

	/**
	 * Take agents whose ping is due, the longest due first, and in the same atomic step
	 * move the due time of each on, so that nobody else takes them.
	 * <p>
	 * An agent is due if it was never claimed, if its due time has come, or if that lies
	 * further ahead than the {@linkplain ClaimRequest#longestDelay() longest delay}: the
	 * store's clock was set back then. How many agents are taken at most, the
	 * {@linkplain AccountState account's state} says in that step as well
	 * ({@link AccountState#admitted}); if it {@linkplain AccountState#kept() keeps} a
	 * number of agents only, or the request asks for the first ones, agents are taken
	 * from those many that were marked active first, and the others stay as they are,
	 * due, so that each is taken as soon as it is kept. Taking agents changes the
	 * account's state ({@link AccountState#claimed}).
	 * @param request how many agents to take, and for how long
	 * @return the agents taken, and what the store knows besides; never empty, but
	 * possibly of a claim without agents
	 */
	Mono<Claim> claimDue(ClaimRequest request);

	/**
	 * Set when agents are pinged next, remember which pings were accepted, and
	 * {@linkplain AccountState#merge merge} what is new of the account into its state,
	 * all in one trip. Agents that are not active are left out.
	 * @param pings the next ping of each agent; may be empty
	 * @param update what is new of the account
	 * @return the state of the account right before and right after the update; of
	 * several updates at once, one sees a change
	 */
	Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update);

	/**
	 * Set when agents are pinged next, if nothing is new of the account.
	 * @param pings the next ping of each agent; may be empty
	 * @return completion once the times are stored
	 */
	default Mono<Void> schedule(Collection<NextPing> pings) {
		return schedule(pings, AccountUpdate.NONE).then();
	}

	/**
	 * Return whether other instances may use what is stored, so that agents can become
	 * active and be pinged without this instance.
	 * @return whether the store is shared; {@code false} by default
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * What is asked of a store with a claim.
	 *
	 * @param max how many agents to take at most; may be 0
	 * @param lease the time from the claim after which the agents are due again, unless
	 * they are scheduled otherwise
	 * @param longestDelay the longest time for which a ping is ever delayed; an agent
	 * that is due later than that is due now
	 * @param first how many agents may be taken from, those that were marked active
	 * first, whatever the account's state says; {@code null} for all
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
		 * Create a request that takes each due time for what it is, up to a day ahead.
		 * @param max how many agents to take at most; may be 0
		 * @param lease the time from the claim after which the agents are due again
		 * @return the request
		 */
		public static ClaimRequest of(int max, Duration lease) {
			return new ClaimRequest(max, lease, Duration.ofDays(1));
		}

		/**
		 * Return how many agents may be taken from, those that were marked active first.
		 * @param account the state of the account
		 * @return the least of what the state and this request say, or {@code null} for
		 * all agents
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
	 * Agents taken from a store to be pinged, and what the store knows besides.
	 *
	 * @param when the time of the claim, on the store's clock
	 * @param agents the agents, the longest due first, each with the time when it was due
	 * @param active how many agents are active in all
	 * @param generation a number that becomes another when the store has lost what it
	 * held, or 0 if it cannot
	 * @param nextDue the time from the claim until another agent can be claimed, which is
	 * zero if one could be already; if pinging is paused, not before the pause ends;
	 * {@code null} if nobody can be claimed whatever the time, or if the store cannot
	 * tell
	 * @param account the state of the account after the claim, or {@code null} if the
	 * store does not keep it, so that each instance goes by its own
	 */
	record Claim(Instant when, List<ActiveAgent> agents, int active, long generation, @Nullable Duration nextDue,
			@Nullable AccountState account) {

		/**
		 * Create a claim.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active how many agents are active in all
		 * @param generation a number that becomes another when the store has lost what it
		 * held, or 0 if it cannot
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
		 * Create a claim of a store that cannot tell when the next agent is due, and does
		 * not keep the state of the account.
		 * @param when the time of the claim, on the store's clock
		 * @param agents the agents, the longest due first, each with the time when it was
		 * due
		 * @param active how many agents are active in all
		 * @param generation a number that becomes another when the store has lost what it
		 * held, or 0 if it cannot
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

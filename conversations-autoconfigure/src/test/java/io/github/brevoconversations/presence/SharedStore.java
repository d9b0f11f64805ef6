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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.brevoconversations.client.AgentIdentity;
import reactor.core.publisher.Mono;

/**
 * Store that several heartbeats share, with a clock that goes ten minutes ahead of
 * theirs. It can be away.
 */
class SharedStore extends InMemoryActiveAgentStore {

	private final MovableClock clock;

	private State state = State.ANSWERING;

	private int trips;

	private BooleanSupplier fails = () -> false;

	private long generation = 1;

	private List<ActiveAgent> snapshot = List.of();

	SharedStore(Clock clock) {
		this(new MovableClock(clock));
	}

	private SharedStore(MovableClock clock) {
		super(clock);
		this.clock = clock;
	}

	/**
	 * Set the store's clock.
	 * @param step how far forward, or back if it is negative
	 */
	void moveClock(Duration step) {
		this.clock.offset = this.clock.offset.plus(step);
	}

	void is(State state) {
		this.state = state;
	}

	/**
	 * Lose all agents, as a store without persistence does when it is restarted.
	 */
	void loseAgents() {
		super.mark(
				super.list(Integer.MAX_VALUE).block().stream().map((agent) -> Mark.inactive(agent.identity())).toList())
			.block();
		this.generation++;
	}

	/**
	 * Return whom the store holds, whatever its state.
	 * @return the agents
	 */
	Set<AgentIdentity> held() {
		List<ActiveAgent> held = super.list(Integer.MAX_VALUE).block();
		return held.stream().map(ActiveAgent::identity).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Remember what is held.
	 */
	void saveSnapshot() {
		this.snapshot = super.list(Integer.MAX_VALUE).block();
	}

	/**
	 * Come back with what was held at the last snapshot, as Redis does when it is
	 * restarted.
	 */
	void comeBackOlder() {
		List<ActiveAgent> snapshot = this.snapshot;
		loseAgents();
		snapshot.forEach((agent) -> hold(agent, agent.pingDue()));
	}

	/**
	 * Fail now and then.
	 * @param fails whether a trip fails
	 */
	void failIf(BooleanSupplier fails) {
		this.fails = fails;
	}

	int trips() {
		return this.trips;
	}

	private <T> Mono<T> answer(Supplier<Mono<T>> answer) {
		return answer(answer, false);
	}

	private <T> Mono<T> read(Supplier<Mono<T>> answer) {
		return answer(answer, true);
	}

	private <T> Mono<T> answer(Supplier<Mono<T>> answer, boolean reading) {
		return Mono.defer(() -> {
			this.trips++;
			if (this.fails.getAsBoolean()) {
				return Mono.error(new IllegalStateException("The store failed once"));
			}
			return switch (this.state) {
				case ANSWERING -> answer.get();
				case READ_ONLY -> reading ? answer.get() : Mono.error(new IllegalStateException("The store is full"));
				case FAILING -> Mono.error(new IllegalStateException("The store is down"));
				case HANGING -> Mono.never();
			};
		});
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return answer(() -> super.mark(marks));
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return answer(() -> super.drop(agent, refusedAgo));
	}

	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		return answer(() -> super.configure(agents));
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return read(() -> super.list(max));
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return read(() -> super.find(agents));
	}

	@Override
	public Mono<Integer> size() {
		return read(super::size);
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return answer(() -> super.claimDue(request).map((claim) -> new Claim(claim.when(), claim.agents(),
				claim.active(), this.generation, claim.nextDue(), claim.account())));
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return answer(() -> super.schedule(pings, update));
	}

	@Override
	public boolean isShared() {
		return true;
	}

	/**
	 * Goes like another, some time ahead of it.
	 */
	private static final class MovableClock extends Clock {

		private final Clock clock;

		private Duration offset = Duration.ofMinutes(10);

		private MovableClock(Clock clock) {
			this.clock = clock;
		}

		@Override
		public ZoneId getZone() {
			return this.clock.getZone();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Instant instant() {
			return this.clock.instant().plus(this.offset);
		}

	}

	/**
	 * What the store does.
	 */
	enum State {

		ANSWERING, READ_ONLY, FAILING, HANGING

	}

}

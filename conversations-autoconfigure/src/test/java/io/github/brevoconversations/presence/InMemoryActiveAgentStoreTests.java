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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryActiveAgentStore}.
 */
class InMemoryActiveAgentStoreTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final Duration INTERVAL = Duration.ofSeconds(60);

	private final ManualTaskScheduler time = new ManualTaskScheduler(VirtualTimeScheduler.create());

	private final InMemoryActiveAgentStore store = new InMemoryActiveAgentStore(this.time.getClock());

	@Test
	void listsAgentsInTheOrderInWhichTheyWereAdded() {
		add(TOM, null);
		add(LIZ, null);
		add(TOM, null);
		assertThat(list()).containsExactly(TOM, LIZ);
		assertThat(this.store.size().block()).isEqualTo(2);
	}

	@Test
	void claimsANewAgentAtOnceAndThenOnceInEachInterval() {
		add(LIZ, null);
		assertThat(claim(10)).containsExactly(LIZ);
		assertThat(claim(10)).isEmpty();
		this.time.advance(INTERVAL.minusMillis(1));
		assertThat(claim(10)).isEmpty();
		this.time.advance(Duration.ofMillis(1));
		assertThat(claim(10)).containsExactly(LIZ);
	}

	@Test
	void claimsTheLongestDueFirstAndNoMoreThanAskedFor() {
		add(LIZ, null);
		this.time.advance(Duration.ofSeconds(1));
		add(TOM, null);
		assertThat(claim(1)).containsExactly(LIZ);
		assertThat(claim(1)).containsExactly(TOM);
		assertThat(claim(1)).isEmpty();
	}

	@Test
	void claimsANewAgentBeforeThoseThatAreOverdue() {
		add(LIZ, null);
		claim(1);
		this.time.advance(INTERVAL.multipliedBy(2));
		add(TOM, null);
		assertThat(claim(2)).containsExactly(TOM, LIZ);
	}

	@Test
	void tellsWithAClaimHowLateItIsAndHowManyAgentsAreActive() {
		Instant start = this.time.getClock().instant();
		add(LIZ, null);
		claim(1);
		this.time.advance(INTERVAL.plusSeconds(3));
		add(TOM, Duration.ofSeconds(10));
		assertThat(this.store.claimDue(0, INTERVAL).block())
			.isEqualTo(new ActiveAgentStore.Claim(start.plusSeconds(63), List.of(), 2));
		assertThat(this.store.claimDue(2, INTERVAL).block().agents()).containsExactly(
				new ActiveAgent(TOM, start.plusSeconds(63), start.plusSeconds(63)),
				new ActiveAgent(LIZ, start, start.plusSeconds(60)));
	}

	@Test
	void claimsAScheduledAgentWhenItIsDue() {
		add(LIZ, null);
		claim(1);
		this.store.schedule(LIZ, Duration.ofSeconds(2)).block();
		this.store.schedule(TOM, Duration.ofSeconds(2)).block();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(claim(2)).isEmpty();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(claim(2)).containsExactly(LIZ);
	}

	@Test
	void listsNoMoreAgentsThanAskedFor() {
		add(TOM, null);
		add(LIZ, null);
		assertThat(this.store.list(1).block()).singleElement()
			.satisfies((agent) -> assertThat(agent.identity()).isEqualTo(TOM));
	}

	@Test
	void keepsTheDueTimeOfAnAgentThatIsAddedAgain() {
		add(LIZ, null);
		claim(1);
		add(LIZ, null);
		assertThat(claim(1)).isEmpty();
	}

	@Test
	void claimsARemovedAgentNoMoreButAtOnceWhenItIsAddedAgain() {
		add(LIZ, null);
		claim(1);
		this.store.remove(LIZ).block();
		this.store.remove(TOM).block();
		assertThat(this.store.size().block()).isZero();
		this.time.advance(INTERVAL);
		assertThat(claim(1)).isEmpty();
		add(LIZ, null);
		assertThat(claim(1)).containsExactly(LIZ);
	}

	@Test
	void removesAnAgentWhoseTimeIsUp() {
		add(LIZ, Duration.ofSeconds(10));
		add(TOM, Duration.ofSeconds(20));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(list()).containsExactly(TOM);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.store.size().block()).isZero();
		assertThat(claim(10)).isEmpty();
	}

	@Test
	void setsTheLimitInTimeAnewWhenAnAgentIsAddedAgain() {
		add(LIZ, Duration.ofSeconds(10));
		add(TOM, Duration.ofSeconds(10));
		add(LIZ, Duration.ofSeconds(30));
		add(TOM, null);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(list()).containsExactly(LIZ, TOM);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(list()).containsExactly(TOM);
	}

	@Test
	@Timeout(30)
	void handsEachDueAgentToOneOfManyClaimers() {
		int agents = 1000;
		IntStream.range(0, agents).forEach((i) -> add(AgentIdentity.ofId("agent" + i), null));
		CountDownLatch begin = new CountDownLatch(1);
		List<CompletableFuture<List<AgentIdentity>>> claims = IntStream.range(0, 10)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				await(begin);
				return claim(agents / 10);
			}))
			.toList();
		begin.countDown();
		List<AgentIdentity> claimed = claims.stream().flatMap((claim) -> claim.join().stream()).toList();
		assertThat(claimed).hasSize(agents).doesNotHaveDuplicates();
	}

	private void add(AgentIdentity agent, Duration atMost) {
		this.store.add(agent, atMost).block();
	}

	private List<AgentIdentity> claim(int max) {
		return this.store.claimDue(max, INTERVAL).block().agents().stream().map(ActiveAgent::identity).toList();
	}

	private List<AgentIdentity> list() {
		return this.store.list(100).block().stream().map(ActiveAgent::identity).toList();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

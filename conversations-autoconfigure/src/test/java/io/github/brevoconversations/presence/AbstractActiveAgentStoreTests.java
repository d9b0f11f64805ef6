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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What each {@link ActiveAgentStore} must do. Its clock is its own, so that the tests let
 * little time pass, or set due times in the past.
 */
@Timeout(60)
public abstract class AbstractActiveAgentStoreTests {

	protected static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	protected static final AgentIdentity TOM = AgentIdentity.ofEmail("tom@example.org", "Tom", "desk");

	protected static final AgentIdentity ZOE = AgentIdentity.ofId("zoé {\"'%_\\:,\n} 愛");

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MOMENT = Duration.ofMillis(50);

	/**
	 * Return the store to test, which is empty at first. Called more than once in a test,
	 * it returns other objects on the same agents where the store is shared.
	 * @return the store
	 */
	protected abstract ActiveAgentStore store();

	@Test
	void listsAgentsInTheOrderInWhichTheyWereAdded() {
		add(TOM, ZOE, LIZ, TOM);
		assertThat(list(100)).containsExactly(TOM, ZOE, LIZ);
		assertThat(store().size().block()).isEqualTo(3);
	}

	@Test
	void listsNoMoreAgentsThanAskedFor() {
		add(TOM, LIZ, ZOE);
		assertThat(list(2)).containsExactly(TOM, LIZ);
		assertThat(list(0)).isEmpty();
		assertThat(list(Integer.MAX_VALUE)).hasSize(3);
	}

	@Test
	void keepsOrderWithManyAgentsAddedAtOnce() {
		List<AgentIdentity> agents = agents(100);
		mark(agents, null);
		assertThat(list(100)).isEqualTo(agents);
	}

	@Test
	void isEmptyAtFirst() {
		assertThat(store().size().block()).isZero();
		assertThat(list(10)).isEmpty();
		assertThat(claim(10, HOUR)).isEmpty();
		assertThat(find(LIZ)).isEmpty();
	}

	@Test
	void claimsANewAgentAtOnceAndNoMoreUntilTheLeaseEnds() {
		add(LIZ);
		assertThat(claim(10, HOUR)).containsExactly(LIZ);
		assertThat(claim(10, HOUR)).isEmpty();
	}

	@Test
	void claimsAnAgentAgainAfterItsLease() {
		add(LIZ);
		assertThat(claim(1, MOMENT)).containsExactly(LIZ);
		Awaitility.await().until(() -> claim(1, HOUR), (claimed) -> claimed.equals(List.of(LIZ)));
	}

	@Test
	void claimsTheLongestDueFirstAndNoMoreThanAskedFor() {
		add(LIZ, TOM, ZOE);
		claim(3, HOUR);
		schedule(LIZ, Duration.ofSeconds(-10));
		schedule(ZOE, Duration.ofSeconds(-30));
		schedule(TOM, Duration.ofSeconds(-20));
		assertThat(claim(2, HOUR)).containsExactly(ZOE, TOM);
		assertThat(claim(2, HOUR)).containsExactly(LIZ);
		assertThat(claim(2, HOUR)).isEmpty();
	}

	@Test
	void claimsNewAgentsInTheOrderInWhichTheyWereAdded() {
		List<AgentIdentity> agents = agents(50);
		mark(agents, null);
		assertThat(claim(50, HOUR)).isEqualTo(agents);
	}

	@Test
	void claimsANewAgentBeforeThoseThatAreOverdue() {
		add(LIZ);
		claim(1, HOUR);
		schedule(LIZ, Duration.ofMinutes(-5));
		add(TOM);
		assertThat(claim(2, HOUR)).containsExactly(TOM, LIZ);
	}

	@Test
	void claimsNoAgentBeforeItIsDue() {
		add(LIZ, TOM);
		claim(2, HOUR);
		schedule(LIZ, MOMENT);
		schedule(TOM, HOUR);
		Awaitility.await().until(() -> claim(2, HOUR), (claimed) -> claimed.equals(List.of(LIZ)));
		assertThat(claim(2, HOUR)).isEmpty();
	}

	@Test
	void reportsWithAClaimHowLateItIsAndHowManyAgentsAreActive() {
		add(LIZ);
		claim(1, HOUR);
		schedule(LIZ, Duration.ofSeconds(-3));
		add(TOM);
		ActiveAgentStore.Claim none = store().claimDue(ClaimRequest.of(0, HOUR)).block();
		assertThat(none.agents()).isEmpty();
		assertThat(none.active()).isEqualTo(2);
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(2, HOUR)).block();
		assertThat(claim.active()).isEqualTo(2);
		assertThat(claim.when()).isAfterOrEqualTo(none.when());
		ActiveAgent tom = claim.agents().get(0);
		assertThat(tom.pingDue()).isEqualTo(tom.activeSince()).isBeforeOrEqualTo(claim.when());
		ActiveAgent liz = claim.agents().get(1);
		assertThat(Duration.between(liz.pingDue(), claim.when())).isBetween(Duration.ofSeconds(3),
				Duration.ofSeconds(30));
		assertThat(liz.activeSince()).isBeforeOrEqualTo(tom.activeSince());
	}

	@Test
	void reportsHowLongAnAgentStaysActive() {
		add(LIZ);
		store().add(TOM, HOUR).block();
		assertThat(find(LIZ)).singleElement().satisfies((liz) -> assertThat(liz.activeUntil()).isNull());
		assertThat(find(TOM)).singleElement()
			.satisfies((tom) -> assertThat(tom.activeUntil()).isEqualTo(tom.activeSince().plus(HOUR)));
	}

	@Test
	void remembersTheLastAcceptedPing() {
		add(LIZ);
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(claim.agents().get(0).lastAcceptedPing()).isNull();
		schedule(new NextPing(LIZ, Duration.ZERO, Duration.ofSeconds(5)));
		ActiveAgentStore.Claim next = store().claimDue(ClaimRequest.of(1, HOUR)).block();
		assertThat(next.agents().get(0).lastAcceptedPing()).isBetween(claim.when().minusSeconds(5),
				next.when().minusSeconds(5));
	}

	@Test
	void keepsTheLastAcceptedPingAfterAFailedOrOlderOne() {
		add(LIZ);
		claim(1, HOUR);
		schedule(new NextPing(LIZ, HOUR, Duration.ofSeconds(5)));
		ActiveAgent accepted = find(LIZ).get(0);
		schedule(new NextPing(LIZ, HOUR, null));
		assertThat(find(LIZ).get(0).lastAcceptedPing()).isEqualTo(accepted.lastAcceptedPing()).isNotNull();
		schedule(new NextPing(LIZ, HOUR, Duration.ofSeconds(50)));
		assertThat(find(LIZ).get(0).lastAcceptedPing()).isEqualTo(accepted.lastAcceptedPing());
	}

	@Test
	void schedulesManyAgentsAtOnce() {
		List<AgentIdentity> agents = agents(300);
		mark(agents, null);
		claim(300, HOUR);
		store().schedule(agents.stream().map((agent) -> new NextPing(agent, Duration.ofSeconds(-1), null)).toList())
			.block();
		assertThat(claim(300, HOUR)).containsExactlyInAnyOrderElementsOf(agents);
		store().schedule(List.of()).block();
	}

	@Test
	void schedulesNoAgentThatIsNotActive() {
		schedule(new NextPing(TOM, Duration.ZERO, Duration.ZERO));
		assertThat(store().size().block()).isZero();
		assertThat(claim(1, HOUR)).isEmpty();
	}

	@Test
	void findsActiveAgents() {
		add(LIZ, ZOE);
		assertThat(find(LIZ, TOM, ZOE)).extracting(ActiveAgent::identity).containsExactlyInAnyOrder(LIZ, ZOE);
		assertThat(find()).isEmpty();
	}

	@Test
	void tellsIdentitiesApart() {
		List<AgentIdentity> agents = List.of(AgentIdentity.ofId("a"), AgentIdentity.ofId("A"), AgentIdentity.ofId("a "),
				AgentIdentity.ofId("á"), AgentIdentity.ofEmail("a@x", "b", "c"), AgentIdentity.ofEmail("a@x", "b", "C"),
				AgentIdentity.ofEmail("a@x", "b", "bc"), AgentIdentity.ofEmail("a@xb", "c", "c"));
		mark(agents, null);
		assertThat(list(100)).isEqualTo(agents);
		store().remove(agents.get(1)).block();
		assertThat(list(100)).hasSize(agents.size() - 1).doesNotContain(agents.get(1));
	}

	@Test
	void holdsLongIdentities() {
		AgentIdentity agent = AgentIdentity.ofEmail("x".repeat(300) + "@example.org", "n".repeat(300), "r".repeat(300));
		add(agent);
		assertThat(claim(1, HOUR)).containsExactly(agent);
		assertThat(list(1)).containsExactly(agent);
	}

	@Test
	void keepsTheDueTimeAndThePlaceOfAnAgentThatIsAddedAgain() {
		add(LIZ, TOM);
		claim(2, HOUR);
		ActiveAgent before = find(LIZ).get(0);
		add(LIZ);
		assertThat(claim(2, HOUR)).isEmpty();
		assertThat(find(LIZ)).containsExactly(before);
		assertThat(list(2)).containsExactly(LIZ, TOM);
	}

	@Test
	void claimsARemovedAgentOnlyOnceItIsAddedAgain() {
		add(LIZ, ZOE);
		claim(2, HOUR);
		schedule(new NextPing(LIZ, Duration.ZERO, Duration.ZERO));
		store().remove(LIZ).block();
		store().remove(TOM).block();
		assertThat(store().size().block()).isOne();
		assertThat(claim(2, HOUR)).isEmpty();
		add(LIZ);
		assertThat(find(LIZ).get(0).lastAcceptedPing()).isNull();
		assertThat(claim(2, HOUR)).containsExactly(LIZ);
		assertThat(list(2)).containsExactly(ZOE, LIZ);
	}

	@Test
	void removesAnExpiredAgent() {
		store().add(LIZ, MOMENT).block();
		store().add(TOM, HOUR).block();
		Awaitility.await().until(() -> list(100), (agents) -> agents.equals(List.of(TOM)));
		assertThat(store().size().block()).isOne();
		assertThat(find(LIZ)).isEmpty();
		assertThat(claim(10, HOUR)).containsExactly(TOM);
		schedule(LIZ, Duration.ofSeconds(-1));
		assertThat(claim(10, HOUR)).isEmpty();
	}

	@Test
	void doesNotCountAnExpiredAgent() {
		store().add(LIZ, MOMENT).block();
		Awaitility.await().until(() -> store().size().block(), (size) -> size == 0);
		store().add(TOM, MOMENT).block();
		Awaitility.await()
			.until(() -> store().claimDue(ClaimRequest.of(0, HOUR)).block().active(), (active) -> active == 0);
	}

	@Test
	void addsAnExpiredAgentAnew() {
		store().add(LIZ, MOMENT).block();
		claim(1, HOUR);
		Awaitility.await().until(() -> list(1).isEmpty());
		add(LIZ);
		assertThat(claim(1, HOUR)).containsExactly(LIZ);
	}

	@Test
	void resetsTheExpiryWhenAnAgentIsAddedAgain() {
		store().add(LIZ, MOMENT).block();
		store().add(LIZ, HOUR).block();
		store().add(TOM, HOUR).block();
		store().add(TOM, MOMENT).block();
		store().add(ZOE, MOMENT).block();
		store().add(ZOE, null).block();
		Awaitility.await().until(() -> list(100), (agents) -> agents.equals(List.of(LIZ, ZOE)));
	}

	@Test
	void handsEachDueAgentToOneOfManyClaimers() {
		List<AgentIdentity> agents = agents(1000);
		mark(agents, null);
		List<List<AgentIdentity>> claims = concurrently(10, (claimer) -> {
			ActiveAgentStore store = store();
			return IntStream.range(0, 20).boxed().flatMap((i) -> claim(store, 5, HOUR).stream()).toList();
		});
		List<AgentIdentity> claimed = claims.stream().flatMap(List::stream).toList();
		assertThat(claimed).doesNotHaveDuplicates();
		List<AgentIdentity> rest = claim(1000, HOUR);
		assertThat(claimed.size() + rest.size()).isEqualTo(1000);
		assertThat(rest).doesNotContainAnyElementsOf(claimed);
	}

	@Test
	void survivesConcurrentChanges() {
		List<AgentIdentity> agents = agents(20);
		concurrently(8, (worker) -> {
			ActiveAgentStore store = store();
			for (int i = 0; i < 25; i++) {
				AgentIdentity agent = agents.get((worker * 7 + i) % agents.size());
				store.add(agent, null).block();
				store.claimDue(ClaimRequest.of(3, Duration.ZERO)).block();
				store.schedule(List.of(new NextPing(agent, Duration.ZERO, Duration.ZERO))).block();
				store.remove(agents.get((worker * 11 + i * 3) % agents.size())).block();
			}
			return List.of();
		});
		agents.forEach((agent) -> store().remove(agent).block());
		assertThat(store().size().block()).isZero();
		assertThat(claim(100, HOUR)).isEmpty();
		add(LIZ);
		assertThat(claim(100, HOUR)).containsExactly(LIZ);
	}

	@Test
	void identifiesAnAgentByItsAddressIgnoringCaseAndName() {
		AgentIdentity renamed = AgentIdentity.ofEmail("TOM@example.org", "Tom Smith", "desk");
		add(TOM, LIZ);
		add(renamed);
		assertThat(list(10)).hasSize(2);
		assertThat(store().claimDue(ClaimRequest.of(10, HOUR)).block().agents().get(0).identity())
			.hasToString(renamed.toString());
		assertThat(find(TOM)).singleElement()
			.satisfies((found) -> assertThat(found.identity()).hasToString(renamed.toString()));
		store().remove(AgentIdentity.ofEmail("tom@EXAMPLE.org", "T.", "desk")).block();
		assertThat(list(10)).containsExactly(LIZ);
	}

	@Test
	void marksManyAtOnce() {
		List<AgentIdentity> agents = agents(1200);
		add(agents.get(3), agents.get(7));
		claim(2, HOUR);
		mark(agents, HOUR);
		assertThat(list(Integer.MAX_VALUE)).hasSize(1200)
			.startsWith(agents.get(3), agents.get(7), agents.get(0))
			.endsWith(agents.get(1199));
		assertThat(find(agents.get(3), agents.get(0))).extracting(ActiveAgent::activeUntil).doesNotContainNull();
		store()
			.mark(IntStream.range(0, 1200)
				.mapToObj((i) -> (i % 2 == 0) ? Mark.inactive(agents.get(i)) : Mark.active(agents.get(i), null))
				.toList())
			.block();
		assertThat(store().size().block()).isEqualTo(600);
		assertThat(find(agents.get(3))).extracting(ActiveAgent::activeUntil).containsOnlyNulls();
		store().mark(List.of()).block();
	}

	@Test
	void dropsAnAgentUnlessItWasMarkedAfterThePingWasBegun() {
		add(LIZ);
		assertThat(store().drop(LIZ, HOUR).block()).isFalse();
		assertThat(store().drop(TOM, Duration.ZERO).block()).isFalse();
		assertThat(list(10)).containsExactly(LIZ);
		Awaitility.await().until(() -> store().drop(LIZ, Duration.ofMillis(2)).block());
		assertThat(list(10)).isEmpty();
	}

	@Test
	void marksConfiguredAgentsActiveUntilTheyAreNoLongerConfigured() {
		store().configure(List.of(LIZ, TOM)).block();
		assertThat(list(10)).containsExactly(LIZ, TOM);
		assertThat(find(LIZ, TOM)).allMatch(ActiveAgent::configured);
		add(ZOE);
		store().configure(List.of(TOM)).block();
		assertThat(list(10)).containsExactly(TOM, ZOE);
		store().configure(List.of(TOM, LIZ)).block();
		assertThat(list(10)).containsExactly(TOM, ZOE, LIZ);
		store().configure(List.of()).block();
		assertThat(list(10)).containsExactly(ZOE);
	}

	@Test
	void keepsTheMarksOfConfiguredAgents() {
		store().configure(List.of(LIZ, TOM, ZOE)).block();
		store().remove(LIZ).block();
		store().add(TOM, HOUR).block();
		add(ZOE);
		store().configure(List.of(LIZ, TOM, ZOE)).block();
		assertThat(list(10)).containsExactly(TOM, ZOE);
		assertThat(find(TOM).get(0).activeUntil()).isNotNull();
		store().configure(List.of()).block();
		assertThat(list(10)).containsExactly(TOM, ZOE);
	}

	@Test
	void reactivatesADroppedAgentThatIsConfiguredAnew() {
		store().configure(List.of(LIZ)).block();
		Awaitility.await().until(() -> store().drop(LIZ, Duration.ofMillis(2)).block());
		store().configure(List.of(LIZ)).block();
		assertThat(list(10)).containsExactly(LIZ);
	}

	@Test
	void renamesAConfiguredAgent() {
		store().configure(List.of(TOM)).block();
		AgentIdentity renamed = AgentIdentity.ofEmail("tom@example.org", "Tom Smith", "desk");
		store().configure(List.of(renamed)).block();
		assertThat(list(10)).singleElement().satisfies((agent) -> assertThat(agent).hasToString(renamed.toString()));
	}

	@Test
	void doesNothingBeforeItIsSubscribedTo() {
		store().add(LIZ, null);
		assertThat(store().size().block()).isZero();
		add(LIZ);
		store().remove(LIZ);
		store().claimDue(ClaimRequest.of(1, HOUR));
		assertThat(claim(1, HOUR)).containsExactly(LIZ);
	}

	/**
	 * Return whether the store keeps the account's state, and tells when the next agent
	 * is due.
	 * @return {@code false} for one that leaves that to each instance
	 */
	protected boolean keepsTheAccount() {
		return true;
	}

	@Test
	void claimsAnAgentWhoseDueTimeLiesTooFarAhead() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM);
		claim(2, HOUR);
		schedule(LIZ, HOUR.multipliedBy(3));
		ClaimRequest request = new ClaimRequest(2, HOUR, HOUR.multipliedBy(2));
		ActiveAgentStore.Claim claim = store().claimDue(request).block();
		assertThat(identities(claim.agents())).containsExactly(LIZ);
		assertThat(identities(store().claimDue(request).block().agents())).isEmpty();
	}

	@Test
	void doesNotCountARejectedAgentAsKept() {
		assumeThat(keepsTheAccount()).isTrue();
		List<AgentIdentity> agents = agents(4);
		mark(agents, null);
		claim(4, HOUR);
		agents.forEach((agent) -> schedule(new NextPing(agent, Duration.ofSeconds(-1), null)));
		store()
			.schedule(
					List.of(new NextPing(agents.get(0), Duration.ofSeconds(-3), null, true),
							new NextPing(agents.get(1), Duration.ofSeconds(-2), null, true)),
					new AccountUpdate(null, 0, null, null, null, new AccountUpdate.KeptChange(null, 1)))
			.block();
		assertThat(store().claimDue(new ClaimRequest(4, HOUR, HOUR, 1)).block().agents())
			.extracting(ActiveAgent::identity)
			.containsExactly(agents.get(2));
		assertThat(claim(4, HOUR)).containsExactlyInAnyOrder(agents.get(0), agents.get(1));
		assertThat(nextDue(0)).isPositive();
		schedule(new NextPing(agents.get(1), Duration.ofSeconds(-1), Duration.ZERO));
		add(agents.get(0));
		agents.forEach((agent) -> schedule(new NextPing(agent, Duration.ofSeconds(-1), null)));
		assertThat(claim(4, HOUR)).containsExactly(agents.get(0));
		store().remove(agents.get(0)).block();
		assertThat(claim(4, HOUR)).containsExactly(agents.get(1));
	}

	@Test
	void claimsFromTheFirstAgentsOnlyIfAskedTo() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM);
		ClaimRequest first = new ClaimRequest(2, HOUR, HOUR.multipliedBy(2), 1);
		ActiveAgentStore.Claim claim = store().claimDue(first).block();
		assertThat(identities(claim.agents())).containsExactly(LIZ);
		assertThat(claim.active()).isEqualTo(2);
		assertThat(claim.account().kept()).isNull();
		assertThat(store().claimDue(first).block().agents()).isEmpty();
		assertThat(identities(store().claimDue(ClaimRequest.of(2, HOUR)).block().agents())).containsExactly(TOM);
	}

	@Test
	void reportsWhenTheNextAgentIsDue() {
		assumeThat(keepsTheAccount()).isTrue();
		assertThat(nextDue(1)).isNull();
		add(LIZ, TOM);
		assertThat(nextDue(0)).isZero();
		assertThat(nextDue(1)).isZero();
		assertThat(nextDue(1)).isBetween(HOUR.minusMinutes(1), HOUR);
		schedule(TOM, Duration.ofMinutes(10));
		assertThat(nextDue(1)).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
		schedule(LIZ, Duration.ofSeconds(-5));
		assertThat(nextDue(0)).isZero();
	}

	@Test
	void claimsOnlyKeptAgentsWhichAreThoseAddedFirst() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM, ZOE);
		update(kept(null, 2));
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(10, HOUR)).block();
		assertThat(identities(claim.agents())).containsExactlyInAnyOrder(LIZ, TOM);
		assertThat(claim.active()).isEqualTo(3);
		assertThat(claim.account().kept()).isEqualTo(2);
		assertThat(claim.nextDue()).isGreaterThan(Duration.ofMinutes(59));
		store().remove(LIZ).block();
		assertThat(claim(10, HOUR)).containsExactly(ZOE);
	}

	@Test
	void claimsANewlyKeptAgentAtOnce() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM, ZOE);
		update(kept(null, 1));
		claim(10, HOUR);
		update(kept(1, 2));
		assertThat(nextDue(0)).isZero();
		assertThat(claim(10, HOUR)).containsExactly(TOM);
		update(kept(2, null));
		assertThat(claim(10, HOUR)).containsExactly(ZOE);
	}

	@Test
	void letsOneOfManyChangeHowManyAreKept() {
		assumeThat(keepsTheAccount()).isTrue();
		List<ActiveAgentStore.Scheduled> updates = concurrently(8, (i) -> update(kept(null, 5)));
		assertThat(updates).filteredOn((update) -> update.before().kept() == null).hasSize(1);
		assertThat(updates).allSatisfy((update) -> assertThat(update.after().kept()).isEqualTo(5));
		assertThat(update(kept(null, 7)).after().kept()).isEqualTo(5);
	}

	@Test
	void claimsNobodyWhilePingingIsPaused() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM);
		ActiveAgentStore.Scheduled limited = update(new AccountUpdate(null, 1, null, HOUR, null, null));
		assertThat(limited.before().limited()).isNull();
		assertThat(limited.after().limited()).isNotNull();
		ActiveAgentStore.Claim claim = store().claimDue(ClaimRequest.of(10, HOUR)).block();
		assertThat(claim.agents()).isEmpty();
		assertThat(claim.nextDue()).isBetween(HOUR.minusMinutes(1), HOUR);
		update(new AccountUpdate(null, 0, null, null, HOUR.multipliedBy(2), null));
		assertThat(nextDue(10)).isBetween(HOUR.plusMinutes(59), HOUR.multipliedBy(2));
	}

	@Test
	void allowsOneProbeAfterAPause() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM, ZOE);
		update(new AccountUpdate(null, 0, null, null, Duration.ZERO, null));
		assertThat(claim(10, HOUR)).containsExactly(LIZ);
		assertThat(claim(10, HOUR)).isEmpty();
		ActiveAgentStore.Scheduled later = update(new AccountUpdate(null, 0, null, null, HOUR.multipliedBy(2), null));
		assertThat(later.before().suspended().since()).isEqualTo(later.after().suspended().since());
	}

	@Test
	void letsOneProbeThroughAtOnceWhenAHeartbeatIsStarted() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM, ZOE);
		update(AccountUpdate.RETRY);
		update(new AccountUpdate(null, 0, null, null, HOUR, null));
		assertThat(claim(10, HOUR)).isEmpty();
		ActiveAgentStore.Scheduled started = update(AccountUpdate.RETRY);
		assertThat(started.after().suspended().since()).isEqualTo(started.before().suspended().since());
		assertThat(claim(10, HOUR)).containsExactly(LIZ);
		assertThat(claim(10, HOUR)).isEmpty();
	}

	@Test
	void endsAPauseOnceAPingIsAcceptedThatWasBegunAfterIt() {
		assumeThat(keepsTheAccount()).isTrue();
		add(LIZ, TOM);
		update(new AccountUpdate(null, 0, null, HOUR, HOUR, null));
		ActiveAgentStore.Scheduled earlier = update(accepted(Duration.ofMinutes(1)));
		assertThat(earlier.after().limited()).isNotNull();
		assertThat(earlier.after().suspended()).isNotNull();
		Awaitility.await().until(() -> update(accepted(Duration.ZERO)).after().limited() == null);
		assertThat(claim(10, HOUR)).containsExactly(LIZ, TOM);
	}

	@Test
	void keepsTheLowestRemainderOfTheRateLimit() {
		assumeThat(keepsTheAccount()).isTrue();
		update(observed(600, 500, HOUR));
		update(observed(600, 480, HOUR));
		RateWindow window = update(observed(600, 490, HOUR)).after().window();
		assertThat(window.limit()).isEqualTo(600);
		assertThat(window.remaining()).isEqualTo(480);
		assertThat(store().claimDue(ClaimRequest.of(0, HOUR)).block().account().window()).isEqualTo(window);
	}

	private ActiveAgentStore.Scheduled update(AccountUpdate update) {
		return store().schedule(List.of(), update).block();
	}

	private static AccountUpdate kept(@Nullable Integer expected, @Nullable Integer kept) {
		return new AccountUpdate(null, 0, null, null, null, new AccountUpdate.KeptChange(expected, kept));
	}

	private static AccountUpdate accepted(Duration ago) {
		return new AccountUpdate(null, 0, ago, null, null, null);
	}

	private static AccountUpdate observed(long limit, long remaining, Duration resetsIn) {
		return new AccountUpdate(new AccountUpdate.Observation(limit, remaining, resetsIn, Duration.ZERO), 1, null,
				null, null, null);
	}

	private @Nullable Duration nextDue(int max) {
		return store().claimDue(ClaimRequest.of(max, HOUR)).block().nextDue();
	}

	protected final void add(AgentIdentity... agents) {
		Arrays.stream(agents).forEach((agent) -> store().add(agent, null).block());
	}

	protected final void mark(List<AgentIdentity> agents, @Nullable Duration duration) {
		store().mark(agents.stream().map((agent) -> Mark.active(agent, duration)).toList()).block();
	}

	protected final List<AgentIdentity> claim(int max, Duration lease) {
		return claim(store(), max, lease);
	}

	private static List<AgentIdentity> claim(ActiveAgentStore store, int max, Duration lease) {
		return identities(store.claimDue(ClaimRequest.of(max, lease)).block().agents());
	}

	protected final List<AgentIdentity> list(int max) {
		return identities(store().list(max).block());
	}

	protected final List<ActiveAgent> find(AgentIdentity... agents) {
		return store().find(List.of(agents)).block();
	}

	protected final void schedule(AgentIdentity agent, Duration delay) {
		schedule(new NextPing(agent, delay, null));
	}

	protected final void schedule(NextPing ping) {
		store().schedule(List.of(ping)).block();
	}

	protected static List<AgentIdentity> agents(int number) {
		return IntStream.range(0, number).mapToObj((i) -> AgentIdentity.ofId("agent" + i)).toList();
	}

	private static List<AgentIdentity> identities(List<ActiveAgent> agents) {
		return agents.stream().map(ActiveAgent::identity).toList();
	}

	private static <T> List<T> concurrently(int number, Work<T> work) {
		CountDownLatch begin = new CountDownLatch(1);
		List<CompletableFuture<@Nullable T>> results = IntStream.range(0, number)
			.mapToObj((i) -> CompletableFuture.supplyAsync(() -> {
				await(begin);
				return work.result(i);
			}, (task) -> new Thread(task).start()))
			.toList();
		begin.countDown();
		return results.stream().map(CompletableFuture::join).toList();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What one of many does.
	 *
	 * @param <T> the type of the result
	 */
	private interface Work<T> {

		T result(int number);

	}

}

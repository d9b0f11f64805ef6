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

package io.github.brevoconversations.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import io.github.brevoconversations.webhook.ConversationInbox.Addition;
import io.github.brevoconversations.webhook.ConversationInbox.Claim;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import io.github.brevoconversations.webhook.ConversationInbox.Step;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each {@link ConversationInbox} must do.
 */
@Timeout(180)
public abstract class AbstractConversationInboxTests {

	/**
	 * A lease that does not end in a test.
	 */
	protected static final Duration HOUR = Duration.ofHours(1);

	/**
	 * Return the inbox.
	 * @param settings how much it holds
	 * @return the inbox, another object with the same content each time if it is shared
	 */
	protected abstract ConversationInbox inbox(InboxSettings settings);

	/**
	 * Set the clock of the store.
	 * @param step how far to set it on, or back if it is negative
	 */
	protected abstract void setClock(Duration step);

	@Test
	void deliversTheEventsOfAConversationOneAfterAnother() {
		add("a", "1", "2");
		add("a", "3");
		Delivery first = claim(8).get(0);
		assertThat(Webhooks.id(first.event())).isEqualTo("1");
		assertThat(claim(8)).isEmpty();
		Delivery second = complete(first).next();
		assertThat(Webhooks.id(second.event())).isEqualTo("2");
		Delivery third = complete(second).next();
		assertThat(Webhooks.id(third.event())).isEqualTo("3");
		assertThat(complete(third)).isEqualTo(new Step(true, null));
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
	}

	@Test
	void deliversConversationsConcurrently() {
		add("a", "1", "2");
		add("b", "3");
		add("c", "4");
		assertThat(claim(2)).extracting((delivery) -> Webhooks.id(delivery.event())).hasSize(2);
		assertThat(claim(2)).hasSize(1);
		assertThat(claim(2)).isEmpty();
	}

	@Test
	void claimsNothingIfItIsAskedForNothing() {
		assertThat(inbox().claim(0, HOUR).block()).isEqualTo(new Claim(List.of(), null));
		add("a", "1");
		Claim claim = inbox().claim(0, HOUR).block();
		assertThat(claim.deliveries()).isEmpty();
		assertThat(claim.nextDue()).isEqualTo(Duration.ZERO);
		assertThat(claim(1)).hasSize(1);
	}

	@Test
	void keepsABatchOfSeveralConversations() {
		List<InboxEntry> batch = new ArrayList<>(Webhooks.entries("b", "1", "2"));
		batch.addAll(Webhooks.entries("a", "3"));
		batch.addAll(Webhooks.entries("b", "1", "4"));
		assertThat(inbox().add(batch).block().added()).hasSize(4);
		List<Delivery> claimed = claim(8);
		assertThat(claimed).extracting((delivery) -> Webhooks.id(delivery.event())).containsExactlyInAnyOrder("1", "3");
		Delivery first = claimed.stream()
			.filter((delivery) -> Webhooks.id(delivery.event()).equals("1"))
			.findFirst()
			.orElseThrow();
		Delivery second = complete(first).next();
		assertThat(Webhooks.id(second.event())).isEqualTo("2");
		assertThat(Webhooks.id(complete(second).next().event())).isEqualTo("4");
	}

	@Test
	void keepsAnEventAsItWas() {
		List<InboxEntry> entries = Webhooks.read(Payloads.FRAGMENT);
		inbox().add(entries).block();
		Delivery delivery = claim(1).get(0);
		List<ConversationEvent> events = new ArrayList<>();
		while (delivery != null) {
			events.add(delivery.event());
			delivery = complete(delivery).next();
		}
		assertThat(events).isEqualTo(entries.stream().map(InboxEntry::event).toList());
	}

	@Test
	void keepsCharactersThatDatabasesCannotStore() {
		inbox().add(Webhooks
			.read("""
					{"eventName":"odd\\u0000","conversationId":"a\\u0000\\ud83d","text":"\\u0000 \\ud83d \\ud83d\\ude00"}"""))
			.block();
		assertThat(claim(1).get(0).event()).isInstanceOfSatisfying(ConversationEvent.UnknownEvent.class,
				(event) -> assertThat(event.name()).isEqualTo("odd\0"));
	}

	@Test
	void keepsAnEventOfAMegabyte() {
		String text = "\u00e9".repeat(500_000);
		inbox().add(Webhooks.read("""
				{"eventName":"large","conversationId":"a","text":"%s"}""".formatted(text))).block();
		assertThat(claim(1).get(0).event()).isInstanceOfSatisfying(ConversationEvent.UnknownEvent.class,
				(event) -> assertThat(event.json()).hasSizeGreaterThan(500_000));
	}

	@Test
	void addsAnEventOnce() {
		assertThat(added("a", "1", "1", "2")).containsExactly("1", "2");
		assertThat(added("a", "2", "3")).containsExactly("3");
		assertThat(added("a", "1", "2", "3")).isEmpty();
		Delivery delivery = claim(1).get(0);
		while (delivery != null) {
			delivery = complete(delivery).next();
		}
		assertThat(added("a", "1", "2", "3")).isEmpty();
		assertThat(claim(1)).isEmpty();
	}

	@Test
	void addsAMessageOnceWhateverItsTextAndConversation() {
		add("a", "1");
		assertThat(inbox().add(Webhooks.read(Webhooks.fragment("a", "1").replace("text of", "other text of")))
			.block()
			.added()).isEmpty();
		assertThat(added("b", "1")).isEmpty();
	}

	@Test
	void addsAnEventOnceEvenIfSeveralInstancesGetItAtOnce() {
		Set<String> added = ConcurrentHashMap.newKeySet();
		int count = Flux.range(0, 64)
			.flatMap((i) -> inbox().add(Webhooks.entries("c" + i % 4, "m" + i % 8, "n" + i % 4)), 16)
			.doOnNext((addition) -> addition.added().forEach((entry) -> added.add(entry.key())))
			.map((addition) -> addition.added().size())
			.reduce(0, Integer::sum)
			.block();
		assertThat(count).isEqualTo(12).isEqualTo(added.size());
		assertThat(size().waiting()).isEqualTo(12);
	}

	@Test
	void claimsAConversationForOneOfSeveralInstances() {
		for (int i = 0; i < 40; i++) {
			add("c" + i, "m" + i);
		}
		List<String> claimed = Flux.range(0, 16)
			.flatMap((i) -> inbox().claim(5, HOUR), 8)
			.flatMapIterable(Claim::deliveries)
			.map(Delivery::conversation)
			.collectList()
			.block();
		assertThat(claimed).doesNotHaveDuplicates();
		claim(40).forEach((delivery) -> claimed.add(delivery.conversation()));
		assertThat(claimed).doesNotHaveDuplicates().hasSize(40);
	}

	@Test
	void addsAllEventsOfAWebhookOrNone() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withCapacity(3));
		assertThat(inbox.add(Webhooks.entries("a", "1", "2")).block().full()).isFalse();
		Addition refused = inbox.add(Webhooks.entries("b", "3", "4")).block();
		assertThat(refused).isEqualTo(new Addition(true, List.of()));
		assertThat(inbox.size().block().waiting()).isEqualTo(2);
		assertThat(inbox.add(Webhooks.entries("a", "1", "2")).block().full()).isFalse();
		assertThat(inbox.add(Webhooks.entries("b", "3")).block().added()).hasSize(1);
		inbox.complete(inbox.claim(1, HOUR).block().deliveries().get(0), null).block();
		assertThat(inbox.add(Webhooks.entries("b", "4")).block().added()).hasSize(1);
	}

	@Test
	void reassignsAConversationWhenTheLeaseExpires() {
		add("a", "1", "2");
		Delivery dead = claim(1, Duration.ZERO).get(0);
		Delivery other = claim(1).get(0);
		assertThat(other.event()).isEqualTo(dead.event());
		assertThat(other.token()).isNotEqualTo(dead.token());
		assertThat(complete(dead)).isEqualTo(new Step(false, null));
		assertThat(inbox().renew(dead, HOUR).block()).isFalse();
		assertThat(inbox().release(dead, Duration.ZERO, true).block()).isFalse();
		assertThat(inbox().park(dead, "late", HOUR).block()).isEqualTo(new Step(false, null));
		assertThat(size()).isEqualTo(new InboxSize(2, 0));
		assertThat(Webhooks.id(complete(other).next().event())).isEqualTo("2");
	}

	@Test
	void ignoresAnExpiredLeaseOfAConversationThatBeganAnew() {
		add("a", "1");
		Delivery dead = claim(1, Duration.ZERO).get(0);
		complete(claim(1).get(0));
		add("a", "2");
		Delivery other = claim(1).get(0);
		assertThat(complete(dead).held()).isFalse();
		assertThat(complete(other).held()).isTrue();
	}

	@Test
	void letsTheHolderContinueIfNobodyElseClaimed() {
		add("a", "1");
		Delivery late = claim(1, Duration.ZERO).get(0);
		assertThat(complete(late).held()).isTrue();
		assertThat(claim(1)).isEmpty();
	}

	@Test
	void keepsARenewedLease() {
		add("a", "1");
		Delivery delivery = claim(1, Duration.ZERO).get(0);
		assertThat(inbox().renew(delivery, HOUR).block()).isTrue();
		assertThat(claim(1)).isEmpty();
		assertThat(complete(delivery).held()).isTrue();
	}

	@Test
	void completesAnEventTwiceWithoutHarm() {
		add("a", "1", "2");
		Delivery first = claim(1).get(0);
		Step once = complete(first);
		assertThat(complete(first)).isEqualTo(once);
	}

	@Test
	void letsAReleasedConversationWait() {
		add("a", "1", "2");
		add("b", "3");
		Delivery first = claim(1).get(0);
		assertThat(inbox().release(first, HOUR, true).block()).isTrue();
		Claim claim = inbox().claim(8, Duration.ofDays(1)).block();
		assertThat(claim.deliveries()).hasSize(1);
		assertThat(claim.nextDue()).isBetween(Duration.ofMinutes(59), HOUR);
		assertThat(complete(first).held()).isFalse();
	}

	@Test
	void countsAttempts() {
		add("a", "1", "2");
		for (int i = 0; i < 3; i++) {
			Delivery delivery = claim(1).get(0);
			assertThat(delivery.attempts()).isEqualTo(i);
			inbox().release(delivery, Duration.ZERO, true).block();
		}
		inbox().release(claim(1).get(0), Duration.ZERO, false).block();
		Delivery delivery = claim(1).get(0);
		assertThat(delivery.attempts()).isEqualTo(3);
		assertThat(complete(delivery).next().attempts()).isZero();
	}

	@Test
	void releasesAConversationWithoutALease() {
		add("a", "1", "2");
		assertThat(inbox().complete(claim(1).get(0), null).block()).isEqualTo(new Step(true, null));
		assertThat(Webhooks.id(claim(1).get(0).event())).isEqualTo("2");
	}

	@Test
	void parksAnEventAndDeliversItAgainBeforeLaterOnes() {
		add("a", "1", "2");
		Delivery first = claim(1).get(0);
		Step step = inbox().park(first, "java.lang.IllegalStateException\n\u00e9", HOUR).block();
		assertThat(Webhooks.id(step.next().event())).isEqualTo("2");
		assertThat(size()).isEqualTo(new InboxSize(1, 1));
		List<ParkedEvent> parked = inbox().parked(10).block();
		assertThat(parked).singleElement().satisfies((event) -> {
			assertThat(event.kind()).isEqualTo(ConversationEventKind.VISITOR_MESSAGE);
			assertThat(event.receivedAt()).isEqualTo(Webhooks.NOW);
			assertThat(event.attempts()).isOne();
			assertThat(event.outcome()).startsWith("java.lang.IllegalStateException");
		});
		assertThat(parked.toString()).doesNotContain("text of");
		assertThat(added("a", "1")).isEmpty();
		assertThat(inbox().redeliver(parked.get(0).id()).block()).isTrue();
		assertThat(inbox().redeliver(parked.get(0).id()).block()).isFalse();
		inbox().release(step.next(), Duration.ZERO, false).block();
		Delivery again = claim(1).get(0);
		assertThat(Webhooks.id(again.event())).isEqualTo("1");
		assertThat(again.attempts()).isZero();
		assertThat(Webhooks.id(complete(again).next().event())).isEqualTo("2");
		assertThat(size()).isEqualTo(new InboxSize(1, 0));
	}

	@Test
	void redeliversTheOnlyEventOfAConversation() {
		add("a", "1");
		assertThat(inbox().park(claim(1).get(0), "failed", HOUR).block()).isEqualTo(new Step(true, null));
		assertThat(inbox().redeliver(inbox().parked(1).block().get(0).id()).block()).isTrue();
		assertThat(Webhooks.id(claim(1).get(0).event())).isEqualTo("1");
	}

	@Test
	void knowsNoParkedEventByAnyOtherId() {
		for (String id : List.of("0", "x", "-1", "1; drop", "99999999999999999999999")) {
			assertThat(inbox().redeliver(id).block()).isFalse();
		}
	}

	@Test
	void keepsTheLatestParkedEvents() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withCapacity(2));
		for (String id : List.of("1", "2", "3")) {
			inbox.add(Webhooks.entries(id, id)).block();
			inbox.park(inbox.claim(1, HOUR).block().deliveries().get(0), "failed " + id, HOUR).block();
		}
		assertThat(inbox.parked(10).block()).extracting(ParkedEvent::outcome).containsExactly("failed 2", "failed 3");
	}

	@Test
	void doesNotDeliverWhatTheApplicationSent() {
		inbox().markSent("1").block();
		assertThat(added("a", "1", "2")).containsExactly("2");
		inbox().markSent("2").block();
		inbox().markSent("2").block();
		assertThat(claim(1)).isEmpty();
		assertThat(size().waiting()).isZero();
		add("a", "3", "4");
		Delivery held = claim(1).get(0);
		inbox().markSent("3").block();
		assertThat(Webhooks.id(complete(held).next().event())).isEqualTo("4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "complete", "park", "release" })
	void letsNothingOvertakeAnEventThatTurnsOutToBeTheApplicationsOwn(String end) {
		add("a", "1");
		Delivery held = claim(1).get(0);
		inbox().markSent("1").block();
		assertThat(size().waiting()).isZero();
		add("a", "2");
		assertThat(claim(1)).isEmpty();
		switch (end) {
			case "complete" -> assertThat(Webhooks.id(complete(held).next().event())).isEqualTo("2");
			case "park" ->
				assertThat(Webhooks.id(inbox().park(held, "failed", HOUR).block().next().event())).isEqualTo("2");
			default -> {
				assertThat(inbox().release(held, Duration.ZERO, true).block()).isTrue();
				assertThat(claim(1)).extracting((next) -> Webhooks.id(next.event())).containsExactly("2");
			}
		}
		assertThat(size()).isEqualTo(new InboxSize(1, 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "complete", "park", "release", "expire" })
	void endsAConversationWhoseOnlyEventTurnsOutToBeTheApplicationsOwn(String end) {
		add("a", "1");
		Delivery held = claim(1, end.equals("expire") ? Duration.ZERO : HOUR).get(0);
		inbox().markSent("1").block();
		switch (end) {
			case "complete" -> assertThat(complete(held)).isEqualTo(new Step(true, null));
			case "park" -> assertThat(inbox().park(held, "failed", HOUR).block()).isEqualTo(new Step(true, null));
			case "release" -> assertThat(inbox().release(held, Duration.ZERO, true).block()).isTrue();
			default -> assertThat(inbox().renew(held, Duration.ZERO).block()).isTrue();
		}
		assertThat(claim(1)).isEmpty();
		assertThat(size()).isEqualTo(new InboxSize(0, 0));
		assertThat(complete(held).held()).isFalse();
		add("a", "2");
		assertThat(claim(1)).extracting((next) -> Webhooks.id(next.event())).containsExactly("2");
	}

	@Test
	void hasRoomForAnyWebhookIfItIsEmpty() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withCapacity(1));
		assertThat(inbox.add(Webhooks.entries("a", "1", "2")).block().added()).hasSize(2);
		assertThat(inbox.add(Webhooks.entries("b", "3")).block().full()).isTrue();
		Delivery first = inbox.claim(1, HOUR).block().deliveries().get(0);
		Delivery second = inbox.complete(first, HOUR).block().next();
		assertThat(inbox.add(Webhooks.entries("b", "3")).block().full()).isTrue();
		inbox.complete(second, HOUR).block();
		assertThat(inbox.add(Webhooks.entries("b", "3", "4", "5")).block().added()).hasSize(3);
	}

	@Test
	void hasRoomForAsManyEventsAsCanBeCounted() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withCapacity(Integer.MAX_VALUE));
		assertThat(inbox.add(Webhooks.entries("a", "1")).block().added()).hasSize(1);
		assertThat(inbox.add(Webhooks.entries("a", "2")).block().added()).hasSize(1);
	}

	@Test
	void remembersNoLongerThanItMust() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withRemember(Duration.ofMillis(1)));
		inbox.add(Webhooks.entries("a", "1")).block();
		inbox.complete(inbox.claim(1, HOUR).block().deliveries().get(0), null).block();
		Awaitility.await().until(() -> {
			inbox.claim(1, HOUR).block();
			return inbox.add(Webhooks.entries("a", "1")).block().added().size() == 1;
		});
	}

	@Test
	void survivesAChangeOfTheClock() {
		add("a", "1");
		Delivery delivery = claim(1).get(0);
		for (Duration step : List.of(Duration.ofDays(2), Duration.ofDays(-4), Duration.ofDays(365))) {
			setClock(step);
			assertThat(claim(1)).isEmpty();
			assertThat(added("a", "1")).isEmpty();
		}
		setClock(Duration.ofDays(-365));
		add("b", "2");
		assertThat(claim(1)).hasSize(1);
		assertThat(complete(delivery).held()).isTrue();
	}

	@Test
	void handlesEachEventInOrderWhateverHappens() {
		IntStream.range(0, schedules()).forEach((seed) -> new RandomSchedule(this::inbox, this::setClock, seed).run());
	}

	/**
	 * Return how many random schedules to try.
	 * @return the number
	 */
	protected int schedules() {
		return 3;
	}

	private ConversationInbox inbox() {
		return inbox(InboxSettings.defaults());
	}

	private void add(String conversation, String... ids) {
		assertThat(added(conversation, ids)).hasSize(ids.length);
	}

	private List<String> added(String conversation, String... ids) {
		return inbox().add(Webhooks.entries(conversation, ids))
			.block()
			.added()
			.stream()
			.map((entry) -> Webhooks.id(entry.event()))
			.toList();
	}

	private List<Delivery> claim(int max) {
		return claim(max, HOUR);
	}

	private List<Delivery> claim(int max, Duration lease) {
		return inbox().claim(max, lease).block().deliveries();
	}

	private Step complete(Delivery delivery) {
		return inbox().complete(delivery, HOUR).block();
	}

	private InboxSize size() {
		return inbox().size().block();
	}

}

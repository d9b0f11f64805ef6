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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InMemoryConversationInbox}.
 */
class InMemoryConversationInboxTests extends AbstractConversationInboxTests {

	private final Map<InboxSettings, ConversationInbox> inboxes = new HashMap<>();

	@Override
	protected synchronized ConversationInbox inbox(InboxSettings settings) {
		return this.inboxes.computeIfAbsent(settings, InMemoryConversationInbox::new);
	}

	@Override
	protected void setClock(Duration step) {
		// it has none that could be set
	}

	@Override
	protected int schedules() {
		return 200;
	}

	@Test
	void isNotShared() {
		assertThat(inbox(InboxSettings.defaults()).isShared()).isFalse();
	}

	@Test
	void holdsNoMoreThanSixtyFourMegabytes() {
		ConversationInbox inbox = inbox(InboxSettings.defaults());
		String text = "x".repeat(1_000_000);
		int accepted = 0;
		while (!inbox.add(Webhooks.read("""
				{"eventName":"large","conversationId":"a","number":%s,"text":"%s"}""".formatted(accepted, text)))
			.block()
			.full()) {
			accepted++;
		}
		assertThat(accepted).isBetween(60, 68);
	}

	@Test
	void holdsNoMoreThanSixtyFourMegabytesOfParkedEvents() {
		ConversationInbox inbox = inbox(InboxSettings.defaults());
		String text = "x".repeat(1_000_000);
		for (int i = 0; i < 80; i++) {
			inbox.add(Webhooks.read("""
					{"eventName":"large","conversationId":"a","number":%s,"text":"%s"}""".formatted(i, text))).block();
			inbox.park(inbox.claim(1, Duration.ofMinutes(1)).block().deliveries().get(0), "failed", null).block();
		}
		List<ParkedEvent> parked = inbox.parked(100).block();
		assertThat(parked).hasSizeBetween(60, 68);
		assertThat(parked.get(parked.size() - 1).id()).isEqualTo("80");
		parked.forEach((event) -> assertThat(inbox.redeliver(event.id()).block()).isTrue());
		assertThat(inbox.size().block()).isEqualTo(new ConversationInbox.InboxSize(parked.size(), 0));
	}

	@Test
	void countsTheMemoryOfManySmallParts() {
		String parts = "{\"eventName\":\"small\",\"list\":[" + "0,".repeat(9000) + "0]}";
		assertThat(Webhooks.read(parts).get(0).weight()).isGreaterThan(9000 * 50);
	}

	@Test
	void keepsNoMoreOverDaysThanItRemembers() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		InMemoryConversationInbox inbox = new InMemoryConversationInbox(InboxSettings.defaults(),
				Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> time.now(TimeUnit.NANOSECONDS));
		int perDay = 24 * 60;
		long afterADay = 0;
		for (int minute = 0; minute < 7 * perDay; minute++) {
			RetainedEntries.liveThroughAMinute(inbox, minute);
			time.advanceTimeBy(Duration.ofMinutes(1));
			if (minute == perDay) {
				afterADay = RetainedEntries.count(inbox);
			}
		}
		assertThat(RetainedEntries.count(inbox)).isLessThanOrEqualTo(afterADay)
			.isBetween((long) perDay, (long) RetainedEntries.IDS_IN_A_MINUTE * (perDay + 1));
		time.advanceTimeBy(Duration.ofDays(1));
		inbox.markSent("last").block();
		assertThat(RetainedEntries.count(inbox)).isOne();
	}

	@Test
	void forgetsByMonotonicTime() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		InMemoryConversationInbox inbox = new InMemoryConversationInbox(InboxSettings.defaults(),
				Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> time.now(TimeUnit.NANOSECONDS));
		List<InboxEntry> entries = Webhooks.entries("a", "1");
		assertThat(inbox.add(entries).block().added()).hasSize(1);
		time.advanceTimeBy(Duration.ofHours(23));
		assertThat(inbox.add(entries).block().added()).isEmpty();
		time.advanceTimeBy(Duration.ofHours(1));
		assertThat(inbox.add(entries).block().added()).hasSize(1);
	}

}

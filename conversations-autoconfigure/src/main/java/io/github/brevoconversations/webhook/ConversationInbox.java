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
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps events from when their webhook is responded to until they are handled, and
 * remembers which events came before.
 * <p>
 * The events of one conversation form a queue. An instance <em>claims</em> a conversation
 * for a time, the lease, and holds it for as long as it renews the lease; only the first
 * event of its queue can be handled. Each claim has a number of its own, the token:
 * whoever's lease has ended and whose conversation was claimed by another changes nothing
 * any more. So an instance may die at any moment, and none waits for it longer than the
 * lease.
 * <p>
 * Each method does what it does in one step or not at all, and nothing before it is
 * subscribed to. None blocks. All may be called by several threads at once. What fails
 * may have happened or not, and may be tried again.
 */
public interface ConversationInbox {

	/**
	 * Return whether other instances use this inbox.
	 * @return whether it is shared
	 */
	boolean isShared();

	/**
	 * Add the events of one webhook: all of them or none. Those that came before are left
	 * out.
	 * @param entries the events, in their order
	 * @return what became of them
	 */
	Mono<Addition> add(List<InboxEntry> entries);

	/**
	 * Have a message taken for one that came before, since the application itself sent
	 * it. If it waits already, it is removed.
	 * @param messageId the id of the message
	 * @return completes when that is stored
	 */
	Mono<Void> markSent(String messageId);

	/**
	 * Claim conversations with an event that is due.
	 * @param max how many at most
	 * @param lease how long to hold them unless renewed
	 * @return the claimed conversations, and when to ask again
	 */
	Mono<Claim> claim(int max, Duration lease);

	/**
	 * Hold a conversation for longer.
	 * @param delivery what was claimed
	 * @param lease how long to hold it from now on unless renewed
	 * @return whether it is still held
	 */
	Mono<Boolean> renew(Delivery delivery, Duration lease);

	/**
	 * Remove an event that is handled, and go on with the next of its conversation.
	 * @param delivery what was claimed
	 * @param lease how long to hold the conversation for the next event, or {@code null}
	 * to let go of it
	 * @return whether it was still held, and the next event
	 */
	Mono<Step> complete(Delivery delivery, @Nullable Duration lease);

	/**
	 * Let go of a conversation whose event was not handled.
	 * @param delivery what was claimed
	 * @param delay how long its events wait from now on
	 * @param attempt whether to count this as an attempt
	 * @return whether it was still held
	 */
	Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt);

	/**
	 * Put an event aside that cannot be handled, and go on with the next of its
	 * conversation. Parked events do not count for the capacity; of those beyond another
	 * such number, the oldest are removed.
	 * @param delivery what was claimed
	 * @param outcome why, without anything that anybody wrote: at most 200 characters are
	 * kept
	 * @param lease how long to hold the conversation for the next event, or {@code null}
	 * to let go of it
	 * @return whether it was still held, and the next event
	 */
	Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease);

	/**
	 * List parked events, the oldest first.
	 * @param max how many at most
	 * @return the parked events
	 */
	Mono<List<ParkedEvent>> parked(int max);

	/**
	 * Have a parked event delivered again, before the others of its conversation that
	 * came later.
	 * @param id the id of the parked event
	 * @return whether there was one
	 */
	Mono<Boolean> redeliver(String id);

	/**
	 * Count what is in the inbox.
	 * @return how much there is
	 */
	Mono<InboxSize> size();

	/**
	 * What became of the events of a webhook.
	 *
	 * @param full whether they were refused, since the inbox is full
	 * @param added the events that were added
	 */
	record Addition(boolean full, List<InboxEntry> added) {

		/**
		 * Create a result.
		 * @param full whether they were refused, since the inbox is full
		 * @param added the events that were added
		 */
		public Addition(boolean full, List<InboxEntry> added) {
			this.full = full;
			this.added = List.copyOf(added);
		}

	}

	/**
	 * The first event of a claimed conversation.
	 *
	 * @param conversation the key of the conversation
	 * @param token the number of the claim
	 * @param sequence the number of the event
	 * @param attempts how often handling it was attempted before
	 * @param event the event, or {@code null} if it cannot be read, since a later version
	 * wrote it for example
	 * @param trace the trace of its webhook, as {@link InboxEntry#trace()} has it
	 */
	record Delivery(String conversation, long token, long sequence, int attempts, @Nullable ConversationEvent event,
			Map<String, String> trace) {

		/**
		 * Create a claim.
		 * @param conversation the key of the conversation
		 * @param token the number of the claim
		 * @param sequence the number of the event
		 * @param attempts how often handling it was attempted before
		 * @param event the event, or {@code null} if it cannot be read
		 * @param trace the trace of its webhook
		 */
		public Delivery(String conversation, long token, long sequence, int attempts, @Nullable ConversationEvent event,
				Map<String, String> trace) {
			this.conversation = conversation;
			this.token = token;
			this.sequence = sequence;
			this.attempts = attempts;
			this.event = event;
			this.trace = Map.copyOf(trace);
		}

		/**
		 * Create a claim of an event without a trace.
		 * @param conversation the key of the conversation
		 * @param token the number of the claim
		 * @param sequence the number of the event
		 * @param attempts how often handling it was attempted before
		 * @param event the event, or {@code null} if it cannot be read
		 */
		public Delivery(String conversation, long token, long sequence, int attempts,
				@Nullable ConversationEvent event) {
			this(conversation, token, sequence, attempts, event, Map.of());
		}

	}

	/**
	 * Conversations that were claimed.
	 *
	 * @param deliveries the first event of each
	 * @param nextDue how long until the next event of another is due, or {@code null} if
	 * there is none
	 */
	record Claim(List<Delivery> deliveries, @Nullable Duration nextDue) {

		/**
		 * Create a claim.
		 * @param deliveries the first event of each
		 * @param nextDue how long until the next event of another is due
		 */
		public Claim(List<Delivery> deliveries, @Nullable Duration nextDue) {
			this.deliveries = List.copyOf(deliveries);
			this.nextDue = nextDue;
		}

	}

	/**
	 * How a conversation goes on.
	 *
	 * @param held whether it was still held; if not, nothing was changed
	 * @param next its next event, held under the same token, or {@code null} if it was
	 * let go of
	 */
	record Step(boolean held, @Nullable Delivery next) {

	}

	/**
	 * How much is in an inbox.
	 *
	 * @param waiting the number of events that wait or are being handled
	 * @param parked the number of events that were put aside
	 */
	record InboxSize(long waiting, long parked) {

	}

}

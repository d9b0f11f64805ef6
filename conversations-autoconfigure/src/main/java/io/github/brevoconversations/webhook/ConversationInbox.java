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
 * Stores events from before their webhook is acknowledged until they are handled, and
 * remembers which events were received before.
 * <p>
 * The events of one conversation form a queue. An instance <em>claims</em> a conversation
 * for a limited time, the lease, and holds it for as long as it renews the lease. Only
 * the first event of the queue can be handled. Each claim has a unique number, the token.
 * Once the lease has expired and another instance has claimed the conversation, the
 * former holder cannot change anything. So an instance may die at any moment, and others
 * wait no longer than the lease.
 * <p>
 * Each operation is atomic, and does nothing until its result is subscribed to. No method
 * blocks, and all are thread-safe. An operation that fails may or may not have taken
 * effect, and may be retried.
 */
public interface ConversationInbox {

	/**
	 * Return whether other instances may use this inbox. Only calls of a shared inbox
	 * time out, and only its leases expire.
	 * @return whether it is shared
	 */
	boolean isShared();

	/**
	 * Add the events of one webhook: all of them or none. Events that were received
	 * before are left out.
	 * @param entries the events, in their order
	 * @return the result
	 */
	Mono<Addition> add(List<InboxEntry> entries);

	/**
	 * Treat a message as received before, because the application itself sent it. If it
	 * is already waiting, it is removed.
	 * @param messageId the id of the message
	 * @return completes when the message is marked
	 */
	Mono<Void> markSent(String messageId);

	/**
	 * Claim conversations with an event that is due. A shared inbox must be prepared for
	 * a claim that takes effect although its result is lost, as {@link LostClaims} does.
	 * @param max the maximum number of conversations; zero claims none, which tells
	 * whether the inbox responds
	 * @param lease how long to hold them unless renewed
	 * @return the claimed conversations, and when to claim again
	 */
	Mono<Claim> claim(int max, Duration lease);

	/**
	 * Hold a conversation for longer.
	 * @param delivery the claimed event
	 * @param lease how long to hold it from now on unless renewed
	 * @return whether it is still held
	 */
	Mono<Boolean> renew(Delivery delivery, Duration lease);

	/**
	 * Remove an event that was handled, and continue with the next of its conversation.
	 * @param delivery the claimed event
	 * @param lease how long to hold the conversation for the next event, or {@code null}
	 * to release it
	 * @return whether the conversation was still held, and the next event
	 */
	Mono<Step> complete(Delivery delivery, @Nullable Duration lease);

	/**
	 * Release a conversation whose event was not handled.
	 * @param delivery the claimed event
	 * @param delay how long its events wait from now on
	 * @param attempt whether to count this as an attempt
	 * @return whether the conversation was still held
	 */
	Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt);

	/**
	 * Park an event that cannot be handled, and continue with the next of its
	 * conversation. Parked events do not count toward the capacity. If there are more of
	 * them than the capacity, the oldest are removed.
	 * @param delivery the claimed event
	 * @param outcome the reason, which must not quote a message; at most 200 characters
	 * are kept
	 * @param lease how long to hold the conversation for the next event, or {@code null}
	 * to release it
	 * @return whether the conversation was still held, and the next event
	 */
	Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease);

	/**
	 * List parked events, the oldest first.
	 * @param max the maximum number of events
	 * @return the parked events
	 */
	Mono<List<ParkedEvent>> parked(int max);

	/**
	 * Redeliver a parked event, before the later events of its conversation. Its attempts
	 * are counted from zero again.
	 * @param id the id of the parked event
	 * @return whether there was such an event
	 */
	Mono<Boolean> redeliver(String id);

	/**
	 * Count the events in the inbox.
	 * @return the numbers of events
	 */
	Mono<InboxSize> size();

	/**
	 * The result of adding the events of a webhook.
	 *
	 * @param full whether the events were rejected because the inbox is full
	 * @param added the events that were added
	 */
	record Addition(boolean full, List<InboxEntry> added) {

		/**
		 * Create a result.
		 * @param full whether the events were rejected because the inbox is full
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
	 * @param attempts how often handling the event was attempted before
	 * @param event the event, or {@code null} if it cannot be read, for example because a
	 * later version wrote it
	 * @param trace the trace of its webhook, as returned by {@link InboxEntry#trace()}
	 */
	record Delivery(String conversation, long token, long sequence, int attempts, @Nullable ConversationEvent event,
			Map<String, String> trace) {

		/**
		 * Create a delivery.
		 * @param conversation the key of the conversation
		 * @param token the number of the claim
		 * @param sequence the number of the event
		 * @param attempts how often handling the event was attempted before
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
		 * Create a delivery of an event without a trace.
		 * @param conversation the key of the conversation
		 * @param token the number of the claim
		 * @param sequence the number of the event
		 * @param attempts how often handling the event was attempted before
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
	 * @param deliveries the first event of each conversation
	 * @param nextDue the time until the next conversation is due or the next lease
	 * expires, or {@code null} if there is no conversation
	 */
	record Claim(List<Delivery> deliveries, @Nullable Duration nextDue) {

		/**
		 * Create a claim.
		 * @param deliveries the first event of each conversation
		 * @param nextDue the time until the next conversation is due or the next lease
		 * expires, or {@code null} if there is no conversation
		 */
		public Claim(List<Delivery> deliveries, @Nullable Duration nextDue) {
			this.deliveries = List.copyOf(deliveries);
			this.nextDue = nextDue;
		}

	}

	/**
	 * How a conversation continues.
	 *
	 * @param held whether the conversation was still held; if not, nothing was changed
	 * @param next its next event, held under the same token, or {@code null} if there is
	 * none or the conversation was released
	 */
	record Step(boolean held, @Nullable Delivery next) {

	}

	/**
	 * The numbers of events in an inbox.
	 *
	 * @param waiting the number of events that are waiting or being handled
	 * @param parked the number of parked events
	 */
	record InboxSize(long waiting, long parked) {

	}

}

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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * What an inbox keeps after all that may become of an event.
 */
public final class RetainedEntries {

	/**
	 * How many ids become known in a minute.
	 */
	public static final int IDS_IN_A_MINUTE = 7;

	private static final Duration LEASE = Duration.ofSeconds(30);

	private RetainedEntries() {
	}

	/**
	 * Have events arrive, be handled, fail, be parked and delivered again, and turn out
	 * to be the application's own, before, while and after they are handled.
	 * @param inbox the inbox
	 * @param minute the number of the minute
	 */
	public static void liveThroughAMinute(ConversationInbox inbox, int minute) {
		String conversation = "c" + minute;
		inbox.markSent(conversation + "-sent-before").block();
		inbox
			.add(Webhooks.entries(conversation, conversation + "-1", conversation + "-2",
					conversation + "-sent-before"))
			.block();
		inbox.add(Webhooks.entries(conversation, conversation + "-2", conversation + "-3", conversation + "-own"))
			.block();
		inbox.markSent(conversation + "-own").block();
		Delivery first = claim(inbox).get(0);
		inbox.release(first, Duration.ZERO, true).block();
		Delivery again = claim(inbox).get(0);
		Delivery second = next(inbox.park(again, "failed", LEASE).block());
		inbox.redeliver(inbox.parked(1).block().get(0).id()).block();
		Delivery redelivered = next(inbox.complete(second, LEASE).block());
		inbox.renew(redelivered, LEASE).block();
		Delivery third = next(inbox.complete(redelivered, LEASE).block());
		inbox.complete(third, LEASE).block();
		inbox.add(Webhooks.entries(conversation + "x", conversation + "-own-while-handled")).block();
		Delivery own = claim(inbox).get(0);
		inbox.markSent(conversation + "-own-while-handled").block();
		inbox.release(own, Duration.ZERO, false).block();
		inbox.add(Webhooks.entries(conversation + "y", conversation + "-own-of-a-dead-instance")).block();
		inbox.claim(8, Duration.ZERO).block();
		inbox.markSent(conversation + "-own-of-a-dead-instance").block();
		claim(inbox);
	}

	private static List<Delivery> claim(ConversationInbox inbox) {
		return inbox.claim(8, LEASE).block().deliveries();
	}

	private static Delivery next(ConversationInbox.Step step) {
		return Objects.requireNonNull(step.next());
	}

	/**
	 * Count the entries of all collections that an inbox in memory has.
	 * @param inbox the inbox
	 * @return the number of entries
	 */
	static long count(InMemoryConversationInbox inbox) {
		return entries(inbox) + entries(value(ReflectionUtils.findField(inbox.getClass(), "queues"), inbox));
	}

	private static long entries(Object owner) {
		long count = 0;
		for (Field field : owner.getClass().getDeclaredFields()) {
			Object value = value(field, owner);
			if (value instanceof Map<?, ?> map) {
				count += map.size();
			}
			if (value instanceof Collection<?> collection) {
				count += collection.size();
			}
		}
		return count;
	}

	private static @Nullable Object value(Field field, Object owner) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, owner);
	}

}

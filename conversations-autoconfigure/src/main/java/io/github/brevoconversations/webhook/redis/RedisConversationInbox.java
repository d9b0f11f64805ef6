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

package io.github.brevoconversations.webhook.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxEntry;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.LostClaims;
import io.github.brevoconversations.webhook.ParkedEvent;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.script.DefaultReactiveScriptExecutor;
import org.springframework.data.redis.core.script.ReactiveScriptExecutor;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.util.Assert;

/**
 * {@link ConversationInbox} in Redis (from version 5) or Valkey, which instances share.
 * Each operation is one Lua script. The ten keys consist of {@code {namespace}:v1:} and a
 * name. They share a hash tag, and so a slot of a cluster.
 * <p>
 * Redis must not lose data: configure {@code appendonly yes}, and as
 * {@code maxmemory-policy} either {@code noeviction} or a policy that evicts only keys
 * with an expiry. In addition to its capacity, the inbox is limited to 256 MB of waiting
 * events and a million remembered events.
 * <p>
 * Failures are those of Spring Data Redis. While Redis cannot be reached, a call fails
 * after the timeout of the connection.
 */
public final class RedisConversationInbox implements ConversationInbox {

	private static final int VALUES_BEFORE_DELIVERIES = 1;

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private final ReactiveScriptExecutor<String> executor;

	private final List<String> keys;

	private final InboxSettings settings;

	private final LostClaims lost = new LostClaims();

	/**
	 * Create an inbox.
	 * @param connectionFactory the factory of connections
	 * @param namespace the beginning of the keys: the same for all instances that share
	 * the inbox, and a different one for each other Brevo account and application
	 * @param settings how much the inbox holds, the same for all instances
	 * @throws IllegalArgumentException if the namespace is blank or contains a brace
	 */
	public RedisConversationInbox(ReactiveRedisConnectionFactory connectionFactory, String namespace,
			InboxSettings settings) {
		Assert.notNull(connectionFactory, "'connectionFactory' must not be null");
		Assert.hasText(namespace, "'namespace' must not be blank");
		Assert.isTrue(namespace.indexOf('{') < 0 && namespace.indexOf('}') < 0,
				"'namespace' must not contain braces, which delimit it in the keys");
		this.executor = new DefaultReactiveScriptExecutor<>(connectionFactory, RedisSerializationContext.string());
		this.keys = Scripts.KEYS.stream().map((name) -> "{" + namespace + "}:v1:" + name).toList();
		this.settings = settings;
	}

	@Override
	public boolean isShared() {
		return true;
	}

	@Override
	public Mono<Addition> add(List<InboxEntry> entries) {
		return execute(Scripts.ADD, () -> {
			Stream<String> settings = Stream.of(String.valueOf(this.settings.capacity()),
					millis(this.settings.remember()));
			return Stream.concat(settings,
					entries.stream().flatMap((entry) -> Stream.of(entry.key(), entry.conversation(), entry.payload())));
		}).map((reply) -> {
			List<InboxEntry> added = new ArrayList<>();
			for (Object position : reply) {
				int index = Math.toIntExact((Long) position);
				if (index < 0) {
					return new Addition(true, List.of());
				}
				added.add(entries.get(index));
			}
			return new Addition(false, added);
		});
	}

	@Override
	public Mono<Void> markSent(String messageId) {
		return execute(Scripts.MARK_SENT,
				() -> Stream.of(InboxEntry.messageKey(messageId), millis(this.settings.remember())))
			.then();
	}

	@Override
	public Mono<Claim> claim(int max, Duration lease) {
		return this.lost.claim(max, lease, (token, lost) -> claim(max, lease, token, lost));
	}

	private Mono<Claim> claim(int max, Duration lease, long token, List<Long> lost) {
		return execute(Scripts.CLAIM, () -> {
			Stream<String> values = Stream.of(String.valueOf(max), millis(lease), String.valueOf(token));
			return Stream.concat(values, lost.stream().map(String::valueOf));
		}).map((reply) -> {
			long nextDue = (Long) reply.get(0);
			return new Claim(deliveries(reply), (nextDue >= 0) ? Duration.ofMillis(nextDue) : null);
		});
	}

	@Override
	public Mono<Boolean> renew(Delivery delivery, Duration lease) {
		return move(delivery, lease, false, false);
	}

	@Override
	public Mono<Boolean> release(Delivery delivery, Duration delay, boolean attempt) {
		return move(delivery, delay, true, attempt);
	}

	private Mono<Boolean> move(Delivery delivery, Duration delay, boolean letGo, boolean attempt) {
		return execute(Scripts.MOVE,
				() -> Stream.of(delivery.conversation(), String.valueOf(delivery.token()), millis(delay),
						letGo ? "1" : "0", attempt ? String.valueOf(delivery.sequence()) : ""))
			.map(RedisConversationInbox::isTrue);
	}

	@Override
	public Mono<Step> complete(Delivery delivery, @Nullable Duration lease) {
		return step(delivery, lease, "");
	}

	@Override
	public Mono<Step> park(Delivery delivery, String outcome, @Nullable Duration lease) {
		return step(delivery, lease, ParkedLines.write(delivery, outcome));
	}

	private Mono<Step> step(Delivery delivery, @Nullable Duration lease, String parked) {
		return execute(Scripts.STEP,
				() -> Stream.of(delivery.conversation(), String.valueOf(delivery.token()),
						String.valueOf(delivery.sequence()), (lease != null) ? millis(lease) : "",
						String.valueOf(this.settings.capacity()), parked))
			.map((reply) -> {
				List<Delivery> next = deliveries(reply);
				return new Step(isTrue(reply), next.isEmpty() ? null : next.get(0));
			});
	}

	@Override
	public Mono<List<ParkedEvent>> parked(int max) {
		return execute(Scripts.LIST, () -> Stream.of(String.valueOf(max))).map(ParkedLines::read);
	}

	@Override
	public Mono<Boolean> redeliver(String id) {
		return execute(Scripts.REDELIVER, () -> Stream.of(id)).map(RedisConversationInbox::isTrue);
	}

	@Override
	public Mono<InboxSize> size() {
		return execute(Scripts.SIZE, Stream::of)
			.map((reply) -> new InboxSize((Long) reply.get(0), (Long) reply.get(1)));
	}

	private static List<Delivery> deliveries(List<Object> reply) {
		List<Delivery> deliveries = new ArrayList<>();
		for (int i = VALUES_BEFORE_DELIVERIES; i < reply.size(); i += 5) {
			deliveries.add(InboxEntry.delivery((String) reply.get(i), number(reply.get(i + 1)),
					number(reply.get(i + 2)), (int) number(reply.get(i + 3)), (String) reply.get(i + 4)));
		}
		return deliveries;
	}

	private static long number(Object value) {
		return Long.parseLong((String) value);
	}

	private static boolean isTrue(List<Object> reply) {
		return (Long) reply.get(0) == 1;
	}

	private static String millis(Duration duration) {
		return String.valueOf(((duration.compareTo(LONGEST) > 0) ? LONGEST : duration).toMillis());
	}

	private Mono<List<Object>> execute(RedisScript<List<Object>> script, Arguments arguments) {
		// Spring Data Redis opens its first connection on the calling thread, and blocks
		// it
		return Mono.defer(() -> this.executor.execute(script, this.keys, arguments.get().toList()).single())
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * The arguments of a script.
	 */
	private interface Arguments {

		Stream<String> get();

	}

}

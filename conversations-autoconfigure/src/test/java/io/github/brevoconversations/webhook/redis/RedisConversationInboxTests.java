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

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.AbstractConversationInboxTests;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.ConversationInbox.Delivery;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.RetainedEntries;
import io.github.brevoconversations.webhook.Webhooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveScriptingCommands;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedisConversationInbox}.
 */
class RedisConversationInboxTests extends AbstractConversationInboxTests {

	private static LettuceConnectionFactory connectionFactory;

	private static StringRedisTemplate redis;

	private final String namespace = "brevo:webhook:" + UUID.randomUUID();

	@BeforeAll
	static void connect() {
		connectionFactory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(LocalRedis.sharedUrl().getHost(), LocalRedis.sharedUrl().getPort()));
		connectionFactory.afterPropertiesSet();
		redis = new StringRedisTemplate(connectionFactory);
	}

	@AfterAll
	static void disconnect() {
		connectionFactory.destroy();
	}

	@AfterEach
	void deleteKeys() {
		redis.delete(redis.keys("{" + this.namespace + "}*"));
	}

	@Override
	protected ConversationInbox inbox(InboxSettings settings) {
		return new RedisConversationInbox(connectionFactory, this.namespace, settings);
	}

	@Override
	protected void setClock(Duration step) {
		redis.opsForHash().increment("{" + this.namespace + "}:v1:clock", "wall", -step.toMillis());
	}

	@Test
	void isShared() {
		assertThat(inbox(InboxSettings.defaults()).isShared()).isTrue();
	}

	@Test
	void needsANamespaceThatDelimitsTheKeys() {
		for (String illegal : List.of("", " ", "a}b", "{a")) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> new RedisConversationInbox(connectionFactory, illegal, InboxSettings.defaults()));
		}
	}

	@Test
	void leavesOnlyWhatItRemembersWhenAllIsDone() {
		ConversationInbox inbox = inbox(InboxSettings.defaults());
		inbox.add(Webhooks.entries("a", "1")).block();
		inbox.release(inbox.claim(1, HOUR).block().deliveries().get(0), Duration.ZERO, true).block();
		inbox.complete(inbox.claim(1, HOUR).block().deliveries().get(0), HOUR).block();
		assertThat(redis.keys("{" + this.namespace + "}*"))
			.containsExactlyInAnyOrder("{" + this.namespace + "}:v1:clock", "{" + this.namespace + "}:v1:seen");
		assertThat(redis.opsForHash().get("{" + this.namespace + "}:v1:clock", "bytes")).isEqualTo("0");
	}

	@Test
	void keepsNoMoreInTheLongRunThanItRemembers() {
		ConversationInbox inbox = inbox(InboxSettings.defaults().withRemember(Duration.ofMinutes(1)));
		long inTheMiddle = 0;
		for (int i = 0; i < 60; i++) {
			RetainedEntries.liveThroughAMinute(inbox, i);
			setClock(Duration.ofSeconds(10));
			if (i == 30) {
				inTheMiddle = entries();
			}
		}
		assertThat(entries()).isPositive().isLessThanOrEqualTo(inTheMiddle + RetainedEntries.IDS_IN_A_MINUTE);
		assertThat(redis.opsForHash().get("{" + this.namespace + "}:v1:clock", "bytes")).isEqualTo("0");
	}

	private long entries() {
		return redis.keys("{" + this.namespace + "}*")
			.stream()
			.mapToLong((key) -> (redis.type(key) == DataType.ZSET) ? redis.opsForZSet().zCard(key)
					: redis.opsForHash().size(key))
			.sum();
	}

	@Test
	void goesOnWithWhatComesAfterItsEventsWereEvicted() {
		ConversationInbox inbox = inbox(InboxSettings.defaults());
		inbox.add(Webhooks.entries("a", "1", "2")).block();
		inbox.add(Webhooks.entries("b", "3")).block();
		redis.delete("{" + this.namespace + "}:v1:events");
		inbox.add(Webhooks.entries("a", "4")).block();
		assertThat(inbox.claim(8, HOUR).block().deliveries()).extracting((delivery) -> Webhooks.id(delivery.event()))
			.containsExactly("4");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reclaimsWhatAClaimWithALostResponseHolds(boolean late) throws Exception {
		CountDownLatch responded = new CountDownLatch(1);
		AtomicReference<Mono<Object>> instead = new AtomicReference<>();
		ConversationInbox inbox = new RedisConversationInbox(
				responding(ReactiveRedisConnectionFactory.class, connectionFactory, (response) -> {
					Mono<Object> other = instead.get();
					if (other != null) {
						responded.countDown();
					}
					return (other != null) ? other : Mono.just(response);
				}), this.namespace, InboxSettings.defaults());
		inbox.add(Webhooks.entries("a", "1")).block();
		Delivery held = inbox.claim(1, HOUR).block().deliveries().get(0);
		inbox.add(Webhooks.entries("b", "2")).block();
		inbox.release(inbox.claim(1, HOUR).block().deliveries().get(0), Duration.ofMinutes(1), true).block();
		inbox.add(Webhooks.entries("c", "3")).block();
		inbox.add(Webhooks.entries("d", "4")).block();
		instead.set(late ? Mono.never() : Mono.error(new IllegalStateException("the connection broke")));
		Disposable claim = inbox.claim(8, HOUR).onErrorComplete().subscribe();
		assertThat(responded.await(30, TimeUnit.SECONDS)).isTrue();
		claim.dispose();
		instead.set(null);
		assertThat(inbox(InboxSettings.defaults()).claim(8, HOUR).block().deliveries()).isEmpty();
		assertThat(inbox.claim(8, HOUR).block().deliveries()).extracting((delivery) -> Webhooks.id(delivery.event()))
			.containsExactlyInAnyOrder("3", "4");
		assertThat(inbox.claim(8, HOUR).block().deliveries()).isEmpty();
		assertThat(inbox.renew(held, HOUR).block()).isTrue();
	}

	// What a script responds with passes through the function
	private static <T> T responding(Class<T> type, T target, Function<Object, Mono<Object>> function) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				Object result = method.invoke(target, arguments);
				if (result instanceof ReactiveRedisConnection connection) {
					return responding(ReactiveRedisConnection.class, connection, function);
				}
				if (result instanceof ReactiveScriptingCommands commands) {
					return responding(ReactiveScriptingCommands.class, commands, function);
				}
				return (result instanceof Flux<?> flux) ? flux.concatMap(function) : result;
			}));
	}

	@Test
	void doesNotTouchWhatALaterVersionWrote() {
		ConversationInbox inbox = inbox(InboxSettings.defaults());
		inbox.add(Webhooks.entries("a", "1")).block();
		String events = "{" + this.namespace + "}:v1:events";
		redis.opsForHash()
			.entries(events)
			.forEach((member, value) -> redis.opsForHash()
				.put(events, member, value.toString().replace("\"v\":1", "\"v\":2")));
		assertThat(inbox.claim(1, HOUR).block().deliveries()).singleElement()
			.satisfies((delivery) -> assertThat(delivery.event()).isNull());
	}

}

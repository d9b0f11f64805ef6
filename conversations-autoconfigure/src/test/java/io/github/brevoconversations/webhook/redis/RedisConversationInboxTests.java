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
import java.util.List;
import java.util.UUID;

import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.AbstractConversationInboxTests;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import io.github.brevoconversations.webhook.Webhooks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
	void leavesAloneWhatALaterVersionWrote() {
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

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

package io.github.brevoconversations.presence.redis;

import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.NextPing;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link RedisActiveAgentStore} tells Redis.
 */
@Timeout(60)
class RedisCommandsTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@Test
	void sendsOneConstantCommandPerOperation() {
		try (LocalRedis redis = LocalRedis.start("slowlog-log-slower-than", "0", "slowlog-max-len", "1000")) {
			LettuceConnectionFactory connectionFactory = Connections.to(redis.getUrl());
			RedisActiveAgentStore store = new RedisActiveAgentStore(connectionFactory, "test");
			RedisClient client = RedisClient.create(redis.getUrl().toString());
			useAll(store);
			client.connect().sync().slowlogReset();
			useAll(store);
			List<List<?>> first = commands(client.connect().sync().slowlogGet(1000));
			client.connect().sync().slowlogReset();
			useAll(store);
			List<List<?>> second = commands(client.connect().sync().slowlogGet(1000));
			assertThat(first).hasSize(7).isEqualTo(second);
			client.shutdown(Duration.ZERO, Duration.ZERO);
			connectionFactory.destroy();
		}
	}

	private static void useAll(RedisActiveAgentStore store) {
		store.add(LIZ, MINUTE).block();
		store.claimDue(ClaimRequest.of(100, MINUTE)).block();
		store.schedule(List.of(new NextPing(LIZ, MINUTE, Duration.ofSeconds(1)))).block();
		store.list(100).block();
		store.find(List.of(LIZ)).block();
		store.size().block();
		store.remove(LIZ).block();
	}

	private static List<List<?>> commands(List<Object> slowlog) {
		return slowlog.stream()
			.<List<?>>map((entry) -> (List<?>) ((List<?>) entry).get(3))
			.filter((command) -> command.get(0).toString().startsWith("EVAL"))
			.<List<?>>map((command) -> command.subList(0, 2))
			.toList();
	}

}

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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.brevoconversations.presence.AbstractActiveAgentStoreTests;
import io.github.brevoconversations.presence.ActiveAgentStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tests for {@link RedisActiveAgentStore} on a Redis in cluster mode, which refuses
 * scripts whose keys are in several slots.
 */
class RedisClusterActiveAgentStoreTests extends AbstractActiveAgentStoreTests {

	private static final int SLOTS = 16_384;

	private static LocalRedis redis;

	private static LettuceConnectionFactory connectionFactory;

	private final String namespace = UUID.randomUUID().toString();

	@BeforeAll
	static void startCluster() {
		redis = LocalRedis.start("cluster-enabled", "yes", "cluster-announce-ip", "127.0.0.1");
		for (int slot = 0; slot < SLOTS; slot += SLOTS / 4) {
			redis.send("CLUSTER ADDSLOTS " + IntStream.range(slot, slot + SLOTS / 4)
				.mapToObj(String::valueOf)
				.collect(Collectors.joining(" ")));
		}
		Awaitility.await().until(() -> redis.send("EXISTS any"), ":0"::equals);
		RedisClusterConfiguration cluster = new RedisClusterConfiguration().clusterNode("127.0.0.1", redis.getPort());
		connectionFactory = Connections.to(cluster, Duration.ofSeconds(30));
	}

	@AfterAll
	static void stopCluster() {
		connectionFactory.destroy();
		redis.close();
	}

	@Override
	protected ActiveAgentStore store() {
		return new RedisActiveAgentStore(connectionFactory, this.namespace);
	}

}

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

package io.github.brevoconversations.presence;

import java.net.URI;
import java.util.List;
import java.util.SplittableRandom;

import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.presence.redis.RedisActiveAgentStore;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@link AbstractPresenceChaosTests} on a real Redis.
 */
class RedisChaosTests extends AbstractPresenceChaosTests {

	@Test
	void keepsMarkedAgentsOnlineWithRedis() {
		try (RedisStore redis = new RedisStore()) {
			run(redis);
		}
	}

	/**
	 * Redis that survives a kill.
	 */
	private static final class RedisStore implements FaultyStore {

		private static final List<String> KEYS = List.of("agents", "since", "due", "until", "meta");

		private final LocalRedis redis = LocalRedis.start("appendonly", "yes", "appendfsync", "always");

		private final LettuceConnectionFactory connections;

		private final RedisActiveAgentStore store;

		private RedisStore() {
			URI url = this.redis.getUrl();
			this.connections = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration(url.getHost(), url.getPort()));
			this.connections.afterPropertiesSet();
			this.connections.start();
			this.store = new RedisActiveAgentStore(this.connections, "chaos");
		}

		@Override
		public ActiveAgentStore store() {
			return this.store;
		}

		@Override
		public void disturb(SplittableRandom random) {
			switch (random.nextInt(4)) {
				case 0 -> this.redis.restart();
				case 1 -> this.redis.send("FLUSHALL");
				case 2 -> this.redis.send("CONFIG SET maxmemory " + (random.nextBoolean() ? "1" : "0"));
				default -> this.redis.send("DEL chaos:{chaos}:" + KEYS.get(random.nextInt(KEYS.size())));
			}
		}

		@Override
		public void recover() {
			this.redis.send("CONFIG SET maxmemory 0");
		}

		@Override
		public void close() {
			this.store.close();
			this.connections.destroy();
			this.redis.close();
		}

	}

}

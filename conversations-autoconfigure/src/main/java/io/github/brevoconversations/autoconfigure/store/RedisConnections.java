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

package io.github.brevoconversations.autoconfigure.store;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Chooses the connections to the Redis of active agents or events.
 */
final class RedisConnections {

	private RedisConnections() {
	}

	static ReactiveRedisConnectionFactory choose(Stored stored,
			ObjectProvider<ReactiveRedisConnectionFactory> qualified,
			ObjectProvider<ReactiveRedisConnectionFactory> all, ListableBeanFactory beanFactory) {
		ReactiveRedisConnectionFactory chosen = new ConnectionChoice<>(stored, "redis",
				ReactiveRedisConnectionFactory.class, BrevoRedisConnectionFactory.class)
			.choose(qualified, all, beanFactory);
		if (chosen != null) {
			return chosen;
		}
		Set<String> blocking = new TreeSet<>(Set.of(beanFactory.getBeanNamesForType(RedisConnectionFactory.class)));
		if (blocking.isEmpty()) {
			throw stored.unavailable("redis", "there is no ReactiveRedisConnectionFactory",
					"Add the dependency org.springframework.boot:spring-boot-starter-data-redis-reactive, or define a ReactiveRedisConnectionFactory bean.");
		}
		throw stored.unavailable("redis",
				"the only connection factories for Redis (%s) are not reactive, as those of Jedis never are"
					.formatted(String.join(", ", blocking)),
				"Define a LettuceConnectionFactory bean beside them, with @BrevoRedisConnectionFactory and @Bean(defaultCandidate = false), "
						+ "so that everything else keeps its connections. It needs the dependency io.lettuce:lettuce-core. "
						+ "Then also set 'spring.data.redis.client-type' to 'jedis', because Spring Boot would "
						+ "otherwise use Lettuce for everything.");
	}

}

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

import java.net.URI;
import java.time.Duration;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections to a Redis, as an application makes them.
 */
final class Connections {

	private Connections() {
	}

	static LettuceConnectionFactory to(URI url) {
		return to(standalone(url), Duration.ofSeconds(30));
	}

	static LettuceConnectionFactory to(RedisConfiguration redis, Duration timeout) {
		LettuceClientConfiguration client = LettuceClientConfiguration.builder()
			.commandTimeout(timeout)
			.shutdownQuietPeriod(Duration.ZERO)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(redis, client);
		factory.afterPropertiesSet();
		factory.start();
		return factory;
	}

	static RedisStandaloneConfiguration standalone(URI url) {
		RedisStandaloneConfiguration redis = new RedisStandaloneConfiguration(url.getHost(), url.getPort());
		if (url.getUserInfo() != null) {
			redis.setPassword(RedisPassword.of(url.getUserInfo().substring(url.getUserInfo().indexOf(':') + 1)));
		}
		return redis;
	}

}

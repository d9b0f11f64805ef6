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

package io.github.brevoconversations.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.Resource;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Keys of a Redis as JSON, which any version of Redis can read again.
 */
class StoredKeys {

	private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final StringRedisTemplate redis;

	StoredKeys(StringRedisTemplate redis) {
		this.redis = redis;
	}

	String dump(String... namespaces) {
		ObjectNode dump = MAPPER.createObjectNode();
		for (String key : keys(namespaces)) {
			write(key, dump.putObject(key));
		}
		return MAPPER.writeValueAsString(dump) + "\n";
	}

	void delete(String... namespaces) {
		this.redis.delete(keys(namespaces));
	}

	void restore(Resource dump) throws IOException {
		try (InputStream stream = dump.getInputStream()) {
			MAPPER.readTree(stream).forEachEntry(this::read);
		}
	}

	private Set<String> keys(String... namespaces) {
		Set<String> keys = new TreeSet<>();
		for (String namespace : namespaces) {
			keys.addAll(this.redis.keys("*" + namespace + "*"));
		}
		return keys;
	}

	private void write(String key, ObjectNode json) {
		switch (this.redis.type(key)) {
			case HASH -> this.redis.opsForHash()
				.entries(key)
				.forEach((field, value) -> json.withObject("hash").put((String) field, (String) value));
			case ZSET -> this.redis.opsForZSet()
				.rangeWithScores(key, 0, -1)
				.forEach((member) -> json.withObject("sorted").put(member.getValue(), member.getScore()));
			case LIST -> {
				ArrayNode list = json.putArray("list");
				this.redis.opsForList().range(key, 0, -1).forEach(list::add);
			}
			case SET -> {
				ArrayNode set = json.putArray("set");
				this.redis.opsForSet().members(key).forEach(set::add);
			}
			default -> json.put("text", this.redis.opsForValue().get(key));
		}
	}

	private void read(String key, JsonNode json) {
		json.path("hash").forEachEntry((field, value) -> this.redis.opsForHash().put(key, field, value.asString()));
		json.path("sorted").forEachEntry((member, score) -> this.redis.opsForZSet().add(key, member, score.asDouble()));
		json.path("list").forEach((value) -> this.redis.opsForList().rightPush(key, value.asString()));
		json.path("set").forEach((value) -> this.redis.opsForSet().add(key, value.asString()));
		if (json.has("text")) {
			this.redis.opsForValue().set(key, json.path("text").asString());
		}
	}

}

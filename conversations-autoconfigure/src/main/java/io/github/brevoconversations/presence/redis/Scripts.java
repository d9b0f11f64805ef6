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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The Lua scripts of {@link RedisActiveAgentStore}, which are resources beside this
 * class.
 */
final class Scripts {

	static final RedisScript<List<Object>> MARK = script("mark");

	static final RedisScript<List<Object>> DROP = script("drop");

	static final RedisScript<List<Object>> CONFIGURE = script("configure");

	static final RedisScript<List<Object>> RESTORE = script("restore");

	static final RedisScript<List<Object>> LIST = script("list");

	static final RedisScript<List<Object>> FIND = script("find");

	static final RedisScript<List<Object>> SIZE = script("size");

	static final RedisScript<List<Object>> CLAIM = script("claim");

	static final RedisScript<List<Object>> SCHEDULE = script("schedule");

	static final RedisScript<List<Object>> SET_ASIDE = script("set-aside");

	private Scripts() {
	}

	@SuppressWarnings("unchecked")
	private static RedisScript<List<Object>> script(String name) {
		return RedisScript.of(read("common") + read(name), (Class<List<Object>>) (Class<?>) List.class);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name + ".lua", Scripts.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

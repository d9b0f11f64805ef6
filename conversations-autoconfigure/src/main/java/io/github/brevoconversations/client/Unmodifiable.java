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

package io.github.brevoconversations.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Creates unmodifiable copies of collections that came from elsewhere and may hold
 * {@code null}, which lists leave out and maps keep.
 */
final class Unmodifiable {

	private Unmodifiable() {
	}

	static <T> @Nullable List<T> list(@Nullable List<T> list) {
		return (list != null) ? list.stream().filter(Objects::nonNull).toList() : null;
	}

	static @Nullable Map<String, @Nullable Object> map(@Nullable Map<String, @Nullable Object> map) {
		return (map != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(map)) : null;
	}

}

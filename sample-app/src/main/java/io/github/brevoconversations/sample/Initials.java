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

package io.github.brevoconversations.sample;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The initials of somebody, for where there is little room.
 */
final class Initials {

	private Initials() {
	}

	/**
	 * Return the first letters of the first and the last part of a name.
	 * @param name the name
	 * @return at most two characters
	 */
	static String of(String name) {
		List<String> parts = Arrays.stream(name.strip().split("[^\\p{L}\\p{N}]+"))
			.filter((part) -> !part.isEmpty())
			.toList();
		if (parts.isEmpty()) {
			return "?";
		}
		String last = (parts.size() > 1) ? first(parts.get(parts.size() - 1)) : "";
		return (first(parts.get(0)) + last).toUpperCase(Locale.ROOT);
	}

	private static String first(String part) {
		return Character.toString(part.codePointAt(0));
	}

}

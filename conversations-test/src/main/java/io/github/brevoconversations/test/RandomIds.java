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

package io.github.brevoconversations.test;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Ids that look like Brevo's: 17 random letters and digits.
 */
final class RandomIds {

	private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

	private static final int LENGTH = 17;

	private RandomIds() {
	}

	static String next() {
		return ThreadLocalRandom.current()
			.ints(LENGTH, 0, CHARACTERS.length())
			.mapToObj((index) -> CHARACTERS.substring(index, index + 1))
			.collect(Collectors.joining());
	}

}

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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link Tuning} has all numbers that the heartbeat is tuned with.
 */
class TuningTests {

	private static final Path SOURCES = Path.of("src/main/java/io/github/brevoconversations/presence");

	/**
	 * Of a format, of arithmetic, or a seed of what is in the table.
	 */
	private static final Set<String> OTHERS = Set.of("serialVersionUID", "AccountStates.FIELDS", "PingQuota.HOUR",
			"PingQuota.MANY", "PingPace.UNLIMITED");

	// 1 is the unit itself
	private static final Pattern LITERAL = Pattern
		.compile("(scaled|dividedBy|multipliedBy|Duration\\.of\\w+)\\((?!1\\))[\\d.]+");

	@Test
	void holdsEachNumber() {
		List<String> elsewhere = sources().keySet()
			.stream()
			.filter((name) -> !name.equals("Tuning") && !name.equals("package-info"))
			.flatMap(TuningTests::numbers)
			.filter((name) -> OTHERS.stream().noneMatch(name::endsWith))
			.toList();
		assertThat(elsewhere).isEmpty();
	}

	@Test
	void leavesNoNumbersToOtherClasses() {
		sources().forEach((name, source) -> {
			if (!Set.of("Tuning", "HeartbeatSettings", "ActiveAgentStore", "PingSpread").contains(name)) {
				assertThat(LITERAL.matcher(source).results().map((match) -> match.group())).as(name).isEmpty();
			}
		});
	}

	@Test
	void hasNoUnusedNumber() {
		String all = String.join("\n", sources().values());
		assertThat(Arrays.stream(Tuning.class.getDeclaredFields()).map(Field::getName))
			.allSatisfy((name) -> assertThat(all).contains("Tuning." + name));
	}

	private static Stream<String> numbers(String name) {
		try {
			Class<?> type = Class.forName(Tuning.class.getPackageName() + "." + name);
			return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
				.flatMap((each) -> Arrays.stream(each.getDeclaredFields()))
				.filter((field) -> Modifier.isStatic(field.getModifiers()) && isNumber(field.getType()))
				.map((field) -> name + "." + field.getName());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isNumber(Class<?> type) {
		return (type.isPrimitive() && type != boolean.class) || type == Duration.class;
	}

	private static Map<String, String> sources() {
		try (Stream<Path> files = Files.list(SOURCES)) {
			Map<String, String> sources = new TreeMap<>();
			files.filter((file) -> file.toString().endsWith(".java")).forEach((file) -> {
				try {
					sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
			return sources;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

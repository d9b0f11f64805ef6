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

package io.github.brevoconversations.reference;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PropertyTables}.
 */
class PropertyTablesTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\|\\[\\[property\\.[^]]+]]`\\+([^+]+)\\+`$");

	@Test
	void hasARowForEachProperty() throws IOException {
		List<String> rows = ROW.matcher(PropertyTables.tables()).results().map((match) -> match.group(1)).toList();
		assertThat(rows)
			.containsExactlyInAnyOrderElementsOf(
					PropertyTables.properties().stream().map(PropertyTables::name).toList())
			.hasSizeGreaterThan(50);
	}

	@Test
	void hasNoTableThatIsEmpty() throws IOException {
		assertThat(PropertyTables.properties())
			.extracting((property) -> PropertyGroup.of(PropertyTables.name(property)))
			.contains(PropertyGroup.values());
	}

	@Test
	void quotesDefaultsAndDescriptions() throws IOException {
		assertThat(PropertyTables.tables()).contains("""
				|[[property.brevo.heartbeat.interval]]`+brevo.heartbeat.interval+`
				|`+60s+`
				|""");
	}

}

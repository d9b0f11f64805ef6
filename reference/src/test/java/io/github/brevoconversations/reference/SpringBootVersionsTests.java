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

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whatever names the versions of Spring Boot that the project is tested with
 * names the same ones.
 */
class SpringBootVersionsTests {

	private static final String OLDEST = find("pom.xml", "<spring-boot\\.version>(.+)</spring-boot\\.version>");

	private static final String NEWEST = find(".ci/run", "(?m)^newest_spring_boot=(.+)$");

	@Test
	void matchTheReference() {
		assertThat(Documents.page("upgrading.adoc"))
			.contains("built and tested with %s (on Java 17) and %s (on Java 25)".formatted(OLDEST, NEWEST));
	}

	@Test
	void matchTheWorkflow() {
		assertThat(read(".github/workflows/ci.yml")).containsPattern(
				"- java: 17\\s+spring-boot: %s\\s+- java: 25\\s+spring-boot: %s\\s".formatted(OLDEST, NEWEST));
	}

	@Test
	void matchTheContributingGuide() {
		assertThat(read("CONTRIBUTING.md")).contains("| `-Dspring-boot.version` | `%s` |".formatted(OLDEST));
	}

	private static String find(String file, String pattern) {
		Matcher matcher = Pattern.compile(pattern).matcher(read(file));
		assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
		return matcher.group(1);
	}

	private static String read(String file) {
		return Documents.read(Documents.ROOT.resolve(Path.of(file)));
	}

}

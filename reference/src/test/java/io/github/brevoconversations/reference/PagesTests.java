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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of the pages that the build has made, and of the links that lead to them.
 */
class PagesTests {

	private static final Path DOCS = Path.of("target", "docs");

	private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

	private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");

	private static final Pattern MARKDOWN_LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");

	/**
	 * Where the workflow publishes the pages.
	 */
	private static final String SITE = "https://brevoconversations.github.io/brevo-conversations-spring-boot/";

	@Test
	void hasNoBrokenLink() {
		String html = html();
		Set<String> ids = ids(html);
		assertThat(LINK.matcher(html).results().map((match) -> match.group(1))).hasSizeGreaterThan(100)
			.filteredOn((link) -> !link.matches("[a-z]+:.*"))
			.allSatisfy((link) -> {
				if (link.startsWith("#")) {
					assertThat(ids).contains(link.substring(1));
				}
				else {
					assertThat(DOCS.resolve(link)).exists();
				}
			});
	}

	@Test
	void loadsNothingFromElsewhere() {
		assertThat(Pattern.compile("(?:<link[^>]*href|src)=\"(https?:[^\"]+)\"")
			.matcher(html())
			.results()
			.map((match) -> match.group(1))).isEmpty();
	}

	@Test
	void hasNoUnresolvedAttributeOrInclude() {
		assertThat(html()).doesNotContain("Unresolved directive", "include::", "{snippets}", "{resources}",
				"{generated}");
	}

	@Test
	void showsEachPage() {
		String index = Documents.page("index.adoc");
		assertThat(pages()).isNotEmpty()
			.allSatisfy((page) -> assertThat(index).contains("include::" + page + ".adoc["));
	}

	@Test
	void isLinkedFromFilesThatExist() {
		for (String file : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
			assertThat(MARKDOWN_LINK.matcher(Documents.read(Documents.ROOT.resolve(file))).results())
				.allSatisfy((link) -> {
					if (!link.group(1).startsWith("http")) {
						assertThat(Documents.ROOT.resolve(link.group(1))).exists();
					}
				});
		}
	}

	@Test
	void isLinkedFromTheReadmePageByPage() {
		Set<String> ids = ids(html());
		String readme = Documents.read(Documents.ROOT.resolve("README.md"));
		assertThat(pages()).allSatisfy((page) -> {
			assertThat(ids).contains(page);
			assertThat(readme).contains("](" + SITE + "#" + page + ")");
		});
	}

	@Test
	void pointsReadersOnGitHubToTheSnippets() {
		assertThat(pages()).allSatisfy((page) -> assertThat(Documents.page(page + ".adoc"))
			.containsPattern("\nifdef::env-github\\[NOTE: .*" + Pattern.quote(SITE + "#" + page + "[")));
	}

	@Test
	void keepsTheReadmeShort() {
		assertThat(Documents.read(Documents.ROOT.resolve("README.md")).lines().count()).isLessThanOrEqualTo(150);
	}

	private static List<String> pages() {
		return Documents.files(Documents.SOURCES, ".adoc")
			.stream()
			.map((page) -> page.getFileName().toString().replace(".adoc", ""))
			.filter((name) -> !List.of("index", "log").contains(name))
			.toList();
	}

	private static Set<String> ids(String html) {
		return ID.matcher(html).results().map((match) -> match.group(1)).collect(Collectors.toSet());
	}

	private static String html() {
		Path index = DOCS.resolve("index.html");
		// an IDE runs the tests before there are pages
		assumeThat(Files.exists(index)).isTrue();
		return Documents.read(index);
	}

}

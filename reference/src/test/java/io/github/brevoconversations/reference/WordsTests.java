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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what users and maintainers read has none of the phrases for which there is
 * always a better one.
 */
class WordsTests {

	private static final Pattern LINE_BREAK = Pattern.compile("\"\\s*\\n\\s*\\+ \"|\\s*\\n\\s*(?:\\*|//)?\\s*");

	@ParameterizedTest
	@CsvSource(delimiterString = "->", textBlock = """
			(?:can|could|may|to) be had -> can be obtained
			that there (?:are|were) -> existing
			Other than -> Unlike
			[Aa]llows? to (?!be ) -> allows you to, can
			[.:;] Where (?:no|it|there|that|this|they|neither|nothing) -> If
			\\{@code null\\} where -> {@code null} if
			[Ss]eldom -> retried every few minutes
			[Aa]n? answer of -> a response of
			Is told of -> Receives
			\\b(?:Start|Stop) to beat -> Start beating
			, so that it has no -> , so it has no
			Brevo refuse[sd] -> Brevo rejects
			made of too many -> has too many
			half a (?:surrogate|character) -> an unpaired surrogate
			(?:with each|by each|Brevo's|no|the) answers? (?:of|from|by|that Brevo) -> a response
			with each answer -> with each response
			, as is so -> , as
			\\bever (?:less|more) (?:often|seldom) -> at growing intervals, increasingly
			becomes inactive by itself -> expires
			any more(?= ?[.,:;)]) -> anymore
			""")
	void prefersTheBetterPhrase(String phrase, String better) {
		Pattern pattern = Pattern.compile(phrase + "\\b.{0,20}");
		assertThat(texts()).hasSizeGreaterThan(300).allSatisfy((file) -> {
			Matcher text = pattern.matcher(LINE_BREAK.matcher(Documents.read(file)).replaceAll(" "));
			assertThat(text.results().map((match) -> match.group()).toList())
				.as("%s, where '%s' is better", file, better)
				.isEmpty();
		});
	}

	private static List<Path> texts() {
		Stream<Path> sources = Pattern.compile("<module>(.+)</module>")
			.matcher(Documents.read(Documents.ROOT.resolve("pom.xml")))
			.results()
			.map((module) -> Documents.ROOT.resolve(Path.of(module.group(1), "src", "main")))
			.filter(Files::isDirectory)
			.flatMap((directory) -> Stream.of(".java", ".html", ".js", ".json")
				.flatMap((extension) -> Documents.files(directory, extension).stream()));
		Stream<Path> pages = Stream.concat(Documents.files(Documents.SOURCES, ".adoc").stream(),
				Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md")
					.map(Documents.ROOT::resolve));
		Stream<Path> others = Stream.of(".json", ".md")
			.flatMap((extension) -> Documents.files(Documents.ROOT.resolve("docs"), extension).stream());
		return Stream.of(sources, pages, others).flatMap((files) -> files).toList();
	}

}

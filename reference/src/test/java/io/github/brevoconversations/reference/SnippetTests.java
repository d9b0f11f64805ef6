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
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the reference, the README and the overview pages of Javadoc have no snippet
 * that is not compiled, loaded or compared.
 */
class SnippetTests {

	private static final Pattern BLOCK = Pattern.compile(
			"(?m)^\\[source,([a-z]+)(?:,role=\"(?:primary|secondary)\")?]\\n----\\n(.*?)^----$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern INCLUDE = Pattern
		.compile("include::\\{(snippets|kotlin|resources)}/([^\\[]+)\\[(?:tag=([a-z-]+))?]\\n");

	private static final Pattern REPEATED_BLOCK = Pattern
		.compile("(?:```(?:java|xml|yaml)|<pre>\\{@code)\n(.*?)\n(?:```|}</pre>)", Pattern.DOTALL);

	private static final Pattern OWN_ARTIFACT = Pattern.compile("brevo-conversations-spring-boot-[a-z]+");

	private static final Pattern MAVEN_DEPENDENCY = Pattern
		.compile("<groupId>(.+)</groupId>\\s*<artifactId>(.+)</artifactId>(?:\\s*<version>(.+)</version>)?");

	private static final Pattern GRADLE_DEPENDENCY = Pattern.compile("'([^:']+):([^:']+)(?::([^:']+))?'");

	@ParameterizedTest
	@MethodSource("pages")
	void includesEachSnippet(Path page) {
		assertThat(blocks(page)).filteredOn((block) -> !block.group(1).equals("console"))
			.allSatisfy((block) -> assertThat(block.group(2)).matches(INCLUDE));
	}

	@ParameterizedTest
	@MethodSource("pages")
	void includesExistingFiles(Path page) {
		assertThat(includes(page)).allSatisfy((include) -> {
			Path file = file(include);
			assertThat(file).exists();
			if (include.group(3) != null) {
				assertThat(Documents.read(file)).contains("// tag::" + include.group(3) + "[]",
						"// end::" + include.group(3) + "[]");
			}
		});
	}

	@ParameterizedTest
	@MethodSource("pages")
	void hasNoLambdaWithinItsText(Path page) {
		assertThat(Documents.read(page)).doesNotContainPattern("`[^`\\n]*->[^`\\n]*`");
	}

	@Test
	void showsEachSnippet() {
		Set<Path> shown = pages().flatMap((page) -> includes(page).stream())
			.map(SnippetTests::file)
			.collect(Collectors.toCollection(TreeSet::new));
		Stream<Path> written = Stream.concat(Documents.files(Documents.RESOURCES.resolve("snippets"), "").stream(),
				Stream.of(Documents.files(Documents.SNIPPETS, ".java"), Documents.files(Documents.KOTLIN, ".kt"))
					.flatMap(List::stream)
					.filter((file) -> Documents.read(file).contains("\n// tag::")));
		assertThat(shown).hasSizeGreaterThan(25)
			.containsExactlyInAnyOrderElementsOf(written.filter(Files::isRegularFile).toList());
	}

	@Test
	void precedesKotlinWithJava() {
		assertThat(pages().map(Documents::read)).filteredOn((page) -> page.contains("[source,kotlin,"))
			.isNotEmpty()
			.allSatisfy((page) -> assertThat(page.split("\\[source,kotlin,", -1))
				.hasSameSizeAs(page.split("\\[source,java,role=\"primary\"", -1)));
	}

	@Test
	void setsPropertiesThatExist() throws Exception {
		Set<String> names = PropertyTables.properties().stream().map(PropertyTables::name).collect(Collectors.toSet());
		List<String> used = propertiesOfSnippets();
		assertThat(used).hasSizeGreaterThan(15).allSatisfy((name) -> assertThat(names).contains(name));
	}

	@Test
	void mentionsPropertiesThatExist() throws Exception {
		Set<String> names = PropertyTables.properties().stream().map(PropertyTables::name).collect(Collectors.toSet());
		List<String> meters = Documents.meters();
		Pattern property = Pattern.compile("`(brevo\\.[a-z][a-z0-9.-]*[a-z])(?:=[^`]*)?`");
		assertThat(pages().flatMap((page) -> property.matcher(Documents.read(page)).results())
			.map((match) -> match.group(1))
			.filter((name) -> !meters.contains(name))).isNotEmpty()
			.allSatisfy((name) -> assertThat(names)
				.anyMatch((known) -> known.equals(name) || known.startsWith(name + ".")));
	}

	@Test
	void namesDependenciesOfThisVersion() {
		String version = between(Documents.read(Documents.ROOT.resolve("pom.xml")), "<version>", "</version>");
		Set<String> artifacts = Stream.of("conversations-autoconfigure", "conversations-starter", "conversations-test")
			.map((module) -> Documents.read(Documents.ROOT.resolve(module).resolve("pom.xml")))
			.map((pom) -> between(pom.substring(pom.indexOf("</parent>")), "<artifactId>", "</artifactId>"))
			.collect(Collectors.toSet());
		for (String file : List.of("starter.xml", "starter.gradle", "test.xml", "test.gradle")) {
			String snippet = Documents.read(Documents.RESOURCES.resolve("snippets").resolve(file));
			Matcher artifact = OWN_ARTIFACT.matcher(snippet);
			assertThat(artifact.find()).as(file).isTrue();
			assertThat(artifacts).contains(artifact.group());
			assertThat(snippet).contains(version);
		}
	}

	@Test
	void namesTheSameDependenciesForMavenAndGradle() {
		Path snippets = Documents.RESOURCES.resolve("snippets");
		assertThat(Documents.files(snippets, ".xml")).hasSizeGreaterThan(3).allSatisfy((maven) -> {
			Path gradle = Path.of(maven.toString().replace(".xml", ".gradle"));
			assertThat(coordinates(GRADLE_DEPENDENCY, gradle)).isNotEmpty()
				.isEqualTo(coordinates(MAVEN_DEPENDENCY, maven));
		});
		assertThat(Documents.files(snippets, ".gradle")).hasSameSizeAs(Documents.files(snippets, ".xml"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "README.md", "conversations-autoconfigure/src/main/javadoc/overview.html",
			"conversations-test/src/main/javadoc/overview.html" })
	void repeatsItsSnippetsElsewhere(String file) {
		List<String> snippets = pages().flatMap((page) -> includes(page).stream())
			.map(SnippetTests::file)
			.map(Documents::read)
			.map((text) -> text.contains("// tag::code[]\n") ? between(text, "// tag::code[]\n", "// end::code[]")
					: text)
			.map(String::strip)
			.toList();
		String text = Documents.read(Documents.ROOT.resolve(file));
		assertThat(REPEATED_BLOCK.matcher(text).results().map((block) -> block.group(1).strip())).isNotEmpty()
			.allSatisfy((block) -> assertThat(snippets).contains(block));
	}

	private static List<String> coordinates(Pattern dependency, Path file) {
		return dependency.matcher(Documents.read(file))
			.results()
			.map((match) -> "%s:%s:%s".formatted(match.group(1), match.group(2), match.group(3)))
			.toList();
	}

	private static List<String> propertiesOfSnippets() throws Exception {
		Properties properties = new Properties();
		for (Path file : Documents.files(Documents.RESOURCES.resolve("snippets"), ".yaml")) {
			YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
			yaml.setResources(new FileSystemResource(file));
			properties.putAll(yaml.getObject());
		}
		for (Path file : Documents.files(Documents.RESOURCES.resolve("snippets"), ".properties")) {
			properties.putAll(PropertiesLoaderUtils.loadProperties(new FileSystemResource(file)));
		}
		return properties.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("brevo."))
			.map((name) -> name.replaceFirst("^brevo\\.accounts\\.[^.]+\\.", "brevo.").replaceFirst("\\[.*", ""))
			.toList();
	}

	private static String between(String text, String start, String end) {
		int from = text.indexOf(start) + start.length();
		return text.substring(from, text.indexOf(end, from));
	}

	private static List<MatchResult> blocks(Path page) {
		return BLOCK.matcher(Documents.read(page)).results().toList();
	}

	private static List<MatchResult> includes(Path page) {
		return INCLUDE.matcher(Documents.read(page)).results().toList();
	}

	private static Path file(MatchResult include) {
		Path base = switch (include.group(1)) {
			case "snippets" -> Documents.SNIPPETS;
			case "kotlin" -> Documents.KOTLIN;
			default -> Documents.RESOURCES;
		};
		return base.resolve(include.group(2));
	}

	static Stream<Path> pages() {
		return Documents.files(Documents.SOURCES, ".adoc").stream();
	}

}

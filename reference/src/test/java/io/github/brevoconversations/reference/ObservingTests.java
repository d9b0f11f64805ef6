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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.presence.AgentPresenceEvent;
import io.github.brevoconversations.presence.HeartbeatState;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the reference names the events, conditions, meters, endpoints, errors and
 * log lines that exist, and no others.
 */
class ObservingTests {

	private static final String OBSERVING = Documents.page("observing.adoc");

	private static final String LITERAL = "\"((?:[^\"\\\\\\n]++|\\\\.)*+)\"";

	private static final Pattern LITERALS = Pattern.compile(LITERAL);

	private static final Pattern LOGGED = Pattern.compile("\\blog(?:ger)?\\s*\\.(info|warn|error)\\([^\";]*" + LITERAL);

	@Test
	void namesEachEventOfPresence() {
		assertThat(firstCells(section(OBSERVING, "observing.events")))
			.containsExactlyInAnyOrderElementsOf(names(AgentPresenceEvent.class.getPermittedSubclasses()));
	}

	@Test
	void namesEachEventOfWebhooks() {
		assertThat(firstCells(section(Documents.page("hearing.adoc"), "hearing.listeners")))
			.containsExactlyInAnyOrderElementsOf(names(ConversationEvent.class.getPermittedSubclasses()));
	}

	@Test
	void namesEachError() {
		assertThat(firstCells(Documents.page("errors.adoc")))
			.containsExactlyInAnyOrderElementsOf(names(BrevoException.class.getPermittedSubclasses()));
	}

	@Test
	void namesEachStatusOfTheWebhook() {
		String page = Documents.page("hearing.adoc");
		assertThat(Arrays.stream(WebhookOutcome.values()).map(WebhookOutcome::status))
			.allSatisfy((status) -> assertThat(page).contains("|" + status + " |"));
	}

	@Test
	void namesEachContributorToHealth() {
		Set<String> contributors = sources().flatMap(
				(source) -> Pattern.compile(" (brevo\\w*)Health(?:Contributor|Indicator)\\(").matcher(source).results())
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
		assertThat(contributors).hasSizeGreaterThan(1);
		assertThat(
				Pattern.compile("The contributor `(\\w+)`").matcher(section(OBSERVING, "observing.health")).results())
			.extracting((match) -> match.group(1))
			.containsExactlyInAnyOrderElementsOf(contributors);
	}

	@Test
	void namesEachConditionOfTheHeartbeat() {
		String health = section(OBSERVING, "observing.health");
		assertThat(HeartbeatState.Condition.values()).allSatisfy((condition) -> assertThat(health)
			.contains(" |" + condition.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " |"));
	}

	@ParameterizedTest
	@CsvSource({ "BrevoWebhookMetrics.java, brevo.webhook.", "BrevoClientMetrics.java, brevo.client." })
	void namesEachMeter(String file, String prefix) {
		String source = Documents.read(Documents.MAIN.resolve(Path.of("autoconfigure", "metrics", file)));
		Set<String> meters = Pattern.compile("(?:PREFIX \\+ |count\\()\"([a-z.]+)\"")
			.matcher(source)
			.results()
			.map((match) -> prefix + match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(meters).isNotEmpty();
		assertThat(Documents.meters()).filteredOn((name) -> name.startsWith(prefix))
			.containsExactlyInAnyOrderElementsOf(meters);
	}

	@Test
	void namesEachEndpoint() {
		String endpoints = section(OBSERVING, "observing.endpoints");
		Set<String> ids = sources()
			.flatMap((source) -> Pattern.compile("@Endpoint\\(id = \"([a-z]+)\"").matcher(source).results())
			.map((match) -> match.group(1))
			.collect(Collectors.toSet());
		assertThat(ids).hasSizeGreaterThan(1)
			.allSatisfy((id) -> assertThat(endpoints).contains("GET /actuator/" + id + "`"));
	}

	@ParameterizedTest
	@MethodSource("lines")
	void quotesLinesThatAreLogged(Line line) {
		assertThat(sources().flatMap((source) -> LITERALS.matcher(source).results()).map((match) -> match.group(1)))
			.anyMatch(line::isOf);
	}

	@ParameterizedTest
	@MethodSource
	void quotesEachLineThatIsLogged(String level, String format) {
		assertThat(lines()).anyMatch((line) -> line.level().equals(level) && line.isOf(format));
	}

	static Stream<Arguments> quotesEachLineThatIsLogged() {
		return sources().flatMap((source) -> LOGGED.matcher(source).results())
			.filter((match) -> !match.group(2).matches("(?:%s)+"))
			.map((match) -> Arguments.of(match.group(1), match.group(2)));
	}

	static List<Line> lines() {
		return Pattern.compile("(?m)^\\|(info|warn|error) \\|`\\+?([^`+]+)\\+?`")
			.matcher(Documents.page("log.adoc"))
			.results()
			.map((match) -> new Line(match.group(1), match.group(2)))
			.toList();
	}

	private static Stream<String> sources() {
		return Documents.files(Documents.MAIN, ".java")
			.stream()
			.map((file) -> Documents.read(file).replaceAll("\"\\s*\\+\\s*\"", ""));
	}

	private static String section(String page, String anchor) {
		int start = page.indexOf("[[" + anchor + "]]");
		assertThat(start).as(anchor).isNotNegative();
		int end = page.indexOf("\n[[", start + 1);
		return page.substring(start, (end != -1) ? end : page.length());
	}

	private static List<String> firstCells(String text) {
		return Pattern.compile("(?m)^\\|`([A-Za-z.]+)`(?: \\||$)")
			.matcher(text)
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	private static List<String> names(Class<?>[] types) {
		return Arrays.stream(types).map(Class::getSimpleName).toList();
	}

	/**
	 * A line of the log as the reference quotes it, with … for what differs.
	 *
	 * @param level the level
	 * @param text the text
	 */
	record Line(String level, String text) {

		boolean isOf(String format) {
			String pattern = Arrays.stream(this.text.split("…", -1))
				.map(Pattern::quote)
				.collect(Collectors.joining(".*?"));
			return Pattern.matches(pattern + ".*", format);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}

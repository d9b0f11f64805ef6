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

package io.github.brevoconversations.autoconfigure.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.PresenceContext;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the dashboard and the documentation name exactly the existing metrics.
 */
class DashboardTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path REFERENCE = Path.of("..", "reference", "src", "docs", "asciidoc", "observing.adoc");

	private static final Pattern SERIES = Pattern.compile("brevo_[a-z_]+");

	private static final Pattern LABELS = Pattern.compile("(?:by \\(|\\{)([a-z_]+)");

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@Test
	void queriesOnlyWhatExists() throws IOException {
		Set<String> queried = matches(SERIES, expressions());
		assertThat(queried).hasSizeGreaterThan(8).isSubsetOf(series());
	}

	@Test
	void queriesEachMetric() throws IOException {
		String expressions = expressions();
		assertThat(meters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(expressions).contains(meter.replace('.', '_')));
	}

	@Test
	void groupsByTagsThatExist() throws IOException {
		assertThat(LABELS.matcher(expressions()).results().map((match) -> match.group(1))).isNotEmpty()
			.allSatisfy((label) -> assertThat(label).isIn("account", "outcome"));
	}

	@Test
	void isADashboardThatGrafanaCanImport() throws IOException {
		JsonNode dashboard = dashboard();
		assertThat(dashboard.path("title").asString()).isNotBlank();
		assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
		assertThat(dashboard.path("panels").valueStream().map((panel) -> panel.path("id").asInt())).isNotEmpty()
			.doesNotHaveDuplicates();
		assertThat(dashboard.path("panels").valueStream()).allSatisfy((panel) -> {
			assertThat(panel.path("title").asString()).isNotBlank();
			assertThat(panel.at("/datasource/uid").asString()).isEqualTo("${datasource}");
			assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt()).isBetween(1, 24);
		});
	}

	@Test
	void isDocumentedWithEachMeter() throws IOException {
		String document = Files.readString(REFERENCE);
		assertThat(matches(Pattern.compile("`(brevo\\.presence\\.[a-z.]+)`"), document)).isEqualTo(meters());
	}

	private Set<String> meters() {
		Set<String> names = new TreeSet<>();
		bound(() -> this.registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName).forEach(names::add));
		return names;
	}

	private Set<String> series() {
		Set<String> names = new TreeSet<>();
		bound(() -> this.registry.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.forEach((line) -> names.add(line.split("[{ ]", 2)[0])));
		return names;
	}

	private void bound(Runnable task) {
		new PresenceContext().in(new ApplicationContextRunner()).run((context) -> {
			new AgentPresenceMetrics(context.getBean(BrevoAccounts.class)).bindTo(this.registry);
			task.run();
		});
	}

	private static Set<String> matches(Pattern pattern, String text) {
		return pattern.matcher(text)
			.results()
			.map((match) -> match.group(match.groupCount()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String expressions() throws IOException {
		return dashboard().findValues("expr").stream().map(JsonNode::asString).collect(Collectors.joining("\n"));
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(DOCS.resolve("grafana-dashboard.json")));
	}

}

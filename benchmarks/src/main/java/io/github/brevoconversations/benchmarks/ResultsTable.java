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

package io.github.brevoconversations.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Renders results as a Markdown table.
 */
final class ResultsTable {

	private final Results results;

	ResultsTable(Results results) {
		this.results = results;
	}

	String render() {
		StringBuilder table = new StringBuilder(
				"""
						In parentheses: the ratio to the bare WebClient. Of calls in a second, more is better; of all else, less.

						""");
		table.append("| operation, callers | client | ")
			.append(Arrays.stream(Measure.values())
				.map((measure) -> measure.description)
				.collect(Collectors.joining(" | ")))
			.append(" |\n|---|---|")
			.append("---:|".repeat(Measure.values().length))
			.append('\n');
		for (Task task : this.results.tasks()) {
			for (Contender contender : this.results.contenders(task)) {
				table.append(row(task, contender));
			}
		}
		return table.toString();
	}

	private String row(Task task, Contender contender) {
		List<String> cells = Arrays.stream(Measure.values()).map((measure) -> cell(task, contender, measure)).toList();
		return "| %s, %s | %s | %s |%n".formatted(task.operation().name().toLowerCase(Locale.ROOT),
				String.valueOf(task.callers()), contender, String.join(" | ", cells));
	}

	private String cell(Task task, Contender contender, Measure measure) {
		String value = String.format(Locale.ROOT, measure.format, this.results.median(task, contender, measure.value));
		return (contender == Contender.BARE) ? value : value
				+ String.format(Locale.ROOT, " (%.2f)", this.results.medianRatio(task, contender, measure.value));
	}

	/**
	 * The values of a measurement.
	 */
	private enum Measure {

		THROUGHPUT("calls/s", "%,.0f", Measurement::throughput),

		CPU("µs of processor time", "%,.1f", Measurement::cpu),

		ALLOCATION("bytes", "%,.0f", Measurement::allocation),

		SWITCHES("voluntary switches", "%,.2f", Measurement::switches);

		private final String description;

		private final String format;

		private final ToDoubleFunction<Measurement> value;

		Measure(String description, String format, ToDoubleFunction<Measurement> value) {
			this.description = description;
			this.format = format;
			this.value = value;
		}

	}

}

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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Shows results as tables in Markdown.
 */
final class ResultsTable {

	private final Results results;

	ResultsTable(Results results) {
		this.results = results;
	}

	String render() {
		return """

				Ratios to the bare WebClient. Throughput: more is better; allocation and processor time: less is better.

				%s
				The numbers themselves, for a call.

				%s""".formatted(table("x %.2f", true), table("%,.0f", false));
	}

	private String table(String format, boolean ratios) {
		List<String> header = new ArrayList<>(List.of("operation", "callers"));
		for (Measure measure : Measure.values()) {
			for (Contender contender : contenders(ratios)) {
				header.add("%s, %s".formatted(ratios ? measure.description : measure.unit, contender));
			}
		}
		StringBuilder table = new StringBuilder(row(header));
		table.append("|---|").append("---:|".repeat(header.size() - 1)).append('\n');
		for (Task task : this.results.tasks()) {
			List<String> cells = new ArrayList<>();
			cells.add(task.operation().name().toLowerCase(Locale.ROOT));
			cells.add(Integer.toString(task.callers()));
			for (Measure measure : Measure.values()) {
				for (Contender contender : contenders(ratios)) {
					double value = ratios ? this.results.medianRatio(task, contender, measure.value)
							: this.results.median(task, contender, measure.value);
					cells.add(String.format(Locale.ROOT, format, value));
				}
			}
			table.append(row(cells));
		}
		return table.toString();
	}

	private static List<Contender> contenders(boolean ratios) {
		return ratios ? List.of(Contender.STARTER, Contender.SDK) : List.of(Contender.values());
	}

	private static String row(List<String> cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

	/**
	 * What a measurement consists of.
	 */
	private enum Measure {

		THROUGHPUT("throughput", "calls/s", Measurement::throughput),

		ALLOCATION("allocation", "bytes", Measurement::allocation),

		CPU("processor time", "µs of processor time", Measurement::cpu);

		private final String description;

		private final String unit;

		private final ToDoubleFunction<Measurement> value;

		Measure(String description, String unit, ToDoubleFunction<Measurement> value) {
			this.description = description;
			this.unit = unit;
			this.value = value;
		}

	}

}

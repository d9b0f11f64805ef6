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

import java.io.PrintStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Prints what came of simulations, as a Markdown table.
 */
final class SimulationTable {

	private SimulationTable() {
	}

	static void print(Duration duration, List<Row> rows) {
		PrintStream out = System.out;
		out.printf(
				"%nSimulation of %d hours. Offline: seconds that an agent was offline at most, of those that the rate "
						+ "limit can hold, and of all agents together. Slack: how long Brevo may be away without anybody going "
						+ "offline.%n%n",
				duration.toHours());
		out.println("| agents | limit | share | fault | can hold | slack | offline at most | offline in all | requests "
				+ "| 429s | most in 1 s | most in 10 s | naive: offline in all | requests | 429s |");
		out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
		rows.stream()
			.sorted(Comparator.comparingInt((Row row) -> row.day().agents())
				.thenComparingInt((row) -> (row.day().limit() != null) ? row.day().limit() : Integer.MAX_VALUE)
				.thenComparingDouble((row) -> row.day().settings().quotaShare())
				.thenComparing((row) -> row.day().fault()))
			.forEach((row) -> out.println(row.toMarkdown()));
		out.println();
	}

	/**
	 * A day.
	 *
	 * @param day the day
	 * @param result what came of it
	 * @param naive what came of it with the naive loop
	 */
	record Row(SimulatedDay day, SimulatedDay.Result result, SimulatedDay.Result naive) {

		private String toMarkdown() {
			return "| %d | %s | %.1f | %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d |".formatted(
					this.day.agents(), (this.day.limit() != null) ? this.day.limit() : "none",
					this.day.settings().quotaShare(), this.day.fault().name().toLowerCase(Locale.ROOT),
					this.result.possible(), this.day.slack().toSeconds(), this.result.worstOffline(),
					this.result.allOffline(), this.result.requests(), this.result.rateLimited(), this.result.burst(),
					this.result.burstInTenSeconds(), this.naive.allOffline(), this.naive.requests(),
					this.naive.rateLimited());
		}

	}

}

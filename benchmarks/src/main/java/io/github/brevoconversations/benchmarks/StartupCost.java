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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Measures what the starter adds to the start of an application that already has Spring
 * Boot's starter for {@code WebClient}, and nothing else. For comparison, it also
 * measures what one plain {@code WebClient} adds. The variants are started in turn, each
 * time in a new process.
 */
public final class StartupCost {

	private static final int STARTS = 15;

	private final Map<StartedVariant, List<Start>> starts = new EnumMap<>(StartedVariant.class);

	private final Map<StartedVariant, List<String>> classes = new EnumMap<>(StartedVariant.class);

	StartupCost() {
	}

	/**
	 * Measure, and print the results.
	 * @param arguments ignored
	 */
	public static void main(String[] arguments) {
		StartupCost cost = new StartupCost();
		cost.measure();
		System.out.print(cost.render());
	}

	private void measure() {
		for (StartedVariant variant : StartedVariant.values()) {
			addClasses(variant, variant.loadedClasses());
		}
		for (int i = 0; i < STARTS; i++) {
			for (StartedVariant variant : StartedVariant.values()) {
				add(variant, variant.start());
			}
		}
	}

	void addClasses(StartedVariant variant, List<String> classes) {
		this.classes.put(variant, classes);
	}

	void add(StartedVariant variant, Start start) {
		this.starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(start);
	}

	private List<Start> starts(StartedVariant variant) {
		return this.starts.getOrDefault(variant, List.of());
	}

	String render() {
		StringBuilder table = new StringBuilder();
		table
			.append("| median of %d starts | until ready | processor time | of the main thread |"
				.formatted(starts(StartedVariant.NOTHING).size()))
			.append(" classes | of ours | io.netty | reactor |\n|---|---|---|---|---|---|---|---|\n");
		for (StartedVariant variant : StartedVariant.values()) {
			table.append("| %s | %d ms | %d ms | %d ms | %d | %d | %d | %d |\n".formatted(variant.title(),
					median(variant, Start::millis), median(variant, Start::cpuMillis),
					median(variant, Start::mainMillis), median(variant, Start::classes),
					count(variant, "io.github.brevoconversations.") - count(variant, getClass().getPackageName() + "."),
					count(variant, "io.netty."), count(variant, "reactor.")));
		}
		for (StartedVariant variant : List.of(StartedVariant.WEB_CLIENT, StartedVariant.STARTER)) {
			table.append("| added, median of the pairs: %s | %d ms | %d ms | %d ms | %d | | | |\n".formatted(
					variant.title(), added(variant, Start::millis), added(variant, Start::cpuMillis),
					added(variant, Start::mainMillis), added(variant, Start::classes)));
		}
		return table.toString();
	}

	private long count(StartedVariant variant, String prefix) {
		return this.classes.getOrDefault(variant, List.of()).stream().filter((name) -> name.startsWith(prefix)).count();
	}

	private long median(StartedVariant variant, ToLongFunction<Start> figure) {
		return median(starts(variant).stream().map(figure::applyAsLong).toList());
	}

	private long added(StartedVariant variant, ToLongFunction<Start> figure) {
		List<Start> without = starts(StartedVariant.NOTHING);
		List<Start> with = starts(variant);
		List<Long> differences = new ArrayList<>();
		for (int i = 0; i < without.size(); i++) {
			differences.add(figure.applyAsLong(with.get(i)) - figure.applyAsLong(without.get(i)));
		}
		return median(differences);
	}

	static long median(List<Long> values) {
		List<Long> sorted = values.stream().sorted().toList();
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * All measurements.
 */
final class Results {

	private final Map<Task, List<Map<Contender, Measurement>>> measured = new LinkedHashMap<>();

	/**
	 * Add measurements that were made right after one another.
	 * @param task what was measured
	 * @param measurements the measurements
	 */
	void add(Task task, Map<Contender, Measurement> measurements) {
		this.measured.computeIfAbsent(task, (key) -> new ArrayList<>()).add(measurements);
	}

	Set<Task> tasks() {
		return this.measured.keySet();
	}

	Set<Contender> contenders(Task task) {
		return new TreeSet<>(this.measured.getOrDefault(task, List.of(Map.of())).get(0).keySet());
	}

	double median(Task task, Contender contender, ToDoubleFunction<Measurement> measure) {
		return median(task, (measurements) -> value(measurements, contender, measure));
	}

	/**
	 * Return how a client compares with the bare one.
	 * @param task what was measured
	 * @param contender the client
	 * @param measure the value to compare
	 * @return the median of the ratios, each of two measurements made together
	 */
	double medianRatio(Task task, Contender contender, ToDoubleFunction<Measurement> measure) {
		return median(task, (measurements) -> value(measurements, contender, measure)
				/ value(measurements, Contender.BARE, measure));
	}

	private double median(Task task, ToDoubleFunction<Map<Contender, Measurement>> value) {
		double[] sorted = this.measured.getOrDefault(task, List.of()).stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static double value(Map<Contender, Measurement> measurements, Contender contender,
			ToDoubleFunction<Measurement> measure) {
		Measurement measurement = measurements.get(contender);
		return (measurement != null) ? measure.applyAsDouble(measurement) : Double.NaN;
	}

}

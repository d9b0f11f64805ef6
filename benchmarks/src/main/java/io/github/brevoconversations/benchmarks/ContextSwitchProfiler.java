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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Counts how often the threads of this process wait during an operation, if the system
 * reports it, as Linux does. After each wait, a thread has to be woken.
 */
public final class ContextSwitchProfiler implements InternalProfiler {

	static final String LABEL = "switches.norm";

	private static final Path THREADS = Path.of("/proc/self/task");

	private static final String LINE = "voluntary_ctxt_switches:";

	private long before;

	@Override
	public String getDescription() {
		return "Voluntary context switches for an operation";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.before = count();
	}

	@Override
	public Collection<ScalarResult> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double switches = Files.exists(THREADS) ? (count() - this.before) / (double) result.getMetadata().getAllOps()
				: Double.NaN;
		return List.of(new ScalarResult(LABEL, switches, "/op", AggregationPolicy.AVG));
	}

	private static long count() {
		long sum = 0;
		try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
			for (Path thread : threads) {
				sum += count(thread.resolve("status"));
			}
		}
		catch (IOException ex) {
			return 0;
		}
		return sum;
	}

	private static long count(Path status) {
		try {
			return Files.readAllLines(status)
				.stream()
				.filter((line) -> line.startsWith(LINE))
				.mapToLong((line) -> Long.parseLong(line.substring(LINE.length()).trim()))
				.sum();
		}
		catch (IOException ex) {
			// The thread has ended
			return 0;
		}
	}

}

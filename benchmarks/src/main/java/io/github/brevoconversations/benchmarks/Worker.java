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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import org.springframework.util.Assert;

/**
 * Measures one client, in a separate process, each time it is told to.
 */
public final class Worker {

	private Worker() {
	}

	/**
	 * Measure what each line of the input says, and print the results.
	 * @param arguments the client, and the base URL of its calls
	 * @throws IOException if the input cannot be read
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] arguments) throws IOException, RunnerException {
		// Other output must not be mistaken for a response
		PrintStream answers = System.out;
		System.setOut(System.err);
		// JMH would let only one process run, but a worker that waits does not disturb
		// the one that measures
		System.setProperty("jmh.ignoreLock", "true");
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (BenchmarkClient client = Contender.valueOf(arguments[0]).create(arguments[1])) {
			CallBenchmark.client = client;
			for (String line = questions.readLine(); line != null; line = questions.readLine()) {
				answers.println(measure(Task.parse(line)).format());
			}
		}
	}

	static Measurement measure(Task task) throws RunnerException {
		Collection<RunResult> results = new Runner(
				new OptionsBuilder().include(CallBenchmark.class.getName() + ".calls")
					.param("operation", task.operation().name())
					.param("callers", Integer.toString(task.callers()))
					.forks(0)
					.warmupIterations(1)
					.warmupTime(TimeValue.milliseconds(task.millis() / 5))
					.measurementIterations(1)
					.measurementTime(TimeValue.milliseconds(task.millis()))
					// The first one begins first and ends last, so what it takes to read
					// the switches of hundreds of threads does not count
					.addProfiler(ContextSwitchProfiler.class)
					.addProfiler(GCProfiler.class)
					.addProfiler(CpuTimeProfiler.class)
					.verbosity(VerboseMode.SILENT)
					.shouldFailOnError(true)
					.build())
			.run();
		RunResult result = results.iterator().next();
		return new Measurement(result.getPrimaryResult().getScore(), secondary(result, CpuTimeProfiler.LABEL),
				secondary(result, "gc.alloc.rate.norm"), secondary(result, ContextSwitchProfiler.LABEL));
	}

	private static double secondary(RunResult result, String label) {
		Result<?> secondary = result.getSecondaryResults().get(label);
		Assert.state(secondary != null, () -> "No " + label);
		return secondary.getScore();
	}

}

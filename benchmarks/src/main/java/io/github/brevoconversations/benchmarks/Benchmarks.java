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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.convert.DurationStyle;

/**
 * Measures all clients in turn, and prints how they compare.
 */
public final class Benchmarks {

	private static final int[] CALLERS = { 1, 32, 256 };

	private static final long MEASURED_MILLIS = 800;

	private final String baseUrl;

	private final int samples;

	private final Duration warmup;

	private final Results results = new Results();

	private Benchmarks(String baseUrl, int samples, Duration warmup) {
		this.baseUrl = baseUrl;
		this.samples = samples;
		this.warmup = warmup;
	}

	/**
	 * Measure, and print the results.
	 * @param arguments how many times to start the clients, how often to measure each of
	 * them after each start, and for how long to warm it up before
	 */
	public static void main(String[] arguments) {
		int forks = Integer.parseInt(arguments[0]);
		int samples = Integer.parseInt(arguments[1]);
		Duration warmup = DurationStyle.detectAndParse(arguments[2]);
		try (ChildProcess stub = ChildProcess.start(StubServer.class)) {
			Benchmarks benchmarks = new Benchmarks(baseUrl(stub), samples, warmup);
			for (int fork = 0; fork < forks; fork++) {
				System.out.printf("Measuring, %d of %d ...%n", fork + 1, forks);
				benchmarks.run();
			}
			System.out.println(new ResultsTable(benchmarks.results).render());
		}
	}

	static String baseUrl(ChildProcess stub) {
		return "http://127.0.0.1:" + stub.readLine() + "/v3";
	}

	private void run() {
		Map<Contender, ChildProcess> workers = new EnumMap<>(Contender.class);
		try {
			for (Contender contender : Contender.available()) {
				workers.put(contender, ChildProcess.start(Worker.class, contender.name(), this.baseUrl));
			}
			workers.values().forEach(this::warmUp);
			for (int sample = 0; sample < this.samples; sample++) {
				measure(workers, sample);
			}
		}
		finally {
			workers.values().forEach(ChildProcess::close);
		}
	}

	private void warmUp(ChildProcess worker) {
		long millis = this.warmup.dividedBy(MeasuredCall.values().length).dividedBy(CALLERS.length).toMillis();
		for (MeasuredCall operation : MeasuredCall.values()) {
			for (int callers : CALLERS) {
				worker.ask(new Task(operation, callers, millis).format());
			}
		}
	}

	private void measure(Map<Contender, ChildProcess> workers, int sample) {
		// The speed of the machine varies, so clients that are compared are measured
		// within seconds of each other, and take turns in being first
		List<Map.Entry<Contender, ChildProcess>> order = new ArrayList<>(workers.entrySet());
		Collections.rotate(order, sample);
		for (MeasuredCall operation : MeasuredCall.values()) {
			for (int callers : CALLERS) {
				Task task = new Task(operation, callers, MEASURED_MILLIS);
				Map<Contender, Measurement> measured = new EnumMap<>(Contender.class);
				for (Map.Entry<Contender, ChildProcess> worker : order) {
					measured.put(worker.getKey(), Measurement.parse(worker.getValue().ask(task.format())));
				}
				this.results.add(task, measured);
			}
		}
	}

}

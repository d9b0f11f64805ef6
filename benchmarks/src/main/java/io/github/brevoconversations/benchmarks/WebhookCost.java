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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what webhooks cost: how many are accepted per second with each inbox, compared
 * with a bare {@code @PostMapping} that reads the body and does nothing; the heap that is
 * in use after each sample; and the time from a webhook to its listener at a moderate
 * rate. Each server is a separate process, and this process sends.
 */
public final class WebhookCost {

	private static final int SAMPLES = 3;

	private static final Duration WARM_UP = Duration.ofSeconds(6);

	private static final Duration SAMPLE = Duration.ofSeconds(5);

	private static final int RATE = 200;

	private WebhookCost() {
	}

	/**
	 * Measure, and print the results.
	 * @param arguments ignored
	 * @throws Exception if a server cannot be reached
	 */
	public static void main(String[] arguments) throws Exception {
		Map<String, ChildProcess> servers = new LinkedHashMap<>();
		try {
			for (String name : WebhookServer.NAMES) {
				servers.put(name, ChildProcess.start(WebhookServer.class, name));
			}
			measure(servers);
		}
		finally {
			servers.values().forEach(ChildProcess::close);
		}
	}

	private static void measure(Map<String, ChildProcess> servers) throws Exception {
		List<Measured> all = new ArrayList<>();
		for (Map.Entry<String, ChildProcess> server : servers.entrySet()) {
			WebhookLoad load = new WebhookLoad(Integer.parseInt(server.getValue().readLine()));
			load.run(WARM_UP);
			all.add(new Measured(server.getKey(), server.getValue(), load));
		}
		for (int i = 0; i < SAMPLES; i++) {
			for (Measured each : all) {
				each.rates.add(each.load.run(SAMPLE));
				each.heaps.add(each.server.ask(WebhookServer.HEAP));
			}
		}
		// The bare handler is the first
		double bare = median(all.get(0).rates);
		StringBuilder table = new StringBuilder(
				"""

						| inbox | accepted a second | ratio | refused | heap after each sample, MB | to the listener: median, 99.9 %, ms |
						|---|---|---|---|---|---|
						""");
		for (Measured each : all) {
			double rate = median(each.rates);
			each.server.ask(WebhookServer.FORGET);
			each.load.run(SAMPLE, RATE);
			table.append("| %s | %,.0f | %.2f | %d | %s | %s |%n".formatted(each.name, rate, rate / bare,
					each.load.refused(), String.join(", ", each.heaps), each.server.ask(WebhookServer.TIMES)));
		}
		System.out.print(table);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
	}

	/**
	 * What was measured of one server.
	 */
	private static final class Measured {

		private final String name;

		private final ChildProcess server;

		private final WebhookLoad load;

		private final List<Double> rates = new ArrayList<>();

		private final List<String> heaps = new ArrayList<>();

		private Measured(String name, ChildProcess server, WebhookLoad load) {
			this.name = name;
			this.server = server;
			this.load = load;
		}

	}

}

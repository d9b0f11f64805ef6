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
 * Measures what webhooks cost: how many are accepted a second with each inbox, against a
 * bare {@code @PostMapping} that reads the body and does nothing; the heap that is in use
 * after each sample; and the time from a webhook to its listener at a moderate rate. Each
 * server is a process of its own; this one sends.
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
	 * @param arguments none that matter
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
		Map<String, WebhookLoad> loads = new LinkedHashMap<>();
		for (Map.Entry<String, ChildProcess> server : servers.entrySet()) {
			WebhookLoad load = new WebhookLoad(Integer.parseInt(server.getValue().readLine()));
			load.run(WARM_UP);
			loads.put(server.getKey(), load);
		}
		Map<String, List<Double>> rates = new LinkedHashMap<>();
		Map<String, List<String>> heaps = new LinkedHashMap<>();
		for (int i = 0; i < SAMPLES; i++) {
			for (Map.Entry<String, WebhookLoad> load : loads.entrySet()) {
				double rate = load.getValue().run(SAMPLE);
				rates.computeIfAbsent(load.getKey(), (name) -> new ArrayList<>()).add(rate);
				heaps.computeIfAbsent(load.getKey(), (name) -> new ArrayList<>())
					.add(servers.get(load.getKey()).ask(WebhookServer.HEAP));
			}
		}
		double bare = median(rates.get(WebhookServer.BARE));
		StringBuilder table = new StringBuilder(
				"""

						| inbox | accepted a second | ratio | refused | heap after each sample, MB | to the listener: median, 99.9 %, ms |
						|---|---|---|---|---|---|
						""");
		for (Map.Entry<String, WebhookLoad> load : loads.entrySet()) {
			String name = load.getKey();
			double rate = median(rates.get(name));
			servers.get(name).ask(WebhookServer.FORGET);
			load.getValue().run(SAMPLE, RATE);
			table.append("| %s | %,.0f | %.2f | %d | %s | %s |%n".formatted(name, rate, rate / bare,
					load.getValue().refused(), String.join(", ", heaps.get(name)),
					servers.get(name).ask(WebhookServer.TIMES)));
		}
		System.out.print(table);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
	}

}

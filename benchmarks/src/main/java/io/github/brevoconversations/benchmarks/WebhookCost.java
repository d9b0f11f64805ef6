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
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures what webhooks cost: how many are accepted per second with each inbox, compared
 * with a bare {@code @PostMapping} that reads the body and does nothing, which is
 * measured before each sample of the inbox; the heap that is in use after each sample;
 * and the time from a webhook to its listener at a moderate rate. Or else, the heap over
 * minutes with the inbox in memory, at a fixed rate. Each server is a separate process,
 * and this process sends.
 */
public final class WebhookCost {

	private static final int PAIRS = 5;

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration SAMPLE = Duration.ofMillis(2500);

	private static final int RATE = 400;

	// a little more than 12,000 webhooks
	private static final Duration TIMED = Duration.ofSeconds(31);

	// 4,000 ids per second, so a million after little more than four minutes
	private static final int RATE_OF_LARGE = 100;

	private static final int MESSAGES_OF_LARGE = 40;

	private static final Duration HEAP_INTERVAL = Duration.ofSeconds(30);

	private WebhookCost() {
	}

	/**
	 * Measure, and print the results.
	 * @param arguments the fourth is for how many minutes to watch the heap, instead of
	 * comparing the inboxes; zero by default
	 * @throws Exception if a server cannot be reached
	 */
	public static void main(String[] arguments) throws Exception {
		int minutes = (arguments.length > 3) ? Integer.parseInt(arguments[3]) : 0;
		if (minutes > 0) {
			watchHeap(Duration.ofMinutes(minutes));
		}
		else {
			compare();
		}
	}

	private static void compare() throws Exception {
		List<Server> inboxes = new ArrayList<>();
		try (Server bare = Server.start(WebhookServer.BARE, 1)) {
			bare.load.run(WARM_UP);
			for (String name : WebhookServer.INBOXES) {
				inboxes.add(Server.start(name, 1));
			}
			StringBuilder table = new StringBuilder(
					"""

							| inbox | accepted a second, bare and with it | ratio: median of pairs, each | refused, left | heap after each pair, MB | to the listener: median, 99.9 %, ms |
							|---|---|---|---|---|---|
							""");
			for (Server inbox : inboxes) {
				inbox.load.run(WARM_UP);
				table.append(compare(bare, inbox));
			}
			System.out.print(table);
		}
		finally {
			inboxes.forEach(Server::close);
		}
	}

	private static String compare(Server bare, Server inbox) throws Exception {
		List<Pair> pairs = new ArrayList<>();
		List<String> heaps = new ArrayList<>();
		String left = inbox.process.ask(WebhookServer.EMPTY);
		for (int i = 0; i < PAIRS; i++) {
			double without = bare.load.run(SAMPLE);
			pairs.add(new Pair(without, inbox.load.run(SAMPLE)));
			// what is still being handled would slow the next sample of the bare handler
			left = inbox.process.ask(WebhookServer.EMPTY);
			heaps.add(inbox.process.ask(WebhookServer.HEAP));
		}
		inbox.process.ask(WebhookServer.FORGET);
		inbox.load.run(TIMED, RATE);
		inbox.process.ask(WebhookServer.EMPTY);
		return "| %s | %s | %s | %,d, %s | %s | %s |%n".formatted(inbox.name, Pair.rates(pairs), Pair.ratios(pairs),
				inbox.load.refused(), left, String.join(", ", heaps), inbox.process.ask(WebhookServer.TIMES));
	}

	private static void watchHeap(Duration duration) throws Exception {
		try (Server memory = Server.start(WebhookServer.MEMORY, MESSAGES_OF_LARGE)) {
			System.out.printf("%n| minutes | ids so far | refused | waiting | heap, MB |%n|---|---|---|---|---|%n");
			for (Duration passed = HEAP_INTERVAL; passed.compareTo(duration) <= 0; passed = passed
				.plus(HEAP_INTERVAL)) {
				memory.load.run(HEAP_INTERVAL, RATE_OF_LARGE);
				System.out.printf("| %.1f | %,d | %,d | %s | %s |%n", passed.toSeconds() / 60.0, memory.load.messages(),
						memory.load.refused(), memory.process.ask(WebhookServer.EMPTY),
						memory.process.ask(WebhookServer.HEAP));
			}
		}
	}

	/**
	 * Two samples, one right after the other.
	 *
	 * @param bare how many webhooks the bare handler accepted per second
	 * @param inbox how many were accepted with the inbox
	 */
	record Pair(double bare, double inbox) {

		double ratio() {
			return this.inbox / this.bare;
		}

		static String rates(List<Pair> pairs) {
			return "%,.0f, %,.0f".formatted(median(pairs.stream().map(Pair::bare)),
					median(pairs.stream().map(Pair::inbox)));
		}

		static String ratios(List<Pair> pairs) {
			List<String> each = pairs.stream().map((pair) -> "%.2f".formatted(pair.ratio())).toList();
			return "%.2f (%s)".formatted(median(pairs.stream().map(Pair::ratio)), String.join(", ", each));
		}

		private static double median(Stream<Double> values) {
			List<Double> sorted = values.sorted().toList();
			return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
		}

	}

	/**
	 * A server that is measured.
	 */
	private static final class Server implements AutoCloseable {

		private final String name;

		private final ChildProcess process;

		private final WebhookLoad load;

		private Server(String name, ChildProcess process, WebhookLoad load) {
			this.name = name;
			this.process = process;
			this.load = load;
		}

		static Server start(String name, int messages) {
			ChildProcess process = ChildProcess.start(WebhookServer.class, name);
			return new Server(name, process, new WebhookLoad(Integer.parseInt(process.readLine()), messages));
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

}

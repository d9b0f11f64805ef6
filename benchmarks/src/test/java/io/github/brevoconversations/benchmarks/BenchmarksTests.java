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
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the benchmarks run, not what they measure.
 */
class BenchmarksTests {

	private static ChildProcess stub;

	private static String baseUrl;

	@BeforeAll
	static void startStub() {
		stub = ChildProcess.start(StubServer.class);
		baseUrl = Benchmarks.baseUrl(stub);
	}

	@AfterAll
	static void stopStub() {
		stub.close();
	}

	@ParameterizedTest
	@MethodSource("io.github.brevoconversations.benchmarks.Contender#available")
	void callsEachOperation(Contender contender) {
		try (BenchmarkClient client = contender.create(baseUrl)) {
			for (MeasuredCall operation : MeasuredCall.values()) {
				client.call(operation, 5, 2);
			}
		}
	}

	@Test
	void measuresInAProcessOfItsOwn() {
		try (ChildProcess worker = ChildProcess.start(Worker.class, Contender.BARE.name(), baseUrl)) {
			Measurement measurement = Measurement.parse(worker.ask(new Task(MeasuredCall.PING, 32, 1).format()));
			assertThat(measurement.throughput()).isPositive();
			assertThat(measurement.allocation()).isPositive();
			assertThat(measurement.cpu()).isPositive();
		}
	}

	@Test
	void startsAnApplicationWithTheStarterAndWithout() {
		Start start = StartedVariant.STARTER.start();
		assertThat(start.client()).isTrue();
		assertThat(start.mainMillis()).isBetween(1L, start.cpuMillis());
		assertThat(start).isEqualTo(Start.parse(start.format()));
		assertThat(StartedVariant.WEB_CLIENT.start().client()).isFalse();
	}

	@Test
	void readsWhichClassesTheStartLoads() {
		assertThat(StartedVariant.NOTHING.loadedClasses())
			.contains("org.springframework.web.reactive.function.client.WebClient")
			.noneMatch((name) -> name.startsWith("io.github.brevoconversations.client."));
	}

	@Test
	void showsWhatTheStarterAddsToTheStart() {
		StartupCost cost = new StartupCost();
		long factor = 0;
		for (StartedVariant variant : StartedVariant.values()) {
			factor++;
			cost.add(variant, new Start(false, 100 * factor, 90 * factor, 80 * factor, 5000 * factor));
			cost.addClasses(variant,
					List.of("io.github.brevoconversations.client.ConversationsClient",
							"io.github.brevoconversations.benchmarks.StartedApplication", "io.netty.A", "reactor.A",
							"reactor.B"));
		}
		assertThat(cost.render()).contains("| median of 1 starts |")
			.contains("| and this starter, with a key | 300 ms | 270 ms | 240 ms | 15000 | 1 | 1 | 2 |")
			.contains(
					"| added, median of the pairs: and this starter, with a key | 200 ms | 180 ms | 160 ms | 10000 |");
	}

	@Test
	void takesTheMeanOfTheMiddleTwo() {
		assertThat(StartupCost.median(List.of(9L, 1L, 3L, 5L))).isEqualTo(4);
	}

	@Test
	void showsTheMediansOfTheRatios() {
		Results results = new Results();
		Task task = new Task(MeasuredCall.SEND, 32, 1);
		addMeasurements(results, task, 1000, 1010);
		addMeasurements(results, task, 500, 520);
		addMeasurements(results, task, 2000, 2060);
		assertThat(new ResultsTable(results).render())
			.contains("| send, 32 | bare WebClient | 1,000 | 100.0 | 10,000 | 0.30 |")
			.contains("| send, 32 | starter | 1,010 (1.03) | 105.0 (1.05) | 11,000 (1.10) | 0.36 (1.20) |")
			.contains("| send, 32 | SDK | 500 (0.50) | 300.0 (3.00) | 20,000 (2.00) | 0.60 (2.00) |")
			.doesNotContain("OkHttp");
	}

	@Test
	void measuresTheRoundTripsToARedis() {
		try (StoreServer redis = new RedisStoreServer()) {
			StoreCost cost = new StoreCost(redis);
			assertThat(cost.addAgents(10)).isPositive();
			StoreCost.Result result = cost.measure(1, 10, Duration.ofMillis(1));
			assertThat(result.roundTrips()).isEqualTo(2 / 10.0);
			assertThat(result.pings()).isPositive();
		}
	}

	@Test
	void showsTheMedianOfThePairs() {
		List<WebhookCost.Pair> pairs = List.of(new WebhookCost.Pair(1000, 900), new WebhookCost.Pair(500, 400),
				new WebhookCost.Pair(4000, 3400));
		assertThat(WebhookCost.Pair.rates(pairs)).isEqualTo("1,000, 900");
		assertThat(WebhookCost.Pair.ratios(pairs)).isEqualTo("0.85 (0.90, 0.80, 0.85)");
	}

	@Test
	void sendsWebhooksAtARate() throws Exception {
		try (ChildProcess server = ChildProcess.start(WebhookServer.class, WebhookServer.MEMORY)) {
			WebhookLoad load = new WebhookLoad(Integer.parseInt(server.readLine()), 3);
			server.ask(WebhookServer.FORGET);
			load.run(Duration.ofMillis(500), 100);
			assertThat(load.messages()).isBetween(3L, 3L * 50);
			assertThat(load.refused()).isZero();
			assertThat(server.ask(WebhookServer.EMPTY)).isEqualTo("0");
			assertThat(server.ask(WebhookServer.TIMES)).endsWith("of " + load.messages());
		}
	}

	private static void addMeasurements(Results results, Task task, double bare, double starter) {
		results.add(task,
				Map.of(Contender.BARE, new Measurement(bare, 100, 10_000, 0.3), Contender.STARTER,
						new Measurement(starter, 105, 11_000, 0.36), Contender.SDK,
						new Measurement(bare / 2, 300, 20_000, 0.6)));
	}

}

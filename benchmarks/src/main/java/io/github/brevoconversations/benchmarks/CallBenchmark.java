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

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import org.springframework.util.Assert;

/**
 * Makes calls with the client of this process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CallBenchmark {

	static final int CALLS = 1280;

	static volatile @Nullable BenchmarkClient client;

	/**
	 * The operation to call.
	 */
	@Param({ "SEND", "GET", "PING" })
	public MeasuredCall operation = MeasuredCall.SEND;

	/**
	 * How many calls to have in progress at once.
	 */
	@Param({ "1", "32", "256" })
	public int callers = 1;

	/**
	 * Make a batch of calls.
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public void calls() {
		BenchmarkClient client = CallBenchmark.client;
		Assert.state(client != null, "No client");
		client.call(this.operation, CALLS, this.callers);
	}

}

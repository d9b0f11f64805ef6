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

import java.util.Arrays;
import java.util.Locale;

/**
 * One measurement of a client.
 *
 * @param throughput the calls per second
 * @param cpu the processor time per call, in microseconds
 * @param allocation the bytes allocated per call
 * @param switches the voluntary context switches per call
 */
record Measurement(double throughput, double cpu, double allocation, double switches) {

	static Measurement parse(String line) {
		double[] values = Arrays.stream(line.split(" ", 4)).mapToDouble(Double::parseDouble).toArray();
		return new Measurement(values[0], values[1], values[2], values[3]);
	}

	String format() {
		return String.format(Locale.ROOT, "%s %s %s %s", this.throughput, this.cpu, this.allocation, this.switches);
	}

}

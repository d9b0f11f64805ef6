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

import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What one start of an application cost.
 *
 * @param client whether there is a client for Brevo
 * @param millis the milliseconds from the start of the process until the application was
 * ready
 * @param cpuMillis the processor time until then, of all threads, in milliseconds
 * @param mainMillis the processor time until then of the main thread, in milliseconds
 * @param classes the number of classes that had been loaded by then
 */
record Start(boolean client, long millis, long cpuMillis, long mainMillis, long classes) {

	static Start parse(String line) {
		String[] parts = line.split(" ", 2);
		long[] figures = Stream.of(parts[1].split(" ", -1)).mapToLong(Long::parseLong).toArray();
		return new Start(Boolean.parseBoolean(parts[0]), figures[0], figures[1], figures[2], figures[3]);
	}

	String format() {
		StringBuilder line = new StringBuilder().append(this.client);
		LongStream.of(this.millis, this.cpuMillis, this.mainMillis, this.classes)
			.forEach((figure) -> line.append(' ').append(figure));
		return line.toString();
	}

}

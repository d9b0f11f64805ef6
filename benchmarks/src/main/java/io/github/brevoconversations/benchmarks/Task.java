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

/**
 * What a worker has to measure.
 *
 * @param operation the operation to call
 * @param callers how many calls to have in progress at once
 * @param millis how long to measure, in milliseconds
 */
record Task(MeasuredCall operation, int callers, long millis) {

	static Task parse(String line) {
		String[] parts = line.split(" ", 3);
		return new Task(MeasuredCall.valueOf(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
	}

	String format() {
		return "%s %d %d".formatted(this.operation, this.callers, this.millis);
	}

}

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

package io.github.brevoconversations.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with one request: any number of delays and at most one other fault.
 *
 * @param faults the faults that hit the request
 */
record FaultPlan(List<Fault> faults) {

	Duration delay() {
		return this.faults.stream().map(Fault::delay).reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * Return the response of the fault or, if it has none, Brevo's.
	 * @param brevo carries out the request; not called if a fault prevents that
	 * @return the response, or {@code null} if there must not be one
	 */
	@Nullable Response response(Supplier<Response> brevo) {
		if (resets() || hits(Fault.Kind.HANG)) {
			return null;
		}
		return this.faults.stream()
			.map(Fault::response)
			.filter((response) -> response != null)
			.findFirst()
			.orElseGet(brevo);
	}

	Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		this.faults.forEach((fault) -> headers.putAll(fault.headers()));
		return headers;
	}

	boolean resets() {
		return hits(Fault.Kind.RESET);
	}

	boolean cutsOff() {
		return hits(Fault.Kind.CUT_OFF);
	}

	private boolean hits(Fault.Kind kind) {
		return this.faults.stream().anyMatch((fault) -> fault.kind() == kind);
	}

}

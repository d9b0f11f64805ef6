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

package io.github.brevoconversations.autoconfigure.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.presence.PingListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Counts pings by outcome, and records how late they are.
 */
class PingMeters implements PingListener {

	private final Timer lateness;

	private final Map<Outcome, Counter> pings = new EnumMap<>(Outcome.class);

	PingMeters(MeterRegistry registry, Tags tags) {
		this.lateness = Timer.builder(AgentPresenceMetrics.PREFIX + "ping.lateness")
			.description("Time between when a ping was due and when it was made")
			.tags(tags)
			.register(registry);
		// register all at once, so that a rate includes the first ping with an outcome
		for (Outcome outcome : Outcome.values()) {
			this.pings.put(outcome,
					Counter.builder(AgentPresenceMetrics.PREFIX + "pings")
						.description("Completed pings, by outcome")
						.baseUnit("pings")
						.tags(tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT)))
						.register(registry));
		}
	}

	@Override
	public void pingBegun(Duration lateness) {
		this.lateness.record(lateness);
	}

	@Override
	public void pingEnded(Outcome outcome) {
		Counter counter = this.pings.get(outcome);
		if (counter != null) {
			counter.increment();
		}
	}

}

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

package io.github.brevoconversations.presence;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for instances that use one account without a shared store.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherInstancesTests {

	private static final String LINE = "let them share a store of active agents";

	@ParameterizedTest
	@CsvSource({ "2, 2, 100", "3, 4, 200", "2, 14, 600", "2, 1, 600" })
	void areReportedOnceWithoutASharedStore(int instances, int agents, int limit, CapturedOutput output) {
		try (SimulatedCluster cluster = new SimulatedCluster(limit, SimulatedFault.NONE)) {
			for (int i = 0; i < instances; i++) {
				cluster.start(settings(agents), new InMemoryActiveAgentStore(cluster.clock));
			}
			cluster.advance(Duration.ofHours(3));
		}
		assertThat(output.toString().lines().filter((line) -> line.contains(LINE))).hasSize(instances);
	}

	@Test
	void areNotReportedWithASharedStore(CapturedOutput output) {
		try (SimulatedCluster cluster = new SimulatedCluster(200, SimulatedFault.NONE)) {
			cluster.start(3, settings(4));
			cluster.advance(Duration.ofHours(3));
		}
		assertThat(output).doesNotContain(LINE);
	}

	@ParameterizedTest
	@CsvSource({ "2, 100", "14, 600", "1, 600" })
	void areNotConfusedWithThisInstance(int agents, int limit, CapturedOutput output) {
		try (SimulatedCluster cluster = new SimulatedCluster(limit, SimulatedFault.NONE)) {
			cluster.start(settings(agents), new InMemoryActiveAgentStore(cluster.clock));
			cluster.advance(Duration.ofHours(3));
		}
		assertThat(output).doesNotContain(LINE);
	}

	private static HeartbeatSettings settings(int agents) {
		return HeartbeatSettings.defaults().withAgents(AbstractHeartbeatTests.agents("agent", agents));
	}

}

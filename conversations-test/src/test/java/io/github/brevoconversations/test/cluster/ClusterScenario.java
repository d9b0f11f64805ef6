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

package io.github.brevoconversations.test.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.test.BrevoConversationsServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may happen to three instances and their store in a sixth of the real times: an
 * online window of 20 seconds, and pings every 10.
 */
final class ClusterScenario implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Log logger = LogFactory.getLog(ClusterScenario.class);

	private static final int AGENTS = 300;

	// so long that a busy machine, which takes seconds for what else takes none, stays
	// well below it
	private static final Duration WINDOW = Duration.ofSeconds(20);

	private static final Duration INTERVAL = WINDOW.dividedBy(2);

	private static final Duration LONGEST_INTERVAL = WINDOW.multipliedBy(9).dividedBy(10);

	private final BrevoConversationsServer brevo = BrevoConversationsServer.builder().onlineWindow(WINDOW).start();

	private final List<InstanceProcess> instances = new ArrayList<>();

	private final SharedStoreServer server;

	private final AgentPresence presence;

	ClusterScenario(SharedStoreServer server) {
		this.server = server;
		this.presence = AgentPresence.of(server.store());
	}

	void run() {
		startThree();
		if (Boolean.getBoolean("soak")) {
			assertThatEachAgentIsPingedOnceInAnInterval();
			loseTwoInstancesAndStartOne();
		}
		else {
			this.instances.get(0).kill();
		}
		loseStore();
		assertThatAllStayedOnline();
	}

	private void startThree() {
		IntStream.range(0, 3).forEach((i) -> startInstance());
		this.instances.forEach(InstanceProcess::awaitStart);
		markAgentsActive();
		Awaitility.await().atMost(PATIENCE).until(() -> log().agents() == AGENTS);
	}

	private void loseTwoInstancesAndStartOne() {
		this.instances.get(0).kill();
		letPass(INTERVAL);
		this.instances.get(1).kill();
		letPass(INTERVAL);
		startInstance();
		this.instances.get(3).awaitStart();
		letPass(INTERVAL);
	}

	private void loseStore() {
		this.server.stop();
		letPass(WINDOW.dividedBy(5));
		this.server.restart();
		letPass(WINDOW);
	}

	private void assertThatEachAgentIsPingedOnceInAnInterval() {
		letPass(INTERVAL);
		Instant from = Instant.now();
		letPass(INTERVAL.multipliedBy(2));
		double perInterval = log().perInterval(from, Instant.now(), INTERVAL);
		logger.info("%.3f pings of each agent in an interval".formatted(perInterval));
		assertThat(perInterval).isBetween(0.9, 1.1);
	}

	private void assertThatAllStayedOnline() {
		PingLog log = log();
		Duration longestGap = log.longestGap(Instant.now());
		int active = this.presence.activeAgents().join().size();
		logger.info("Longest time between two pings %d ms, %d agents active".formatted(longestGap.toMillis(), active));
		assertThat(active).isEqualTo(AGENTS);
		assertThat(log.agents()).isEqualTo(AGENTS);
		assertThat(longestGap).isLessThan(WINDOW);
	}

	private void startInstance() {
		List<String> arguments = new ArrayList<>(this.server.arguments());
		this.brevo.registerProperties((name, value) -> arguments.add("--" + name + "=" + value.get()));
		arguments.addAll(List.of("--brevo.heartbeat.online-window=" + WINDOW.toSeconds() + "s",
				"--brevo.heartbeat.interval=" + INTERVAL.toSeconds() + "s",
				"--brevo.heartbeat.max-interval=" + LONGEST_INTERVAL.toMillis() + "ms",
				// nothing else keeps an application alive that only looks for marks of
				// others
				"--spring.main.keep-alive=true"));
		this.instances.add(InstanceProcess.start(ClusterInstance.class, arguments));
	}

	/**
	 * One after the other, and again where the store did not answer in time, as whoever
	 * marks agents does.
	 */
	private void markAgentsActive() {
		for (int i = 0; i < AGENTS; i++) {
			AgentIdentity agent = AgentIdentity.ofId("agent" + i);
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.atMost(PATIENCE)
				.ignoreExceptionsMatching((ex) -> ex.getCause() instanceof ActiveAgentStoreException)
				.until(() -> {
					this.presence.markActive(agent).join();
					return true;
				});
		}
	}

	private void letPass(Duration time) {
		Instant end = Instant.now().plus(time);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(100))
			.atMost(time.plus(PATIENCE))
			.until(() -> !Instant.now().isBefore(end));
	}

	private PingLog log() {
		return PingLog.of(this.brevo.requests());
	}

	@Override
	public void close() {
		this.instances.forEach((instance) -> logger.debug(instance.output()));
		this.instances.forEach(InstanceProcess::close);
		this.brevo.close();
	}

}

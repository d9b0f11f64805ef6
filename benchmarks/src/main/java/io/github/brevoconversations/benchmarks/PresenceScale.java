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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Measures what it takes to keep 100,000 agents online from one process, at the default
 * interval of a minute: heap, processor time, and how late the pings are.
 */
public final class PresenceScale {

	private static final int[] AGENTS = { 18, 1_000, 100_000 };

	private static final int MINUTES = 3;

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final int agents;

	private PresenceScale(int agents) {
		this.agents = agents;
	}

	/**
	 * Measure, and print the results.
	 * @param arguments ignored
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		try (ChildProcess stub = ChildProcess.start(StubServer.class)) {
			String baseUrl = "http://127.0.0.1:" + stub.readLine() + "/unlimited";
			for (int agents : AGENTS) {
				SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.NONE)
					.properties("brevo.api-key=" + Sample.API_KEY, "brevo.base-url=" + baseUrl,
							"brevo.heartbeat.concurrency=64", "brevo.heartbeat.store.type=memory");
				try (ConfigurableApplicationContext application = builder.run()) {
					new PresenceScale(agents).measure(application);
				}
			}
		}
	}

	private void measure(ConfigurableApplicationContext application) throws InterruptedException {
		AgentPresence presence = application.getBean(AgentPresence.class);
		AgentPresenceHeartbeat heartbeat = application.getBean(AgentPresenceHeartbeat.class);
		PingRecorder recorder = new PingRecorder();
		heartbeat.addPingListener(recorder);
		long heapBefore = usedHeap();
		for (int i = 0; i < this.agents; i++) {
			presence.markActive(AgentIdentity.ofId("d9nKoegKSjmCtyK78-" + i)).join();
		}
		// Two rounds, after which all agents have been pinged and the pings are spread
		TimeUnit.MINUTES.sleep(2);
		long heapPerAgent = (usedHeap() - heapBefore) / this.agents;
		recorder.reset();
		long cpuBefore = this.system.getProcessCpuTime();
		TimeUnit.MINUTES.sleep(MINUTES);
		long cpu = this.system.getProcessCpuTime() - cpuBefore;
		PingRecorder.Summary lateness = recorder.summary();
		System.out.printf("%n| %d active agents, interval %s, for %d minutes | |%n|---|---|%n", this.agents,
				heartbeat.state().interval(), MINUTES);
		System.out.printf("| heap per agent | %d B |%n", heapPerAgent);
		System.out.printf("| pings | %d, %d a second, %d of them failed |%n", lateness.pings(),
				lateness.pings() / Duration.ofMinutes(MINUTES).toSeconds(), lateness.failed());
		System.out.printf("| agents online at the end | %d |%n", heartbeat.state().onlineAgents());
		System.out.printf("| processor time per ping, with HTTP and all | %d us |%n", cpu / 1000 / lateness.pings());
		System.out.printf("| lateness of pings, median, 99th, 99.9th percentile, most | %d, %d, %d, %d ms |%n",
				lateness.percentile(50), lateness.percentile(99), lateness.percentile(99.9), lateness.percentile(100));
	}

	private static long usedHeap() {
		for (int i = 0; i < 5; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

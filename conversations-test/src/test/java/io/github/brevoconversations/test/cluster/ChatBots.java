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

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Two instances of a chat bot, which can be killed and started again, each time under
 * another name.
 */
final class ChatBots implements AutoCloseable {

	static final int INSTANCES = 2;

	private static final Log logger = LogFactory.getLog(ChatBots.class);

	private final Class<?> application;

	private final List<String> arguments;

	private final Clock clock;

	private final AtomicReferenceArray<URI> addresses = new AtomicReferenceArray<>(INSTANCES);

	private final List<InstanceProcess> processes = new ArrayList<>();

	private final List<Integer> current = new ArrayList<>();

	private final Map<String, Instant> kills = new ConcurrentHashMap<>();

	/**
	 * Start the instances.
	 * @param application the chat bot
	 * @param arguments its arguments
	 * @param clock the clock that tells when an instance is killed
	 */
	ChatBots(Class<?> application, List<String> arguments, Clock clock) {
		this.application = application;
		this.arguments = arguments;
		this.clock = clock;
		for (int i = 0; i < INSTANCES; i++) {
			this.current.add(launch());
		}
		awaitStart();
	}

	/**
	 * Return the address of an instance's webhook, or of the one that was there until it
	 * was killed.
	 * @param instance which instance
	 * @return the address
	 */
	URI address(int instance) {
		return this.addresses.get(instance);
	}

	/**
	 * Kill instances at once, and start them again.
	 * @param instances which instances
	 */
	void killAndRestart(List<Integer> instances) {
		for (int instance : instances) {
			int process = this.current.get(instance);
			this.kills.put(name(process), this.clock.instant());
			this.processes.get(process).kill();
		}
		instances.forEach((instance) -> this.current.set(instance, launch()));
		awaitStart();
	}

	private int launch() {
		int number = this.processes.size();
		List<String> arguments = new ArrayList<>(this.arguments);
		arguments.add("--bot.name=" + name(number));
		this.processes.add(InstanceProcess.start(this.application, arguments));
		return number;
	}

	private void awaitStart() {
		for (int i = 0; i < INSTANCES; i++) {
			InstanceProcess process = this.processes.get(this.current.get(i));
			process.awaitStart();
			this.addresses.set(i, URI.create("http://127.0.0.1:" + process.port() + "/brevo/webhook"));
		}
	}

	private static String name(int number) {
		return "bot-" + number;
	}

	/**
	 * Return when instances were killed.
	 * @return the times, by the names of the instances
	 */
	Map<String, Instant> kills() {
		return Map.copyOf(this.kills);
	}

	@Override
	public void close() {
		this.processes.forEach((process) -> logger.debug(process.output()));
		this.processes.forEach(InstanceProcess::close);
	}

}

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

package io.github.brevoconversations.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.test.BrevoConversationsServer;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A desk with the built-in Brevo that a test can stop.
 */
final class RunningDesk implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private RunningDesk(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningDesk start(int port, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=" + port);
		if (all.stream().noneMatch((argument) -> argument.startsWith("--brevo.api-key="))) {
			all.add("--brevo.api-key=");
		}
		if (all.stream().noneMatch((argument) -> argument.startsWith("--desk.seed="))) {
			all.add("--desk.seed=false");
		}
		return new RunningDesk(new SpringApplicationBuilder(DeskApplication.class, OwnEventLoops.class)
			.run(all.toArray(String[]::new)));
	}

	/**
	 * Start a desk that has no Brevo of its own.
	 */
	static RunningDesk startWith(BrevoConversationsServer brevo, String... arguments) {
		return startWith(brevo, 0, arguments);
	}

	static RunningDesk startWith(BrevoConversationsServer brevo, int port, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--brevo.api-key=" + brevo.apiKey());
		all.add("--brevo.base-url=" + brevo.baseUrl());
		return start(port, all.toArray(String[]::new));
	}

	/**
	 * Add 50 agents, and 200 conversations with five messages each.
	 */
	void fill() {
		for (int i = 0; i < 50; i++) {
			bean(Agents.class).add(new DeskProperties.Agent("agent-" + i, "Agent Number " + i));
		}
		for (int i = 0; i < 200; i++) {
			for (int j = 0; j < 5; j++) {
				bean(Conversations.class).with("visitor-" + i).put(message(i, j));
			}
		}
	}

	private static DeskMessage message(int conversation, int number) {
		String id = "m" + conversation + "-" + number;
		return new DeskMessage(id, id, DeskMessage.Kind.VISITOR, "Visitor",
				"A message that takes some room. ".repeat(9), Instant.now().minusSeconds(conversation), Delivery.SENT);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	String agent() {
		return bean(Agents.class).all().get(0).id();
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port");
	}

	@Override
	public void close() {
		this.context.close();
	}

}

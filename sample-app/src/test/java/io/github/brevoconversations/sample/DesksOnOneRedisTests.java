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

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.ReceivedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for desks that share a Redis, as the profile {@code redis} sets them up: the
 * first brings Brevo along.
 */
class DesksOnOneRedisTests {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	private final int redisPort = freePort();

	private final int brevoPort = freePort();

	private RedisServer redis;

	@BeforeEach
	void startRedis() throws IOException {
		this.redis = RedisServer.newRedisServer()
			.port(this.redisPort)
			.setting("bind 127.0.0.1")
			.setting("save \"\"")
			.build();
		this.redis.start();
	}

	@AfterEach
	void stopRedis() throws IOException {
		this.redis.stop();
	}

	@Test
	void agentWhoIsActiveAtOneIsActiveAtBothAndPingedByOne() {
		try (RunningDesk first = first(); RunningDesk second = second()) {
			DeskProperties.Agent liz = first.bean(Agents.class).all().get(0);
			first.bean(Desk.class).setActive(liz, true).block(TIME_LIMIT);
			assertThat(second.bean(AgentPresence.class).activeAgents().join()).containsExactly(liz.identity());
			BrevoConversationsServer brevo = first.bean(BrevoConversationsServer.class);
			until(() -> brevo.isOnline(liz.id()));
			second.bean(Desk.class).setActive(liz, true).block(TIME_LIMIT);
			until(() -> new DeskHttp(second.url()).get("/parts/agents", 200).contains("Online in Brevo"));
			assertThat(pings(brevo)).hasSize(1);
			second.bean(Desk.class).setActive(liz, false).block(TIME_LIMIT);
			assertThat(first.bean(AgentPresence.class).activeAgents().join()).isEmpty();
		}
	}

	@Test
	void secondHasTheConversationsOfWhichItHearsAndSaysWhoseBrevoItIs() {
		try (RunningDesk first = first(); RunningDesk second = second()) {
			BrevoConversationsServer brevo = first.bean(BrevoConversationsServer.class);
			String visitor = new DeskHttp(first.url()).hears(brevo, "Ada", "Hello");
			assertThat(new DeskHttp(first.url()).get("/conversations/" + visitor + "/messages", 200))
				.containsOnlyOnce(">Hello<");
			String page = new DeskHttp(second.url()).get("/", 200);
			assertThat(page).contains("A Brevo on this computer.", "webhooks go to the desk that it belongs to")
				.doesNotContain("reaches a real visitor");
		}
	}

	@Test
	void secondWaitsWithoutTheFirstAndGoesOnWhenItIsBack() {
		RunningDesk first = first();
		try (RunningDesk second = second("--brevo.heartbeat.interval=1s")) {
			DeskProperties.Agent liz = first.bean(Agents.class).all().get(0);
			second.bean(Desk.class).setActive(liz, true).block(TIME_LIMIT);
			BrevoConversationsServer brevo = first.bean(BrevoConversationsServer.class);
			until(() -> brevo.isOnline(liz.id()));
			first.close();
			DeskHttp http = new DeskHttp(second.url());
			until(() -> http.get("/parts/agents", 200).contains("Pings are retried every few seconds."));
			assertThat(second.bean(AgentPresence.class).activeAgents().join()).contains(liz.identity());
			first = first();
			BrevoConversationsServer again = first.bean(BrevoConversationsServer.class);
			until(() -> again.isOnline(liz.id()));
		}
		finally {
			first.close();
		}
	}

	private RunningDesk first() {
		return start("--desk.built-in-brevo.port=" + this.brevoPort, "--brevo.heartbeat.interval=60s");
	}

	private RunningDesk second(String... arguments) {
		return start(Stream
			.concat(Stream.of(arguments),
					Stream.of("--brevo.api-key=demo", "--brevo.base-url=http://127.0.0.1:" + this.brevoPort + "/v3",
							"--desk.agents[0].id=d9nKoegKSjmCtyK78", "--desk.agents[0].name=Liz Adler"))
			.toArray(String[]::new));
	}

	private RunningDesk start(String... arguments) {
		return RunningDesk
			.start(0,
					Stream
						.concat(Stream.of(arguments),
								Stream.of("--spring.profiles.active=redis",
										"--spring.data.redis.port=" + this.redisPort))
						.toArray(String[]::new));
	}

	private static List<ReceivedRequest> pings(BrevoConversationsServer brevo) {
		return brevo.requests().stream().filter((request) -> request.path().endsWith("agentOnlinePing")).toList();
	}

	private static void until(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIME_LIMIT).until(condition);
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

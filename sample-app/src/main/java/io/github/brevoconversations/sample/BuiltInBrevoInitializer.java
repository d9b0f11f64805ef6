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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.github.brevoconversations.test.BrevoConversationsServer;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Starts a Brevo inside the application if there is no API key for the real one, and
 * points the starter's properties to it. It is listed in
 * {@code META-INF/spring.factories}, because Brevo has to run before the starter reads
 * its properties, also in tests. Ahead-of-time processing needs no Brevo, but must know
 * that there may be webhooks.
 */
class BuiltInBrevoInitializer implements ApplicationContextInitializer<GenericApplicationContext> {

	/**
	 * The number of requests per hour in Brevo's largest plan.
	 */
	private static final int RATE_LIMIT = 600;

	private static final String SECRETS = "brevo.webhook.secrets";

	private static final String[][] AGENTS = { { "d9nKoegKSjmCtyK78", "Liz Adler" },
			{ "fH3xWz6uQm2TrPq5a", "Omar Haddad" }, { "kT8bVn4sLc9YeRd2w", "Mei Tanaka" } };

	@Override
	public void initialize(GenericApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			add(environment, "ahead-of-time", Map.of(SECRETS, "of-nobody"), false);
			return;
		}
		if (StringUtils.hasText(environment.getProperty("brevo.api-key"))) {
			return;
		}
		SeedClock clock = new SeedClock();
		BrevoConversationsServer server = start(environment, clock);
		Map<String, Object> properties = new HashMap<>();
		server.registerProperties((name, value) -> properties.put(name, value.get()));
		properties.put(SECRETS, UUID.randomUUID().toString());
		add(environment, "builtInBrevo", properties, true);
		add(environment, "agentsOfBuiltInBrevo", agents(), false);
		String name = BrevoConversationsServer.class.getName();
		context.getBeanFactory().registerSingleton(name, server);
		context.getBeanFactory().registerSingleton(SeedClock.class.getName(), clock);
		// Registered first, so closed last, after everything that talks to it
		context.getDefaultListableBeanFactory().registerDisposableBean(name, server::close);
	}

	private static void add(ConfigurableEnvironment environment, String name, Map<String, Object> properties,
			boolean first) {
		MapPropertySource source = new MapPropertySource(name, properties);
		if (first) {
			environment.getPropertySources().addFirst(source);
		}
		else {
			environment.getPropertySources().addLast(source);
		}
	}

	private static Map<String, Object> agents() {
		Map<String, Object> properties = new HashMap<>();
		for (int i = 0; i < AGENTS.length; i++) {
			properties.put("desk.agents[" + i + "].id", AGENTS[i][0]);
			properties.put("desk.agents[" + i + "].name", AGENTS[i][1]);
		}
		return properties;
	}

	/**
	 * Return the requests an hour that the built-in Brevo allows when all is well.
	 * @param environment holds what is configured
	 * @return the number of requests
	 */
	static int rateLimit(Environment environment) {
		return Binder.get(environment).bind("desk.built-in-brevo.rate-limit", Integer.class).orElse(RATE_LIMIT);
	}

	private static BrevoConversationsServer start(ConfigurableEnvironment environment, SeedClock clock) {
		BrevoConversationsServer.Builder builder = BrevoConversationsServer.builder()
			.rateLimit(rateLimit(environment))
			.clock(clock);
		Binder binder = Binder.get(environment);
		binder.bind("desk.built-in-brevo.online-window", Duration.class)
			.ifBound((window) -> builder.onlineWindow(window));
		binder.bind("desk.built-in-brevo.port", Integer.class).ifBound((port) -> builder.port(port));
		binder.bind("desk.built-in-brevo.api-key", String.class).ifBound((key) -> builder.apiKey(key));
		return builder.start();
	}

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.Environment;

/**
 * Tells a {@link BrevoConversationsServer} where the application under test has its
 * webhook, if it has one and a web server.
 */
class BrevoConversationsServerWebhookTarget implements ApplicationListener<ContextRefreshedEvent> {

	private static final String[] BASE_PATHS = { "server.servlet.context-path", "spring.mvc.servlet.path",
			"spring.webflux.base-path" };

	private final BrevoConversationsServer server;

	BrevoConversationsServerWebhookTarget(BrevoConversationsServer server) {
		this.server = server;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		String port = environment.getProperty("local.server.port");
		String secret = secret(environment);
		if (port != null && secret != null) {
			this.server
				.sendWebhooksTo(WebhookTarget.of("http://127.0.0.1:" + port + path(environment)).withSecret(secret));
		}
	}

	private static @Nullable String secret(Environment environment) {
		String first = environment.getProperty("brevo.webhook.secrets[0]");
		String all = environment.getProperty("brevo.webhook.secrets");
		return (first != null) ? first : (all != null && !all.isBlank()) ? all.split(",", 2)[0].strip() : null;
	}

	private static String path(Environment environment) {
		StringBuilder path = new StringBuilder();
		for (String property : BASE_PATHS) {
			String base = environment.getProperty(property, "");
			path.append(base.equals("/") ? "" : base);
		}
		return path.append(environment.getProperty("brevo.webhook.path", "/brevo/webhook")).toString();
	}

}

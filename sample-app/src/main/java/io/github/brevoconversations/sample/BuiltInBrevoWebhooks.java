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

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.WebhookTarget;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells the built-in Brevo the URL of the desk's webhook, which the owner of an account
 * would enter in Brevo's settings.
 */
@Component
class BuiltInBrevoWebhooks {

	private final ObjectProvider<BrevoConversationsServer> builtIn;

	private final Environment environment;

	BuiltInBrevoWebhooks(ObjectProvider<BrevoConversationsServer> builtIn, Environment environment) {
		this.builtIn = builtIn;
		this.environment = environment;
	}

	@EventListener
	void webServerStarted(ReactiveWebServerInitializedEvent event) {
		String namespace = event.getApplicationContext().getServerNamespace();
		if (namespace != null && !namespace.isEmpty()) {
			return;
		}
		String url = "http://127.0.0.1:%s%s%s".formatted(event.getWebServer().getPort(),
				this.environment.getProperty("spring.webflux.base-path", ""),
				this.environment.getProperty("brevo.webhook.path", "/brevo/webhook"));
		String secret = this.environment.getProperty("brevo.webhook.secrets", "");
		this.builtIn.ifAvailable((server) -> server.sendWebhooksTo(WebhookTarget.of(url).withSecret(secret)));
	}

}

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

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhook;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhooks;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Tells a {@link BrevoConversationsServer} where the application under test has its
 * webhook, if it has one.
 */
class BrevoConversationsServerWebhookTarget
		implements ApplicationListener<ContextRefreshedEvent>, ApplicationContextAware {

	private final BrevoConversationsServer server;

	private @Nullable ApplicationContext context;

	BrevoConversationsServerWebhookTarget(BrevoConversationsServer server) {
		this.server = server;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		ApplicationContext context = event.getApplicationContext();
		if (context == this.context) {
			context.getBeanProvider(BrevoWebhooks.class)
				.ifAvailable((webhooks) -> webhooks.all()
					.stream()
					.filter((webhook) -> webhook.account().equals(BrevoAccounts.DEFAULT))
					.findFirst()
					.ifPresent((webhook) -> sendTo(webhook, context)));
		}
	}

	private void sendTo(BrevoWebhook webhook, ApplicationContext context) {
		WebhookTarget target = WebhookTarget.of(webhook.path());
		String secret = WebhookSecrets.first(context.getEnvironment());
		this.server.sendWebhooksTo((secret != null) ? target.withSecret(secret) : target,
				new ApplicationWebhookSender(context, this.server.httpWebhookSender()));
	}

}

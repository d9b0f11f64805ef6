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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.List;

import io.github.brevoconversations.webhook.InMemoryConversationInbox;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The webhooks of all accounts. Starts them with the application, and when it stops,
 * refuses further ones before the web server does. Thread-safe.
 */
public final class BrevoWebhooks implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(BrevoWebhooks.class);

	private final List<BrevoWebhook> webhooks;

	private volatile boolean running;

	BrevoWebhooks(List<BrevoWebhook> webhooks) {
		this.webhooks = List.copyOf(webhooks);
	}

	/**
	 * Return the webhooks.
	 * @return the webhooks, that of the default account first
	 */
	public List<BrevoWebhook> all() {
		return this.webhooks;
	}

	@Override
	public void start() {
		this.running = true;
		this.webhooks.forEach(BrevoWebhook::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.webhooks.forEach(BrevoWebhook::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() throws Exception {
		for (BrevoWebhook webhook : this.webhooks) {
			if (webhook.inbox() instanceof InMemoryConversationInbox) {
				// only now, since handlers are waited for between the stop and this
				webhook.inbox().size().subscribe((size) -> warn(webhook.account(), size.waiting() + size.parked()));
			}
			if (webhook.inbox() instanceof AutoCloseable inbox) {
				close(inbox);
			}
		}
	}

	private static void warn(String account, long lost) {
		if (lost > 0) {
			logger.warn("%s events of Brevo's webhooks (account '%s') were accepted but not handled, and are lost."
				.formatted(lost, account) + " Choose brevo.webhook.inbox.type=redis or jdbc to keep them.");
		}
	}

	private static void close(AutoCloseable inbox) {
		try {
			inbox.close();
		}
		catch (Exception ex) {
			logger.debug("An inbox could not be closed", ex);
		}
	}

}

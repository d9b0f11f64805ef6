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

import java.util.Locale;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.SentMessages;
import org.jspecify.annotations.Nullable;

/**
 * Has the clients of accounts that have a webhook tell its inbox of what they send. The
 * inboxes come last: a handler of events, which webhooks need, has a client as a rule.
 * Thread-safe.
 */
public final class SentMessageMarks {

	private volatile @Nullable BrevoWebhooks webhooks;

	SentMessageMarks() {
	}

	void use(BrevoWebhooks webhooks) {
		this.webhooks = webhooks;
	}

	/**
	 * Return a client whose messages are not delivered when they come back.
	 * @param account the name of the client's account
	 * @param client the client
	 * @return the client that tells the account's inbox, if there is one
	 */
	public ConversationsClient mark(String account, ConversationsClient client) {
		return new SentMessages(client, () -> inbox(account));
	}

	private @Nullable ConversationInbox inbox(String account) {
		BrevoWebhooks webhooks = this.webhooks;
		if (webhooks == null) {
			return null;
		}
		return webhooks.all()
			.stream()
			.filter((webhook) -> uniform(webhook.account()).equals(uniform(account)))
			.map(BrevoWebhook::inbox)
			.findFirst()
			.orElse(null);
	}

	private static String uniform(String account) {
		return account.toLowerCase(Locale.ROOT).replace("-", "");
	}

}

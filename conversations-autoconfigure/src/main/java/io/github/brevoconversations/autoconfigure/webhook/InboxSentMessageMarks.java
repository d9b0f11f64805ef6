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

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.SentMessages;
import org.jspecify.annotations.Nullable;

/**
 * Marks messages in the inboxes of the webhooks. The webhooks are set later, since they
 * need the event handlers, which usually need a client. Thread-safe.
 */
final class InboxSentMessageMarks implements SentMessageMarks {

	private volatile @Nullable BrevoWebhooks webhooks;

	void use(BrevoWebhooks webhooks) {
		this.webhooks = webhooks;
	}

	@Override
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
			.filter((webhook) -> AccountName.isSame(webhook.account(), account))
			.map(BrevoWebhook::inbox)
			.findFirst()
			.orElse(null);
	}

}

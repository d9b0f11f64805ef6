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

/**
 * Sends Brevo's webhooks to an application, over HTTP or in some other way.
 *
 * @see BrevoConversationsServer#sendWebhooksTo(WebhookTarget, WebhookSender)
 * @see MockMvcWebhookSender
 * @see WebTestClientWebhookSender
 */
@FunctionalInterface
public interface WebhookSender {

	/**
	 * Send a request. Called on a thread of the server that may block, for one request at
	 * a time, except by {@link Webhook#sendAtOnce(int)}.
	 * @param request the request
	 * @return the status of the response
	 * @throws Exception if there was no response
	 */
	int send(WebhookRequest request) throws Exception;

}

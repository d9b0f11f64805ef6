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

/**
 * Webhooks of Brevo Conversations as events, each of which is delivered once, in order,
 * and retried until it is handled or parked. Depends on the client, Spring's context and
 * Reactor, but not on Spring Boot.
 * <p>
 * A {@link io.github.brevoconversations.webhook.WebhookReceiver} checks a request, turns
 * it into {@link io.github.brevoconversations.webhook.ConversationEvent}s and stores them
 * in a {@link io.github.brevoconversations.webhook.ConversationInbox} before it responds.
 * A {@link io.github.brevoconversations.webhook.ConversationEventDelivery} hands them to
 * the application.
 */
@NullMarked
package io.github.brevoconversations.webhook;

import org.jspecify.annotations.NullMarked;

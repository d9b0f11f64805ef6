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

package io.github.brevoconversations.webhook;

import java.time.Instant;

/**
 * An event that was parked because handling it failed too often. It contains nothing that
 * anybody wrote.
 *
 * @param id the id to redeliver it by
 * @param kind its kind
 * @param receivedAt when its webhook arrived, or the epoch if the inbox cannot tell
 * @param parkedAt when it was parked, according to the inbox's clock
 * @param attempts how often handling it was attempted
 * @param outcome why the last attempt failed: the name of an exception
 */
public record ParkedEvent(String id, ConversationEventKind kind, Instant receivedAt, Instant parkedAt, int attempts,
		String outcome) {

}

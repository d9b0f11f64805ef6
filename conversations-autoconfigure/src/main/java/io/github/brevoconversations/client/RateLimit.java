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

package io.github.brevoconversations.client;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rate limit as Brevo reported it with a response, in the {@code x-sib-ratelimit-*}
 * headers. A part is {@code null} if Brevo did not send it or sent an unusable value.
 *
 * @param limit the number of requests allowed in a window
 * @param remaining the number of requests left in the current window
 * @param resetsIn the time until the window resets, counted from the response; in the
 * result of {@link ConversationsClient#rateLimit()}, counted from that call
 * @serial exclude
 */
public record RateLimit(@Nullable Long limit, @Nullable Long remaining,
		@Nullable Duration resetsIn) implements Serializable {
}

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

import org.jspecify.annotations.Nullable;

/**
 * An agent as described by a webhook. Each part is {@code null} if Brevo did not send it.
 *
 * @param id the agent's id, which may be longer than the agents' ids in messages
 * @param name the agent's name, as visitors see it
 * @param email the agent's e-mail address
 * @param userpic the URL of the agent's picture
 */
public record ConversationAgent(@Nullable String id, @Nullable String name, @Nullable String email,
		@Nullable String userpic) {

}

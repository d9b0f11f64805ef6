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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An agent of the account.
 *
 * @param id the agent's id
 * @param name the agent's name, or {@code null} if it is not known
 * @param lastPing the time of the last ping, or {@code null} if there was none
 */
record Agent(String id, @Nullable String name, @Nullable Instant lastPing) {

	Agent named(@Nullable String name) {
		return (name != null) ? new Agent(this.id, name, this.lastPing) : this;
	}

	Agent pinged(Instant instant) {
		return new Agent(this.id, this.name, instant);
	}

}

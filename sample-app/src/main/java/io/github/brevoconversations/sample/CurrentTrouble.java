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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A trouble that has been made.
 *
 * @param trouble the trouble
 * @param rateLimit the requests per hour that the built-in Brevo usually allows
 * @param until when it ends by itself, or {@code null} if it does not
 */
record CurrentTrouble(Trouble trouble, int rateLimit, @Nullable Instant until) {

	public String title() {
		return this.trouble.title(this.rateLimit);
	}

	public String description() {
		return this.trouble.description(this.rateLimit);
	}

	/**
	 * Return in how many seconds it ends by itself.
	 * @return the seconds, or {@code null} if it does not
	 */
	public @Nullable Long secondsLeft() {
		return (this.until != null) ? Math.max(0, Duration.between(Instant.now(), this.until).toSeconds()) : null;
	}

}

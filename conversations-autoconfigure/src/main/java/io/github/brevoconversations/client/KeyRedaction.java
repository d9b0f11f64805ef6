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

import org.jspecify.annotations.Nullable;

/**
 * Takes the keys out of what errors quote of an answer: Brevo may repeat a key that it
 * does not know.
 */
final class KeyRedaction {

	private static final String REPLACEMENT = "******";

	private final String apiKey;

	private final @Nullable String partnerKey;

	KeyRedaction(String apiKey, @Nullable String partnerKey) {
		this.apiKey = apiKey;
		this.partnerKey = partnerKey;
	}

	Answer apply(Answer answer) {
		String body = answer.body().replace(this.apiKey, REPLACEMENT);
		if (this.partnerKey != null) {
			body = body.replace(this.partnerKey, REPLACEMENT);
		}
		return new Answer(answer.status(), answer.headers(), body);
	}

}

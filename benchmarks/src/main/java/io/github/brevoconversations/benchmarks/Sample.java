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

package io.github.brevoconversations.benchmarks;

/**
 * The values that all clients send.
 */
final class Sample {

	static final String API_KEY = "xkeysib-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef-0123456789abcdef";

	static final String MESSAGE_ID = "eYBEm3gq3zc5ayE2g";

	static final String VISITOR_ID = "kZMvWhf8npAu3H6qd57w2Hv6nh6rnxvg";

	static final String TEXT = "Good morning! How may I help you?";

	static final String AGENT_ID = "d9nKoegKSjmCtyK78";

	private Sample() {
	}

}

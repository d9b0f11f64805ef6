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

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.Fault;

/**
 * What can be made to go wrong with the built-in Brevo, to see what becomes of the
 * agents.
 */
enum Trouble {

	OUTAGE("Brevo answers nobody for 50 seconds.") {

		@Override
		void begin(BrevoConversationsServer brevo) {
			brevo.fail(Fault.reset());
		}

	},

	SLOW("Brevo takes 4 seconds for each answer, for 50 seconds.") {

		@Override
		void begin(BrevoConversationsServer brevo) {
			brevo.fail(Fault.delay(Duration.ofSeconds(4)));
		}

	},

	LIMIT("Brevo allows 100 requests an hour from now on.") {

		@Override
		void begin(BrevoConversationsServer brevo) {
			brevo.setRateLimit(100);
		}

	},

	NONE("All is well again.") {

		@Override
		void begin(BrevoConversationsServer brevo) {
			brevo.setRateLimit(BuiltInBrevoInitializer.RATE_LIMIT);
		}

	};

	private final String notice;

	Trouble(String notice) {
		this.notice = notice;
	}

	/**
	 * Let it begin, where nothing else is wrong.
	 * @param brevo the built-in Brevo
	 */
	abstract void begin(BrevoConversationsServer brevo);

	/**
	 * Return whether it ends by itself.
	 * @return whether it does
	 */
	boolean passes() {
		return this == OUTAGE || this == SLOW;
	}

	String notice() {
		return this.notice;
	}

}

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
import org.jspecify.annotations.Nullable;

/**
 * What can be made to go wrong with the built-in Brevo, to see what happens to the
 * agents.
 */
enum Trouble {

	OUTAGE("Outage", "Brevo does not respond.") {

		@Override
		void begin(BrevoConversationsServer brevo, int rateLimit) {
			brevo.fail(Fault.reset());
		}

	},

	SLOW("Slow responses", "Brevo takes 4 seconds for each response.") {

		@Override
		void begin(BrevoConversationsServer brevo, int rateLimit) {
			brevo.fail(Fault.delay(Duration.ofSeconds(4)));
		}

	},

	LIMIT("%s requests an hour", "Brevo allows %s requests an hour instead of %s.") {

		@Override
		void begin(BrevoConversationsServer brevo, int rateLimit) {
			brevo.setRateLimit(part(rateLimit));
		}

	},

	NONE("All well again", "Brevo does what it should.") {

		@Override
		void begin(BrevoConversationsServer brevo, int rateLimit) {
		}

	};

	private static final Duration PASSES_AFTER = Duration.ofSeconds(50);

	private final String title;

	private final String description;

	Trouble(String title, String description) {
		this.title = title;
		this.description = description;
	}

	/**
	 * Let the trouble begin. Any other trouble has been ended before.
	 * @param brevo the built-in Brevo
	 * @param rateLimit the requests per hour that it usually allows
	 */
	abstract void begin(BrevoConversationsServer brevo, int rateLimit);

	/**
	 * Return the time after which the trouble ends by itself.
	 * @return the time, or {@code null} if it does not
	 */
	@Nullable Duration passesAfter() {
		return (this == OUTAGE || this == SLOW) ? PASSES_AFTER : null;
	}

	/**
	 * Return what a button that makes this trouble says.
	 * @param rateLimit the requests per hour that the built-in Brevo usually allows
	 * @return a few words
	 */
	public String title(int rateLimit) {
		return this.title.formatted(part(rateLimit));
	}

	/**
	 * Return what this trouble is.
	 * @param rateLimit the requests per hour that the built-in Brevo usually allows
	 * @return a sentence
	 */
	public String description(int rateLimit) {
		return this.description.formatted(part(rateLimit), rateLimit);
	}

	// That of Brevo's smallest plan, compared with its largest
	private static int part(int rateLimit) {
		return Math.max(1, rateLimit / 6);
	}

}

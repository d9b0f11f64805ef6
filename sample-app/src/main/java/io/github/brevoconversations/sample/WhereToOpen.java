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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs where to open the desk, and which Brevo it talks to.
 */
@Component
class WhereToOpen {

	private static final Log logger = LogFactory.getLog(WhereToOpen.class);

	private final ObservedBrevo brevo;

	private final Environment environment;

	WhereToOpen(ObservedBrevo brevo, Environment environment) {
		this.brevo = brevo;
		this.environment = environment;
	}

	@EventListener(ApplicationReadyEvent.class)
	void say() {
		String url = "http://localhost:" + this.environment.getProperty("local.server.port")
				+ this.environment.getProperty("spring.webflux.base-path", "");
		String words = switch (this.brevo.place()) {
			case BUILT_IN -> ("The desk is open at %s/ and a visitor's page at %s/visitor."
					+ " Brevo is built in: nothing leaves this computer.")
				.formatted(url, url);
			case THIS_COMPUTER -> "The desk is open at %s/ and talks to a Brevo on this computer.".formatted(url);
			case ACCOUNT ->
				("The desk is open at %s/ and talks to your Brevo account." + " %s/setup says what to enter.")
					.formatted(url, url);
		};
		logger.info(words);
	}

}

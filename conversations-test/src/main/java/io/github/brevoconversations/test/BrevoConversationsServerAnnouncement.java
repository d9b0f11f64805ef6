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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.log.LogMessage;

/**
 * Tells a developer in the log that Brevo runs in the application, and where to write as
 * a visitor.
 */
class BrevoConversationsServerAnnouncement implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(BrevoConversationsServerAnnouncement.class);

	private final BrevoConversationsServer server;

	BrevoConversationsServerAnnouncement(BrevoConversationsServer server) {
		this.server = server;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		logger.info(LogMessage.format(
				"Brevo runs in this application, and nothing leaves this computer. Write as a visitor at %s",
				this.server.visitorPage()));
	}

}

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

package io.github.brevoconversations.test.development;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.test.BrevoConversationsServerConfiguration;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * An application that somebody develops, in a process of its own.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class DevelopedApplication {

	public static void main(String[] arguments) {
		SpringApplication.from((parameters) -> SpringApplication.run(DevelopedApplication.class, parameters))
			.with(BrevoConversationsServerConfiguration.class)
			.run(arguments);
	}

	@Bean
	ConversationEventHandler echo(ConversationsClient client) {
		return (event) -> (event instanceof ConversationEvent.VisitorMessageReceived received) ? client
			.sendMessage(received.reply("You said: " + received.message().text(), AgentIdentity.ofId("liz")))
			.then() : Mono.empty();
	}

}

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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoVisitor;
import io.github.brevoconversations.test.StoredMessage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The site whose visitors write to the desk. It knows only the built-in Brevo, as a real
 * site knows only Brevo's widget. The desk learns from webhooks what visitors write.
 * Thread-safe.
 */
@Component
class Shop {

	static final String TITLE = "Brass bicycle bell – Spoke & Saddle";

	static final String LINK = "https://shop.example/bells/brass";

	private static final int REMEMBERED = 1000;

	private final ObjectProvider<BrevoConversationsServer> brevo;

	private final Agents agents;

	private final Map<String, Boolean> tokens = Collections.synchronizedMap(new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > REMEMBERED;
		}

	});

	Shop(ObjectProvider<BrevoConversationsServer> brevo, Agents agents) {
		this.brevo = brevo;
		this.agents = agents;
	}

	/**
	 * Let a visitor write a message, unless its token is known. Blocks until the desk has
	 * responded to the webhook that reports the message.
	 * @param visitorId the visitor's id
	 * @param token identifies the message, however often it is submitted
	 * @param visitor what the visitor's browser reveals
	 * @param text the text
	 */
	void write(String visitorId, String token, Browsing visitor, String text) {
		BrevoConversationsServer brevo = brevo();
		if (this.tokens.putIfAbsent(token, true) == null) {
			Map<String, Object> page = Map.of("title", TITLE, "link", LINK);
			BrevoVisitor writer = brevo.visitor(visitorId)
				.with("browserLanguage", visitor.language())
				.with("lastVisit", Map.of("hostName", "shop.example", "viewedPages", List.of(page)));
			(visitor.name().isEmpty() ? writer : writer.named(visitor.name())).writes(text);
		}
	}

	/**
	 * Return what a visitor sees in the chat.
	 * @param visitorId the visitor's id
	 * @return the chat as it is now
	 */
	Chat chat(String visitorId) {
		BrevoConversationsServer brevo = brevo();
		List<Chat.Line> lines = brevo.messages(visitorId).stream().map(this::line).toList();
		List<String> online = this.agents.all()
			.stream()
			.filter((agent) -> brevo.isOnline(agent.id()))
			.map(DeskProperties.Agent::name)
			.toList();
		return new Chat(lines, online);
	}

	private Chat.Line line(StoredMessage message) {
		DeskProperties.Agent agent = this.agents.find(message.agentId());
		String name = (agent != null) ? agent.name() : message.agentName();
		boolean mine = message.type().equals("visitor");
		String author = mine ? "You" : (name != null) ? name : "Spoke & Saddle";
		return new Chat.Line(message.id(), mine, author, message.text(), message.createdAt().toString());
	}

	private BrevoConversationsServer brevo() {
		BrevoConversationsServer server = this.brevo.getIfAvailable();
		if (server == null) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"With a Brevo account, visitors write on your site, and not here.");
		}
		return server;
	}

	/**
	 * What a visitor's browser reveals.
	 *
	 * @param name the name that the visitor gives, which may be empty
	 * @param language the language, as a tag
	 */
	record Browsing(String name, String language) {

	}

}

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
import java.util.Locale;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.BrevoVisitor;
import io.github.brevoconversations.webhook.VisitorIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lets visitors of the built-in Brevo write before anybody opens the desk, and lets the
 * first agent reply and be online. All of it takes the usual way: webhooks over HTTP, and
 * calls of the client.
 */
@Component
class Seed implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Seed.class);

	private final ObjectProvider<BrevoConversationsServer> builtIn;

	private final ObjectProvider<SeedClock> clock;

	private final DeskProperties properties;

	private final Desk desk;

	private final Conversations conversations;

	private final MessageOperations operations;

	private final VisitorIds visitorIds;

	private final Disposable.Swap underWay = Disposables.swap();

	Seed(ObjectProvider<BrevoConversationsServer> builtIn, ObjectProvider<SeedClock> clock, DeskProperties properties,
			Desk desk, Conversations conversations, MessageOperations operations, VisitorIds visitorIds) {
		this.builtIn = builtIn;
		this.clock = clock;
		this.properties = properties;
		this.desk = desk;
		this.conversations = conversations;
		this.operations = operations;
		this.visitorIds = visitorIds;
	}

	@EventListener(ApplicationReadyEvent.class)
	void sow() {
		BrevoConversationsServer brevo = this.builtIn.getIfAvailable();
		if (brevo == null || !this.properties.seed() || this.properties.agents().isEmpty()) {
			return;
		}
		this.underWay.update(Mono.fromRunnable(() -> tell(brevo))
			.then(Mono.defer(() -> this.desk.setActive(this.properties.agents().get(0), true)))
			.subscribeOn(Schedulers.boundedElastic())
			.subscribe((done) -> {
			}, (failure) -> logger.warn("The first conversations could not be created", failure)));
	}

	private void tell(BrevoConversationsServer brevo) {
		SeedClock clock = this.clock.getObject();
		BrevoVisitor ines = visitor(brevo, "Inês Carvalho", "widget", "pt-PT", "Lisbon", "Portugal");
		BrevoVisitor jonas = visitor(brevo, "Jonas Weber", "whatsapp", "de-DE", "Leipzig", "Germany");
		BrevoVisitor ada = visitor(brevo, "Ada Okafor", "widget", "en-GB", "Leeds", "United Kingdom");
		BrevoVisitor theo = visitor(brevo, "Théo Marchand", "instagram", "fr-FR", "Lyon", "France");
		try {
			clock.behind(Duration.ofMinutes(31));
			ines.writes("Hello! I ordered a brass bell on Monday. Is it on its way?");
			clock.behind(Duration.ofMinutes(29));
			answer(ines, "Good morning Inês! Let me look that up for you.");
			clock.behind(Duration.ofMinutes(28));
			answer(ines, "It left our warehouse today and arrives tomorrow between 9 and 12. You can follow it here: "
					+ "https://shop.example/orders/1047");
			clock.behind(Duration.ofMinutes(26));
			ines.writes("That was quick, thank you.");
			clock.behind(Duration.ofSeconds(25 * 60 + 30));
			answer(ines, "You are welcome. Enjoy the ride!");
			clock.behind(Duration.ofMinutes(14));
			jonas.writes("Hi, passt die Klingel auch an einen Lenker mit 31,8 mm?");
			clock.behind(Duration.ofMinutes(6));
			theo.writes("The saddle arrived with a scratch on the left side. What can you do?");
			clock.behind(Duration.ofSeconds(5 * 60 + 20));
			theo.writes("I can send you a picture if that helps.");
			clock.behind(Duration.ofMinutes(2));
			ada.writes("Do you ship to Ireland? I could not find it on https://shop.example/shipping.");
		}
		finally {
			clock.behind(Duration.ZERO);
		}
	}

	private BrevoVisitor visitor(BrevoConversationsServer brevo, String name, String source, String language,
			String city, String country) {
		return brevo.visitor(this.visitorIds.of(name.toLowerCase(Locale.ROOT)))
			.named(name)
			.from(source)
			.with("browserLanguage", language)
			.with("city", city)
			.with("country", country);
	}

	private void answer(BrevoVisitor visitor, String text) {
		DeskProperties.Agent agent = this.properties.agents().get(0);
		String token = "seed-" + visitor.id() + "-" + text.length();
		DeskMessage message = DeskMessage.sending(token, DeskMessage.Kind.AGENT, agent.name(), text);
		this.operations.send(visitor.id(), agent, text).doOnNext((answer) -> {
			this.conversations.with(visitor.id()).put(message.sentAs(answer));
			this.conversations.changed();
		}).block();
	}

	@Override
	public void destroy() {
		this.underWay.dispose();
	}

}

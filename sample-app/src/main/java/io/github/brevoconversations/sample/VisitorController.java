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

import java.util.Locale;
import java.util.UUID;

import io.github.brevoconversations.webhook.VisitorIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;

/**
 * Serves the visitor's page: a shop with a chat widget. Each tab is a separate visitor,
 * with an id that nobody can guess. Whoever has the id is the visitor.
 */
@Controller
@RequestMapping("/visitor")
class VisitorController {

	private static final int LONGEST = 10_000;

	private final Shop shop;

	private final ObservedBrevo brevo;

	private final VisitorIds visitorIds;

	VisitorController(Shop shop, ObservedBrevo brevo, VisitorIds visitorIds) {
		this.shop = shop;
		this.brevo = brevo;
		this.visitorIds = visitorIds;
	}

	@GetMapping
	Mono<Rendering> page() {
		if (!this.brevo.place().isBuiltIn()) {
			return Mono.just(Rendering.redirectTo("/setup").build());
		}
		String user = UUID.randomUUID().toString();
		return Mono.just(Rendering.view("visitor").modelAttribute("visitorId", this.visitorIds.of(user)).build());
	}

	@GetMapping("/messages")
	Mono<Rendering> messages(@RequestHeader("Visitor-Id") String visitorId,
			@RequestParam(required = false) @Nullable String seen) {
		Chat chat = this.shop.chat(checked(visitorId));
		return Mono.just(
				chat.version().equals(seen) ? Rendering.view("visitor :: nothing").status(HttpStatus.NO_CONTENT).build()
						: Rendering.view("visitor :: messages").modelAttribute("chat", chat).build());
	}

	@PostMapping("/messages")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> write(@RequestHeader("Visitor-Id") String visitorId, @ModelAttribute Words words,
			ServerWebExchange exchange) {
		checked(visitorId);
		if (words.text().isEmpty() || words.text().length() > LONGEST) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					words.text().isEmpty() ? PlainWords.NOTHING_TO_SEND : PlainWords.TOO_LONG);
		}
		Locale locale = exchange.getLocaleContext().getLocale();
		Shop.Browsing visitor = new Shop.Browsing(words.name(), (locale != null) ? locale.toLanguageTag() : "en");
		return Mono.<Void>fromRunnable(() -> this.shop.write(visitorId, words.token(), visitor, words.text()))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static String checked(String visitorId) {
		if (!visitorId.matches("[0-9A-Za-z]{32}")) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This is not a visitor's id.");
		}
		return visitorId;
	}

	/**
	 * What a visitor wrote.
	 *
	 * @param token identifies the message, however often it is submitted
	 * @param name the name that the visitor gives
	 * @param text the text
	 */
	record Words(String token, String name, String text) {

		private static final int LONGEST_NAME = 60;

		@SuppressWarnings("NullAway") // a form may lack the fields
		Words {
			token = (token != null) ? token : UUID.randomUUID().toString();
			name = (name != null) ? name.strip() : "";
			name = name.substring(0, Math.min(name.length(), LONGEST_NAME));
			text = (text != null) ? text.strip() : "";
		}

	}

}

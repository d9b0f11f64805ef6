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

import java.time.Instant;
import java.util.UUID;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.ConversationsClient;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.reactive.result.view.Rendering;

/**
 * Says what to enter where, so that the desk works with a Brevo account, and checks what
 * the desk can check.
 */
@Controller
@RequestMapping("/setup")
class SetupController {

	private static final String NOBODYS_MESSAGE = "agent-desk-check";

	private final Environment environment;

	private final Incoming incoming;

	private final Agents agents;

	private final ConversationsClient client;

	private volatile @Nullable Check key;

	SetupController(Environment environment, Incoming incoming, Agents agents, ConversationsClient client) {
		this.environment = environment;
		this.incoming = incoming;
		this.agents = agents;
		this.client = client;
	}

	@GetMapping
	Mono<Rendering> page() {
		return Mono.just(rendering("setup"));
	}

	@GetMapping("/checks")
	Mono<Rendering> checks() {
		return Mono.just(rendering("setup :: checks"));
	}

	/**
	 * Ask Brevo for a message that does not exist. If Brevo responds that it does not
	 * exist, Brevo accepts the key. Costs one request of the rate limit.
	 * @return what was found
	 */
	@PostMapping("/key")
	Mono<Rendering> checkKey() {
		return this.client.getMessage(NOBODYS_MESSAGE)
			.map((message) -> notBrevo("returned a message that does not exist"))
			.onErrorResume(BrevoException.class, (failure) -> Mono.just(keyCheck(failure)))
			.doOnNext((check) -> this.key = check)
			.map((check) -> rendering("setup :: checks"));
	}

	private Check keyCheck(BrevoException failure) {
		if (failure instanceof BrevoNotFoundException missing) {
			return PlainWords.isOfBrevo(missing) ? Check.good("Brevo accepts the key.")
					: notBrevo("responded with status 404 and without a code");
		}
		if (failure instanceof BrevoCommunicationException exception) {
			return new Check(false, exception.isRequestSent() ? notBrevo("gave no usable response").words()
					: "Brevo could not be reached at %s. Please try again in a moment.".formatted(baseUrl()));
		}
		return new Check(false, PlainWords.forAction(failure));
	}

	private Check notBrevo(String what) {
		return new Check(false,
				"%s %s, so it may not be Brevo. Check brevo.base-url, which ends in /v3.".formatted(baseUrl(), what));
	}

	private String baseUrl() {
		return this.environment.getProperty("brevo.base-url", "https://api.brevo.com/v3");
	}

	private Rendering rendering(String view) {
		Rendering.Builder<?> rendering = Rendering.view(view)
			.modelAttribute("agentsCheck", agents())
			.modelAttribute("webhookCheck", webhook())
			.modelAttribute("webhookPath", this.environment.getProperty("brevo.webhook.path", "/brevo/webhook"))
			.modelAttribute("port", this.environment.getProperty("local.server.port", "8080"))
			.modelAttribute("newSecret", UUID.randomUUID().toString().replace("-", ""));
		Check key = this.key;
		return ((key != null) ? rendering.modelAttribute("keyCheck", key) : rendering).build();
	}

	private Check agents() {
		int count = this.agents.all().size();
		return (count == 0) ? new Check(false, "The desk knows no agent yet.")
				: Check.good((count == 1) ? "The desk knows one agent." : "The desk knows %s agents.".formatted(count));
	}

	private Check webhook() {
		boolean secret = Binder.get(this.environment)
			.bind("brevo.webhook.secrets", Bindable.listOf(String.class))
			.map((secrets) -> !secrets.isEmpty())
			.orElse(false);
		if (!secret) {
			return new Check(false, "The desk has no secret for webhooks, so it rejects them all.");
		}
		Incoming.Refusal refusal = this.incoming.lastRefusal();
		Instant event = this.incoming.lastEvent();
		if (refusal != null && (event == null || refusal.at().isAfter(event))) {
			return new Check(false,
					"The last webhook was rejected: %s.".formatted(PlainWords.forWebhook(refusal.outcome())));
		}
		return (event != null) ? Check.good("Webhooks arrive.") : new Check(false, "No webhook has arrived yet.");
	}

	/**
	 * The result of a check.
	 *
	 * @param good whether all is well
	 * @param words what was found
	 */
	record Check(boolean good, String words) {

		static Check good(String words) {
			return new Check(true, words);
		}

	}

}

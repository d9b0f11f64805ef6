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

import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;

/**
 * Serves the page, and the parts of it that a browser requests again when
 * {@link DeskEventsController} reports that they changed.
 */
@Controller
class DeskController {

	private final Desk desk;

	private final Conversations conversations;

	private final Me me;

	private final TroubleMaker troubleMaker;

	DeskController(Desk desk, Conversations conversations, Me me, TroubleMaker troubleMaker) {
		this.desk = desk;
		this.conversations = conversations;
		this.me = me;
		this.troubleMaker = troubleMaker;
	}

	@GetMapping("/")
	Mono<Rendering> page(ServerWebExchange exchange) {
		return this.desk.state().map((state) -> {
			List<ConversationView> all = state.conversations();
			return page("desk", state, all.isEmpty() ? null : all.get(0), exchange).modelAttribute("pane", "list")
				.build();
		});
	}

	@GetMapping("/conversations/{id}")
	Mono<Rendering> page(@PathVariable String id, ServerWebExchange exchange) {
		return this.desk.state().map((state) -> {
			Conversation open = this.conversations.find(id);
			Rendering.Builder<?> page = page("desk", state, (open != null) ? open.view() : null, exchange)
				.modelAttribute("pane", (open != null) ? "conversation" : "list");
			return ((open != null) ? page : page.status(HttpStatus.NOT_FOUND)).build();
		});
	}

	@GetMapping("/parts/{part:list|agents|me|trouble}")
	Mono<Rendering> part(@PathVariable String part, @RequestParam(required = false) @Nullable String open,
			ServerWebExchange exchange) {
		Conversation conversation = this.conversations.find(open);
		return this.desk.state()
			.map((state) -> page("desk :: " + part, state, (conversation != null) ? conversation.view() : null,
					exchange)
				.build());
	}

	private Rendering.Builder<?> page(String view, DeskState state, @Nullable ConversationView open,
			ServerWebExchange exchange) {
		DeskProperties.Agent agent = this.me.of(exchange);
		DeskState.DeskAgent me = (agent != null) ? state.agent(agent.id()) : null;
		Rendering.Builder<?> rendering = Rendering.view(view).modelAttribute("state", state);
		if (open != null) {
			rendering.modelAttribute("open", open);
		}
		return (me != null) ? rendering.modelAttribute("me", me) : rendering;
	}

	@PostMapping("/troubles/{trouble}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> makeTrouble(@PathVariable Trouble trouble) {
		return Mono.fromRunnable(() -> this.troubleMaker.make(trouble));
	}

	@PostMapping("/conversations/{id}/read")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> read(@PathVariable String id, @ModelAttribute Seen seen) {
		return Mono.fromRunnable(() -> {
			Conversation conversation = this.conversations.find(id);
			if (conversation != null && conversation.read(seen.until())) {
				this.conversations.changed();
			}
		});
	}

	@ModelAttribute("troubles")
	Trouble[] troubles() {
		return Trouble.values();
	}

	@ModelAttribute("rateLimit")
	int rateLimit() {
		return this.troubleMaker.rateLimit();
	}

	/**
	 * What somebody has seen.
	 *
	 * @param until the key of the last message that was in view, or {@code null} if all
	 * were
	 */
	record Seen(@Nullable String until) {

	}

}

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

import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;

/**
 * Shows and changes the messages of a conversation. A new message is only accepted here:
 * the {@link Outbox} sends it, and the page shows the result.
 */
@Controller
@RequestMapping("/conversations/{visitor}")
class MessagesController {

	private static final int LONGEST = 10_000;

	private static final String NOT_WAITING = "This message is not waiting here. Somebody may have sent or discarded it.";

	private final Conversations conversations;

	private final Agents agents;

	private final Outbox outbox;

	private final MessageOperations operations;

	private final Edits edits;

	MessagesController(Conversations conversations, Agents agents, Outbox outbox, MessageOperations operations,
			Edits edits) {
		this.conversations = conversations;
		this.agents = agents;
		this.outbox = outbox;
		this.operations = operations;
		this.edits = edits;
	}

	@GetMapping("/messages")
	Mono<Rendering> messages(@PathVariable String visitor) {
		return fragment("messages", visitor, null);
	}

	@GetMapping("/about")
	Mono<Rendering> about(@PathVariable String visitor) {
		return fragment("about", visitor, null);
	}

	@PostMapping("/messages")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> send(@PathVariable String visitor, @ModelAttribute Draft draft) {
		conversation(visitor);
		if (!draft.hasToken()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The desk did not understand the request.");
		}
		String text = checked(draft.text());
		if (draft.automated()) {
			return submit(visitor,
					DeskMessage.sending(draft.token(), DeskMessage.Kind.AUTOMATED, "Automated message", text),
					this.operations.push(visitor, text));
		}
		DeskProperties.Agent agent = this.agents.find(draft.from());
		if (agent == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "First choose which agent you are.");
		}
		return submit(visitor, DeskMessage.sending(draft.token(), DeskMessage.Kind.AGENT, agent.name(), text),
				this.operations.send(visitor, agent, text));
	}

	private Mono<Void> submit(String visitor, DeskMessage message, Mono<ConversationsMessage> send) {
		return Mono.fromRunnable(() -> this.outbox.submit(visitor, message, send));
	}

	@PostMapping("/outbox/{token}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> retry(@PathVariable String visitor, @PathVariable String token) {
		return Mono.fromRunnable(() -> require(this.outbox.retry(visitor, token), NOT_WAITING));
	}

	@DeleteMapping("/outbox/{token}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> discard(@PathVariable String visitor, @PathVariable String token) {
		return Mono.fromRunnable(() -> require(this.outbox.discard(visitor, token), NOT_WAITING));
	}

	@GetMapping("/messages/{id}")
	Mono<Rendering> message(@PathVariable String visitor, @PathVariable String id) {
		return fragment("message", visitor, this.edits.editable(visitor, id));
	}

	@GetMapping("/messages/{id}/editor")
	Mono<Rendering> editor(@PathVariable String visitor, @PathVariable String id) {
		return fragment("editor", visitor, this.edits.editable(visitor, id));
	}

	@PutMapping("/messages/{id}")
	Mono<Rendering> edit(@PathVariable String visitor, @PathVariable String id, @ModelAttribute Edit edit) {
		return this.edits.edit(visitor, id, checked(edit.text()), edit.edition())
			.flatMap((edited) -> fragment("message", visitor, edited))
			.onErrorResume(Edits.ChangedMeanwhileException.class,
					(failure) -> Mono.just(changedMeanwhile(failure.message())));
	}

	@DeleteMapping("/messages/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	Mono<Void> delete(@PathVariable String visitor, @PathVariable String id,
			@RequestParam(required = false) @Nullable String edition) {
		return this.edits.delete(visitor, id, edition);
	}

	// The next attempt is about the text that this shows
	private static Rendering changedMeanwhile(DeskMessage now) {
		return Rendering.view("desk :: meanwhile")
			.modelAttribute("message", now)
			.modelAttribute("changed", true)
			.status(HttpStatus.CONFLICT)
			.header("HX-Retarget", "find .meanwhile")
			.header("HX-Reswap", "innerHTML")
			.build();
	}

	private Mono<Rendering> fragment(String name, String visitor, @Nullable DeskMessage message) {
		Rendering.Builder<?> rendering = Rendering.view("desk :: " + name)
			.modelAttribute("open", conversation(visitor).view());
		return Mono.just(((message != null) ? rendering.modelAttribute("message", message) : rendering).build());
	}

	private Conversation conversation(String visitor) {
		Conversation conversation = this.conversations.find(visitor);
		if (conversation == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The desk does not know this conversation.");
		}
		return conversation;
	}

	private static String checked(String text) {
		require(!text.isEmpty(), PlainWords.NOTHING_TO_SEND);
		require(text.length() <= LONGEST, PlainWords.TOO_LONG);
		return text;
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, otherwise);
		}
	}

	/**
	 * What somebody wrote.
	 *
	 * @param token identifies the message, however often it is submitted
	 * @param from the id of the agent who wrote it, or {@code automated}
	 * @param text the text
	 */
	record Draft(String token, @Nullable String from, String text) {

		private static final String AUTOMATED = "automated";

		@SuppressWarnings("NullAway") // a form may lack the fields
		Draft {
			token = (token != null) ? token : "";
			text = (text != null) ? text.strip() : "";
		}

		boolean automated() {
			return AUTOMATED.equals(this.from);
		}

		boolean hasToken() {
			return this.token.matches("[0-9A-Za-z-]{16,64}");
		}

	}

	/**
	 * What somebody made of a message.
	 *
	 * @param text the text
	 * @param edition the edition of the text that they saw, or {@code null} if it does
	 * not matter
	 */
	record Edit(String text, @Nullable String edition) {

		@SuppressWarnings("NullAway") // a form may lack the field
		Edit {
			text = (text != null) ? text.strip() : "";
		}

	}

}

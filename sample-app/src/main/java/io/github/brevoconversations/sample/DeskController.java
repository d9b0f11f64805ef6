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

import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;

/**
 * The page, and what can be done on it. An action answers with a {@link Notice} only:
 * what it changed reaches every browser through {@link DeskEventsController}.
 */
@Controller
class DeskController {

	private static final Log logger = LogFactory.getLog(DeskController.class);

	private final Desk desk;

	private final ObservedBrevo brevo;

	private final TroubleMaker troubleMaker;

	private final DeskProperties properties;

	DeskController(Desk desk, ObservedBrevo brevo, TroubleMaker troubleMaker, DeskProperties properties) {
		this.desk = desk;
		this.brevo = brevo;
		this.troubleMaker = troubleMaker;
		this.properties = properties;
	}

	@GetMapping("/")
	Mono<Rendering> page() {
		return this.desk.state()
			.map((state) -> Rendering.view("desk")
				.modelAttribute("state", state)
				.modelAttribute("visitor", this.properties.visitor())
				.modelAttribute("builtIn", this.brevo.builtIn())
				.build());
	}

	@PutMapping("/agents/{id}")
	Mono<Rendering> setActive(@PathVariable String id, @ModelAttribute Switch to) {
		DeskProperties.Agent agent = agent(id);
		String notice = to.active() ? "%s is active and will be kept online.".formatted(agent.name())
				: "%s is no longer active and will go offline within three minutes.".formatted(agent.name());
		return this.desk.setActive(agent, to.active()).then(success(notice));
	}

	@PostMapping("/messages")
	Mono<Rendering> send(@ModelAttribute Draft draft) {
		if (draft.automated()) {
			return this.desk.push(draft.text()).then(success("The automated message was sent."));
		}
		return this.desk.send(agent(draft.from()), draft.text()).then(success("The message was sent."));
	}

	@PostMapping("/visitor-messages")
	Mono<Rendering> writeAsVisitor(@ModelAttribute Draft draft) {
		if (!this.brevo.builtIn()) {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "Only the visitor can write as the visitor.");
		}
		if (draft.text().isEmpty()) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, PlainWords.NOTHING_TO_SEND);
		}
		return this.desk.writeAsVisitor(draft.text())
			.then(success("%s has written.".formatted(this.properties.visitor().name())));
	}

	@GetMapping("/messages/{id}/editor")
	Mono<Rendering> editor(@PathVariable String id) {
		return this.desk.current(message(id))
			.map((message) -> Rendering.view("desk :: editor").modelAttribute("message", message).build());
	}

	@PutMapping("/messages/{id}")
	Mono<Rendering> edit(@PathVariable String id, @ModelAttribute Draft draft) {
		return this.desk.edit(message(id), draft.text()).then(success("The message was changed."));
	}

	@DeleteMapping("/messages/{id}")
	Mono<Rendering> delete(@PathVariable String id) {
		return this.desk.delete(message(id)).then(success("The message was deleted."));
	}

	@PostMapping("/troubles/{trouble}")
	Mono<Rendering> makeTrouble(@PathVariable Trouble trouble) {
		this.troubleMaker.make(trouble);
		return success(trouble.notice());
	}

	private DeskProperties.Agent agent(@Nullable String id) {
		DeskProperties.Agent agent = this.properties.agent(id);
		if (agent == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such agent at this desk.");
		}
		return agent;
	}

	private DeskMessage message(String id) {
		DeskMessage message = this.desk.message(id);
		if (message == null || !message.kind().isEditable()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"This message cannot be changed. Somebody may have deleted it.");
		}
		return message;
	}

	@ExceptionHandler
	Rendering brevoFailed(BrevoException failure) {
		logger.info("Brevo did not do what was asked: " + failure.getMessage());
		return failure(
				(failure instanceof BrevoInvalidRequestException) ? HttpStatus.BAD_REQUEST : HttpStatus.BAD_GATEWAY,
				PlainWords.forAction(failure));
	}

	@ExceptionHandler
	Rendering requestFailed(ResponseStatusException failure) {
		return failure(failure.getStatusCode(), String.valueOf(failure.getReason()));
	}

	@ExceptionHandler
	Rendering notUnderstood(ServerWebInputException failure) {
		return failure(HttpStatus.BAD_REQUEST, "The desk did not understand the request.");
	}

	@ExceptionHandler
	Rendering deskFailed(Exception failure) {
		logger.error("The desk failed", failure);
		return failure(HttpStatus.INTERNAL_SERVER_ERROR, PlainWords.forAction(failure));
	}

	private static Mono<Rendering> success(String notice) {
		return Mono.fromSupplier(() -> notice(Notice.success(notice)).build());
	}

	private static Rendering failure(HttpStatusCode status, String notice) {
		return notice(Notice.failure(notice)).status(status).header("HX-Retarget", "#notice").build();
	}

	private static Rendering.Builder<?> notice(Notice notice) {
		return Rendering.view("desk :: notice").modelAttribute("notice", notice);
	}

	/**
	 * Where a switch is to be.
	 *
	 * @param active whether the agent is to be active
	 */
	record Switch(boolean active) {

	}

	/**
	 * What was written.
	 *
	 * @param from the id of the agent who wrote it, or {@code automated}
	 * @param text the text
	 */
	record Draft(@Nullable String from, String text) {

		private static final String AUTOMATED = "automated";

		@SuppressWarnings("NullAway") // a form may lack the field
		Draft {
			text = (text != null) ? text.strip() : "";
		}

		boolean automated() {
			return AUTOMATED.equals(this.from);
		}

	}

}

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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.brevoconversations.client.BrevoNotFoundException;
import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * Edits and deletes messages so that nobody's words are lost unseen: a message is changed
 * by one person at a time, and only as that person saw it. Thread-safe.
 */
@Component
class Edits {

	private final Conversations conversations;

	private final MessageOperations operations;

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	Edits(Conversations conversations, MessageOperations operations) {
		this.conversations = conversations;
		this.operations = operations;
	}

	/**
	 * Find a message that can be edited and deleted.
	 * @param visitorId the visitor's id
	 * @param id the id of the message
	 * @return the message
	 * @throws ResponseStatusException if there is no such message
	 */
	DeskMessage editable(String visitorId, String id) {
		Conversation conversation = this.conversations.find(visitorId);
		DeskMessage message = (conversation != null) ? conversation.find(id) : null;
		if (message == null || !message.isEditable()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"This message cannot be changed. Somebody may have deleted it.");
		}
		return message;
	}

	/**
	 * Replace the text of a message, unless somebody else has replaced it, at this desk
	 * or elsewhere.
	 * @param visitorId the visitor's id
	 * @param id the id of the message
	 * @param text the text
	 * @param edition the edition of the text to replace, or {@code null} for any
	 * @return the message, as it is then; or a {@link ChangedMeanwhileException}
	 */
	Mono<DeskMessage> edit(String visitorId, String id, String text, @Nullable String edition) {
		return alone(id, Mono.defer(() -> {
			DeskMessage message = editable(visitorId, id);
			return (edition != null)
					? inBrevo(visitorId, message).flatMap(
							(now) -> now.edition().equals(edition) ? replace(visitorId, now, text) : changed(now, text))
					: replace(visitorId, message, text);
		}).doOnError(BrevoNotFoundException.class, (missing) -> missing(visitorId, id, missing)));
	}

	private Mono<DeskMessage> inBrevo(String visitorId, DeskMessage message) {
		return this.operations.find(message).map((found) -> show(visitorId, message, text(found, message.text())));
	}

	private Mono<DeskMessage> replace(String visitorId, DeskMessage message, String text) {
		return this.operations.edit(message, text).map((edited) -> show(visitorId, message, text(edited, text)));
	}

	private static Mono<DeskMessage> changed(DeskMessage now, String text) {
		return now.withText(text).equals(now) ? Mono.just(now) : Mono.error(new ChangedMeanwhileException(now));
	}

	private static String text(ConversationsMessage message, String otherwise) {
		return StringUtils.hasText(message.text()) ? message.text() : otherwise;
	}

	private DeskMessage show(String visitorId, DeskMessage message, String text) {
		DeskMessage shown = message.withText(text);
		if (!shown.equals(message)) {
			this.conversations.with(visitorId).put(shown);
			this.conversations.changed();
		}
		return shown;
	}

	private void missing(String visitorId, String id, BrevoNotFoundException failure) {
		DeskMessage message = this.conversations.with(visitorId).find(id);
		if (message != null && PlainWords.isOfBrevo(failure)) {
			remove(visitorId, message);
		}
	}

	/**
	 * Delete a message, unless its text has changed since somebody saw it, at this desk
	 * or elsewhere.
	 * @param visitorId the visitor's id
	 * @param id the id of the message
	 * @param edition the edition of the text, or {@code null} for any
	 * @return completes when the message is deleted
	 */
	Mono<Void> delete(String visitorId, String id, @Nullable String edition) {
		return alone(id, Mono.defer(() -> {
			DeskMessage message = editable(visitorId, id);
			return ((edition != null) ? inBrevo(visitorId, message) : Mono.just(message))
				.flatMap((now) -> (edition == null || now.edition().equals(edition)) ? this.operations.delete(now)
						: unseen())
				.onErrorComplete(
						(failure) -> failure instanceof BrevoNotFoundException missing && PlainWords.isOfBrevo(missing))
				.then(Mono.fromRunnable(() -> remove(visitorId, message)));
		}));
	}

	private static Mono<Void> unseen() {
		return Mono.error(() -> new ResponseStatusException(HttpStatus.CONFLICT,
				"Somebody has changed this message meanwhile. Read it before you delete it."));
	}

	private void remove(String visitorId, DeskMessage message) {
		this.conversations.with(visitorId).remove(message.key());
		this.conversations.changed();
	}

	// Brevo may carry out a change although whoever asked for it has closed the page
	private <T> Mono<T> alone(String id, Mono<T> change) {
		return Mono.defer(() -> Mono
			.fromFuture(Mono.using(() -> begin(id), (begun) -> change, this.underWay::remove).toFuture(), true));
	}

	private String begin(String id) {
		if (!this.underWay.add(id)) {
			throw new ResponseStatusException(HttpStatus.CONFLICT,
					"Somebody else is changing this message at the moment. Please try again when that is done.");
		}
		return id;
	}

	/**
	 * Thrown if somebody else has changed the text of a message. Nothing was done.
	 */
	static final class ChangedMeanwhileException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient DeskMessage message;

		private ChangedMeanwhileException(DeskMessage message) {
			super("Somebody has changed the message");
			this.message = message;
		}

		/**
		 * Return the message.
		 * @return the message, with the text that the other gave it
		 */
		DeskMessage message() {
			return this.message;
		}

	}

}

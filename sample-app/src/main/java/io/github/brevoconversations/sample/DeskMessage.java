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

import java.nio.charset.StandardCharsets;
import java.text.Bidi;
import java.text.BreakIterator;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import io.github.brevoconversations.client.ConversationsMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A message, as the desk shows it.
 *
 * @param key the key by which the page knows it, even before Brevo has it
 * @param id its id in Brevo, or {@code null} if Brevo does not have it yet
 * @param kind the kind of its author
 * @param author the name of its author
 * @param content what it says
 * @param createdAt when it was written
 * @param delivery the state of its delivery
 */
record DeskMessage(String key, @Nullable String id, Kind kind, String author, Content content, Instant createdAt,
		Delivery delivery) {

	DeskMessage(String key, @Nullable String id, Kind kind, String author, String text, Instant createdAt,
			Delivery delivery) {
		this(key, id, kind, author, new Content(text, List.of()), createdAt, delivery);
	}

	/**
	 * Create a message that is on its way to Brevo.
	 */
	static DeskMessage sending(String token, Kind kind, String author, String text) {
		return new DeskMessage(token, null, kind, author, text, Instant.now(), Delivery.SENDING);
	}

	/**
	 * Create a message that came from Brevo.
	 */
	static DeskMessage received(ConversationsMessage message, Kind kind, String author) {
		String id = (message.id() != null) ? message.id() : "of-" + message.createdAt() + message.hashCode();
		return new DeskMessage(id, id, kind, author, Content.of(message),
				Objects.requireNonNullElseGet(message.createdAt(), Instant::now), Delivery.SENT);
	}

	/**
	 * Return the text.
	 * @return the text, or the name of the file if there is nothing else
	 */
	public String text() {
		return this.content.text();
	}

	DeskMessage with(Delivery delivery) {
		return new DeskMessage(this.key, this.id, this.kind, this.author, this.content, this.createdAt, delivery);
	}

	DeskMessage withText(String text) {
		return new DeskMessage(this.key, this.id, this.kind, this.author, new Content(text, this.content.files()),
				this.createdAt, this.delivery);
	}

	/**
	 * Return this message as sent.
	 * @param answer the message in Brevo
	 * @return the message
	 */
	DeskMessage sentAs(ConversationsMessage answer) {
		String problem = null;
		if (answer.forwardedToSourceStatus() != null
				&& Boolean.FALSE.equals(answer.forwardedToSourceStatus().success())) {
			problem = "Brevo has it, but could not forward it to the visitor's channel.";
		}
		String text = StringUtils.hasText(answer.text()) ? answer.text() : text();
		return new DeskMessage(this.key, answer.id(), this.kind, this.author, text,
				Objects.requireNonNullElse(answer.createdAt(), this.createdAt),
				new Delivery(Delivery.State.SENT, problem));
	}

	/**
	 * Return this message, now that Brevo has told of it.
	 * @param arrived the message, as Brevo tells of it
	 * @return the message
	 */
	DeskMessage arrivedAs(DeskMessage arrived) {
		return new DeskMessage(this.key, arrived.id, this.kind, this.author, arrived.content, arrived.createdAt,
				Delivery.SENT);
	}

	boolean isSameAs(DeskMessage other) {
		return this.kind == other.kind && text().strip().equals(other.text().strip());
	}

	/**
	 * Return the direction in which the text is written. A browser would find it out as
	 * well, but stands still over a very long text.
	 * @return the value of the attribute {@code dir}
	 */
	public String direction() {
		boolean leftToRight = new Bidi(text().substring(0, Math.min(text().length(), 1000)),
				Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT)
			.baseIsLeftToRight();
		return leftToRight ? "ltr" : "rtl";
	}

	/**
	 * Return the text, with its links.
	 * @return the parts of the text
	 */
	public List<TextPart> parts() {
		return this.content.parts();
	}

	/**
	 * Return the files that the text does not stand for.
	 * @return the files
	 */
	public List<SharedFile> files() {
		return this.content.otherFiles();
	}

	/**
	 * Return the beginning of the text, which ends with a whole letter or emoji.
	 * @param length the greatest length
	 * @return the text, or its beginning and an ellipsis
	 */
	public String excerpt(int length) {
		String text = text();
		if (text.length() <= length) {
			return text;
		}
		BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
		characters.setText(text);
		return text.substring(0, characters.preceding(length)) + "…";
	}

	/**
	 * Return whether the message can be edited and deleted.
	 * @return whether it can
	 */
	public boolean isEditable() {
		return this.kind != Kind.VISITOR && this.id != null && this.delivery.isSent();
	}

	/**
	 * Return what identifies the text, so that nobody replaces one that they have not
	 * seen.
	 * @return a short text that differs for each text of the message
	 */
	public String edition() {
		return UUID.nameUUIDFromBytes(text().getBytes(StandardCharsets.UTF_8)).toString();
	}

	/**
	 * Return a text that changes whenever the message must be rendered again.
	 * @return the text
	 */
	public String version() {
		return Integer.toHexString(hashCode());
	}

	/**
	 * The kind of author of a message.
	 */
	enum Kind {

		/**
		 * An agent.
		 */
		AGENT,

		/**
		 * A machine, such as a shop that knows about the visitor's order.
		 */
		AUTOMATED,

		/**
		 * The visitor.
		 */
		VISITOR;

		/**
		 * Return the CSS class of the kind.
		 * @return the name of the class
		 */
		public String cssClass() {
			return "from-" + name().toLowerCase(Locale.ROOT);
		}

	}

}

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

package io.github.brevoconversations.test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A webhook that Brevo sends, or has sent, to the application under test, and its state.
 * Brevo sends a webhook again after a 429 or if there was no response, and gives it up
 * after any other error. Safe to use from several threads.
 *
 * @see BrevoConversationsServer#webhooks()
 */
public final class Webhook {

	/** The maximum number of attempts: the first one and four retries. */
	static final int MAX_ATTEMPTS = 5;

	private final String event;

	private final byte[] body;

	private final WebhookQueue queue;

	private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

	private volatile State state = State.WAITING;

	private volatile @Nullable Instant due;

	Webhook(String event, byte[] body, WebhookQueue queue) {
		this.event = event;
		this.body = body;
		this.queue = queue;
	}

	/**
	 * Return the name of the event.
	 * @return the name, such as {@code conversationFragment}
	 */
	public String event() {
		return this.event;
	}

	/**
	 * Return the body.
	 * @return the body as text, normally JSON
	 */
	public String body() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Return the attempts that were made so far.
	 * @return a snapshot, the first attempt first
	 */
	public List<Attempt> attempts() {
		return List.copyOf(this.attempts);
	}

	/**
	 * Return the status of the last response.
	 * @return the status, or zero if there was no response
	 */
	public int status() {
		List<Attempt> attempts = attempts();
		return attempts.isEmpty() ? 0 : attempts.get(attempts.size() - 1).status();
	}

	/**
	 * Return the state of the webhook.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Return the time at which Brevo would send the webhook again.
	 * @return the time, on the server's clock, or {@code null} if it would not
	 */
	public @Nullable Instant due() {
		return this.due;
	}

	/**
	 * Send the webhook now, whether it was sent before or is held, and wait for the
	 * response. Use this to send a webhook again, as Brevo does if it missed the
	 * response, or to send it late or out of order.
	 * @return the status of the response, or zero if there was none
	 * @throws IllegalStateException if the server was not told where to send webhooks
	 */
	public int send() {
		return this.queue.send(this, UnaryOperator.identity());
	}

	/**
	 * Send the webhook several times at once, and wait for all responses.
	 * @param times how many times; positive
	 * @return the status of each response, or zero if there was none
	 * @throws IllegalArgumentException if the number is not positive
	 * @throws IllegalStateException if the server was not told where to send webhooks
	 */
	public List<Integer> sendAtOnce(int times) {
		return this.queue.sendAtOnce(this, times);
	}

	/**
	 * Send the webhook to a target that differs from the account's, for example without
	 * its secret, and wait for the response.
	 * @param change creates the other target from the account's
	 * @return the status of the response, or zero if there was none
	 * @throws IllegalStateException if the server was not told where to send webhooks
	 */
	public int sendTo(UnaryOperator<WebhookTarget> change) {
		return this.queue.send(this, change);
	}

	byte[] bytes() {
		return this.body.clone();
	}

	synchronized void attempted(Attempt attempt) {
		this.attempts.add(attempt);
		if (attempt.status() >= 200 && attempt.status() < 300) {
			this.state = State.DELIVERED;
			this.due = null;
		}
		else if (this.state != State.DELIVERED) {
			Instant next = attempt.isRetried() ? WebhookQueue.next(attempt.at(), this.attempts.size()) : null;
			this.state = (next != null) ? State.WAITING : State.DISCARDED;
			this.due = next;
		}
	}

	@Override
	public String toString() {
		return this.event + " " + this.state + " " + this.attempts;
	}

	/**
	 * The states of a webhook.
	 */
	public enum State {

		/** It was not sent yet, or Brevo would send it again. */
		WAITING,

		/** The application accepted it. */
		DELIVERED,

		/** The application rejected it, or Brevo has made its last attempt. */
		DISCARDED

	}

	/**
	 * One attempt to send a webhook.
	 *
	 * @param at when it ended, on the server's clock
	 * @param status the status of the response, or zero if there was none
	 */
	public record Attempt(Instant at, int status) {

		boolean isRetried() {
			return this.status == 0 || this.status == 429;
		}

	}

}

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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoServerException;
import io.github.brevoconversations.client.ConversationsMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Sends what is written at the desk: the messages of one conversation one after another,
 * and each once. The browser gives each message a token. If a message is submitted again
 * with the same token, because the browser did not know whether it had arrived, it is not
 * sent again. Thread-safe.
 */
@Component
class Outbox implements DisposableBean {

	private static final Log logger = LogFactory.getLog(Outbox.class);

	private static final int REMEMBERED = 10_000;

	private final Conversations conversations;

	private final Map<String, Outgoing> known = new LinkedHashMap<>();

	private final Map<String, Deque<Outgoing>> queues = new HashMap<>();

	private final Disposable.Composite underWay = Disposables.composite();

	Outbox(Conversations conversations) {
		this.conversations = conversations;
	}

	/**
	 * Accept a message to send, unless its token is known.
	 * @param visitorId the visitor to send it to
	 * @param message the message, whose key is the token
	 * @param send sends the message when subscribed to
	 * @return whether the message is new
	 */
	boolean submit(String visitorId, DeskMessage message, Mono<ConversationsMessage> send) {
		Outgoing outgoing = new Outgoing(visitorId, message, send);
		synchronized (this) {
			if (this.known.putIfAbsent(message.key(), outgoing) != null) {
				return false;
			}
			if (this.known.size() > REMEMBERED) {
				this.known.remove(this.known.keySet().iterator().next());
			}
		}
		enqueue(outgoing);
		return true;
	}

	/**
	 * Retry a message that failed.
	 * @param visitorId the visitor to send it to
	 * @param token the message's token
	 * @return whether there is such a message that failed
	 */
	boolean retry(String visitorId, String token) {
		Outgoing outgoing = failed(visitorId, token, false);
		if (outgoing != null) {
			enqueue(outgoing);
		}
		return outgoing != null;
	}

	/**
	 * Discard a message that failed.
	 * @param visitorId the visitor to send it to
	 * @param token the message's token
	 * @return whether there is such a message that failed
	 */
	boolean discard(String visitorId, String token) {
		boolean discarded = failed(visitorId, token, true) != null;
		if (discarded) {
			this.conversations.with(visitorId).remove(token);
			this.conversations.changed();
		}
		return discarded;
	}

	private synchronized @Nullable Outgoing failed(String visitorId, String token, boolean discard) {
		Outgoing outgoing = this.known.get(token);
		DeskMessage shown = this.conversations.with(visitorId).withKey(token);
		if (outgoing == null || outgoing.discarded || !outgoing.visitorId.equals(visitorId) || shown == null
				|| !shown.delivery().isFailed()) {
			return null;
		}
		outgoing.discarded = discard;
		show(outgoing, Delivery.SENDING);
		return outgoing;
	}

	private void enqueue(Outgoing outgoing) {
		show(outgoing, Delivery.SENDING);
		boolean first;
		synchronized (this) {
			Deque<Outgoing> queue = this.queues.computeIfAbsent(outgoing.visitorId, (id) -> new ArrayDeque<>());
			queue.add(outgoing);
			first = queue.size() == 1;
		}
		this.conversations.changed();
		if (first) {
			send(outgoing);
		}
	}

	private void send(Outgoing outgoing) {
		Disposable.Swap sending = Disposables.swap();
		this.underWay.add(sending);
		sending.update(outgoing.send.doOnNext((answer) -> sent(outgoing, answer))
			.onErrorResume((failure) -> Mono.fromRunnable(() -> failed(outgoing, failure)))
			.doFinally((signal) -> this.underWay.remove(sending))
			.subscribe((answer) -> {
			}, (failure) -> logger.error("The outbox failed", failure), () -> next(outgoing)));
	}

	private void sent(Outgoing outgoing, ConversationsMessage answer) {
		Conversation conversation = this.conversations.with(outgoing.visitorId);
		conversation.put(outgoing.message.sentAs(answer));
		this.conversations.changed();
	}

	private void failed(Outgoing outgoing, Throwable failure) {
		logger.info("A message was not sent: " + failure.getMessage());
		boolean uncertain = failure instanceof BrevoServerException
				|| (failure instanceof BrevoCommunicationException exception && exception.isRequestSent());
		Delivery delivery = new Delivery(uncertain ? Delivery.State.UNCERTAIN : Delivery.State.FAILED,
				PlainWords.forSending(failure));
		if (uncertain) {
			this.conversations.with(outgoing.visitorId).putUncertain(outgoing.message.with(delivery));
		}
		else {
			show(outgoing, delivery);
		}
		this.conversations.changed();
	}

	private void show(Outgoing outgoing, Delivery delivery) {
		this.conversations.with(outgoing.visitorId).put(outgoing.message.with(delivery));
	}

	private void next(Outgoing done) {
		Outgoing next;
		synchronized (this) {
			Deque<Outgoing> queue = this.queues.get(done.visitorId);
			if (queue == null) {
				return;
			}
			queue.remove(done);
			next = queue.peek();
			if (next == null) {
				this.queues.remove(done.visitorId);
			}
		}
		if (next != null) {
			send(next);
		}
	}

	@Override
	public void destroy() {
		this.underWay.dispose();
	}

	/**
	 * A message on its way.
	 */
	private static final class Outgoing {

		private final String visitorId;

		private final DeskMessage message;

		private final Mono<ConversationsMessage> send;

		private boolean discarded;

		private Outgoing(String visitorId, DeskMessage message, Mono<ConversationsMessage> send) {
			this.visitorId = visitorId;
			this.message = message;
			this.send = send;
		}

	}

}

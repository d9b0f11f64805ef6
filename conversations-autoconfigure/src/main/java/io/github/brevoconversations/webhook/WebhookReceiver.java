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

package io.github.brevoconversations.webhook;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.webhook.ConversationEvent.AgentMessageReceived;
import io.github.brevoconversations.webhook.ConversationInbox.Addition;
import io.github.brevoconversations.webhook.WebhookListener.Reception;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * Receives the webhooks of an account, independently of the web server. Pass a request to
 * {@link #admit(WebhookRequest)} before reading its body, and then to
 * {@link #receive(WebhookRequest, byte[])}, which stores its events before it responds.
 * Report a body that is too large or ends too early with {@link #refuse(WebhookOutcome)}.
 * <p>
 * No part of a body and no secret appears in the log or in an exception. Thread-safe. No
 * method blocks, but parsing a body may wait until other bodies are parsed.
 */
public final class WebhookReceiver {

	private static final Log logger = LogFactory.getLog(WebhookReceiver.class);

	private static final Duration INBOX_TIMEOUT = Duration.ofSeconds(5);

	private static final Semaphore PARSING = new Semaphore(Math.max(4, Runtime.getRuntime().availableProcessors()));

	private final Builder settings;

	private final WebhookListeners listeners;

	private static final int MAX_REPORTED = 100;

	private final AtomicBoolean away = new AtomicBoolean();

	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	private volatile boolean accepting = true;

	private WebhookReceiver(Builder settings) {
		this.settings = settings;
		this.listeners = new WebhookListeners(settings.listener);
	}

	/**
	 * Return a builder.
	 * @param account the name of the account
	 * @param credentials the credentials that a request must have
	 * @param inbox the inbox that stores the events
	 * @return the builder
	 * @throws IllegalArgumentException if the account is blank
	 */
	public static Builder builder(String account, WebhookCredentials credentials, ConversationInbox inbox) {
		return new Builder(account, credentials, inbox);
	}

	/**
	 * Return the maximum size of a body. A server should read at most one byte more.
	 * @return the number of bytes
	 */
	public int maxBodySize() {
		return this.settings.maxBodySize;
	}

	/**
	 * Set whether to accept webhooks, which is the case by default. Reject them while the
	 * application is stopping, so that Brevo retries them.
	 * @param accepting whether to accept webhooks
	 */
	public void setAccepting(boolean accepting) {
		this.accepting = accepting;
	}

	/**
	 * Check a request before its body is read.
	 * @param request the request
	 * @return how to respond without reading the body, or {@code null} to read it
	 */
	public @Nullable WebhookOutcome admit(WebhookRequest request) {
		WebhookOutcome outcome = check(request);
		return (outcome != null) ? refuse(outcome) : null;
	}

	/**
	 * Record that a request is rejected for a reason that appeared while its body was
	 * being read.
	 * @param outcome the response to the request
	 * @return the given outcome
	 */
	public WebhookOutcome refuse(WebhookOutcome outcome) {
		if (logger.isDebugEnabled()) {
			logger.debug("Rejecting a webhook of account '%s' with %s (%s)".formatted(this.settings.account,
					outcome.status(), outcome.reason()));
		}
		this.listeners.request(this.settings.account, outcome);
		return outcome;
	}

	/**
	 * Store the events of a request.
	 * @param request the request, admitted before
	 * @param body its body, decoded from any transfer encoding
	 * @return how to respond; never fails
	 */
	public Mono<WebhookOutcome> receive(WebhookRequest request, byte[] body) {
		return receive(request, body, Map.of());
	}

	/**
	 * Store the events of a request that is part of a trace.
	 * @param request the request, admitted before
	 * @param body its body, decoded from any transfer encoding
	 * @param trace the fields that propagate the trace, such as {@code traceparent}. They
	 * are stored with the events, so that handling them is part of the trace as well
	 * @return how to respond; never fails
	 */
	public Mono<WebhookOutcome> receive(WebhookRequest request, byte[] body, Map<String, String> trace) {
		return Mono.defer(() -> keep(body, trace)).onErrorResume((ex) -> {
			if (this.away.compareAndSet(false, true)) {
				logger.warn("The inbox of account '%s' cannot be reached, so webhooks are rejected for now: %s"
					.formatted(this.settings.account, ex.getClass().getName()));
			}
			return Mono.just(WebhookOutcome.UNAVAILABLE);
		}).map((outcome) -> {
			if (outcome.isRefused()) {
				return refuse(outcome);
			}
			this.listeners.request(this.settings.account, outcome);
			return outcome;
		});
	}

	private @Nullable WebhookOutcome check(WebhookRequest request) {
		if (!request.method().equals("POST")) {
			return WebhookOutcome.WRONG_METHOD;
		}
		if (!isAddressAllowed(request)) {
			return WebhookOutcome.ADDRESS_NOT_ALLOWED;
		}
		switch (this.settings.credentials.check(request)) {
			case MISSING -> {
				return WebhookOutcome.NO_CREDENTIAL;
			}
			case WRONG -> {
				return WebhookOutcome.WRONG_CREDENTIAL;
			}
			default -> {
			}
		}
		report(request.remoteAddress());
		if (!this.accepting) {
			return WebhookOutcome.STOPPING;
		}
		if (isEncoded(request.headers())) {
			return WebhookOutcome.ENCODED;
		}
		return (contentLength(request.headers()) > this.settings.maxBodySize) ? WebhookOutcome.TOO_LARGE : null;
	}

	private boolean isAddressAllowed(WebhookRequest request) {
		if (this.settings.allowedAddresses.contains(request.remoteAddress())) {
			return true;
		}
		this.listeners.unexpectedAddress(this.settings.account);
		return !this.settings.enforceAddresses;
	}

	// Only if the secret is right: others are refused anyway, and could fill the log
	private void report(@Nullable InetAddress address) {
		if (this.settings.allowedAddresses.contains(address)) {
			return;
		}
		String text = (address != null) ? address.getHostAddress() : "unknown";
		if (this.reported.size() < MAX_REPORTED && this.reported.add(text)) {
			logger.warn("A webhook of account '%s' with the right secret came from the address %s, which is not allowed"
				.formatted(this.settings.account, text));
		}
	}

	private static boolean isEncoded(HttpHeaders headers) {
		return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING)
			.stream()
			.anyMatch((encoding) -> encoding != null && !encoding.isBlank()
					&& !encoding.strip().toLowerCase(Locale.ROOT).equals("identity"));
	}

	private static long contentLength(HttpHeaders headers) {
		try {
			return headers.getContentLength();
		}
		catch (IllegalArgumentException ex) {
			return -1;
		}
	}

	private Mono<WebhookOutcome> keep(byte[] body, Map<String, String> trace) {
		if (!this.accepting) {
			return Mono.just(WebhookOutcome.STOPPING);
		}
		if (body.length > this.settings.maxBodySize) {
			return Mono.just(WebhookOutcome.TOO_LARGE);
		}
		List<InboxEntry> entries;
		try {
			entries = parse(body);
		}
		catch (InvalidWebhookException ex) {
			return Mono.just(ex.outcome());
		}
		List<InboxEntry> others = withoutOwn(entries).stream().map((entry) -> entry.withTrace(trace)).toList();
		return others.isEmpty() ? Mono.just(WebhookOutcome.ACCEPTED) : add(others);
	}

	// A parsed body takes several times its size in memory, so the number of bodies that
	// are parsed at once is limited. Reactor Netty's event loops never wait, since by
	// default there are no more of them
	private List<InboxEntry> parse(byte[] body) {
		PARSING.acquireUninterruptibly();
		try {
			return WebhookParser.parse(body, this.settings.account, this.settings.clock.instant());
		}
		finally {
			PARSING.release();
		}
	}

	private List<InboxEntry> withoutOwn(List<InboxEntry> entries) {
		String marker = this.settings.receivedFrom;
		if (marker == null) {
			return entries;
		}
		List<InboxEntry> others = new ArrayList<>();
		for (InboxEntry entry : entries) {
			if (entry.event() instanceof AgentMessageReceived agent && marker.equals(agent.message().receivedFrom())) {
				this.listeners.received(entry, Reception.OWN);
			}
			else {
				others.add(entry);
			}
		}
		return others;
	}

	private Mono<WebhookOutcome> add(List<InboxEntry> entries) {
		Mono<Addition> addition = InboxCalls.guarded(() -> this.settings.inbox.add(entries));
		if (this.settings.inbox.isShared()) {
			addition = addition.timeout(INBOX_TIMEOUT);
		}
		return addition.map((result) -> {
			if (this.away.compareAndSet(true, false)) {
				logger.info("The inbox of account '%s' can be reached again".formatted(this.settings.account));
			}
			if (result.full()) {
				return WebhookOutcome.FULL;
			}
			entries.forEach((entry) -> this.listeners.received(entry,
					result.added().contains(entry) ? Reception.KEPT : Reception.DUPLICATE));
			if (!result.added().isEmpty()) {
				this.settings.onAdded.run();
			}
			return WebhookOutcome.ACCEPTED;
		});
	}

	/**
	 * Builds a {@link WebhookReceiver}.
	 */
	public static final class Builder {

		private static final int DEFAULT_MAX_BODY_SIZE = 1024 * 1024;

		private final String account;

		private final WebhookCredentials credentials;

		private final ConversationInbox inbox;

		private int maxBodySize = DEFAULT_MAX_BODY_SIZE;

		private AllowedAddresses allowedAddresses = AllowedAddresses.of(List.of());

		private boolean enforceAddresses = true;

		private @Nullable String receivedFrom;

		private WebhookListener listener = new WebhookListener() {
		};

		private Runnable onAdded = () -> {
		};

		private Clock clock = Clock.systemUTC();

		private Builder(String account, WebhookCredentials credentials, ConversationInbox inbox) {
			Assert.hasText(account, "'account' must not be blank");
			this.account = account;
			this.credentials = credentials;
			this.inbox = inbox;
		}

		/**
		 * Set the maximum size of a body; 1 MB by default.
		 * @param bytes the number of bytes, above zero
		 * @return this builder
		 * @throws IllegalArgumentException if the number is not above zero, or is
		 * {@link Integer#MAX_VALUE}
		 */
		public Builder maxBodySize(int bytes) {
			Assert.isTrue(bytes > 0 && bytes < Integer.MAX_VALUE, "'bytes' must be greater than zero");
			this.maxBodySize = bytes;
			return this;
		}

		/**
		 * Set the addresses that webhooks may come from; all by default.
		 * @param addresses the addresses
		 * @param enforce whether to reject webhooks from other addresses, or only to
		 * notify the listener
		 * @return this builder
		 */
		public Builder allowedAddresses(AllowedAddresses addresses, boolean enforce) {
			this.allowedAddresses = addresses;
			this.enforceAddresses = enforce;
			return this;
		}

		/**
		 * Set the marker by which the application recognizes agents' messages that it
		 * sent itself; none by default.
		 * @param marker the marker, or {@code null} for none
		 * @return this builder
		 */
		public Builder receivedFrom(@Nullable String marker) {
			this.receivedFrom = marker;
			return this;
		}

		/**
		 * Set the listener to notify; none by default. A second call replaces the
		 * listener.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(WebhookListener listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Set a callback for when events have been added, such as
		 * {@link ConversationEventDelivery#wake()}; none by default. It must not block.
		 * @param onAdded the callback
		 * @return this builder
		 */
		public Builder onAdded(Runnable onAdded) {
			this.onAdded = onAdded;
			return this;
		}

		/**
		 * Set the clock that determines when a webhook arrived; the system's by default.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Build the receiver.
		 * @return the receiver
		 */
		public WebhookReceiver build() {
			return new WebhookReceiver(this);
		}

	}

}

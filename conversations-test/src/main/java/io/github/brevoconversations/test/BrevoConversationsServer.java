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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A Brevo that runs in this process: the nine operations of the Conversations API over
 * HTTP on a loopback port, with Brevo's statuses, error bodies and rate limit. Its state
 * is in memory. A test points the application at it:
 *
 * <pre class="code">
 * static final BrevoConversationsServer brevo = BrevoConversationsServer.start();
 *
 * &#064;DynamicPropertySource
 * static void brevo(DynamicPropertyRegistry registry) {
 *     brevo.registerProperties(registry::add);
 * }
 * </pre>
 *
 * <p>
 * and then looks at what arrived, or lets something go wrong:
 *
 * <pre class="code">
 * assertThat(brevo.isOnline("liz@example.org")).isTrue();
 * brevo.fail(Fault.status(503).times(2));
 * </pre>
 *
 * <p>
 * All methods may be called from any thread. The state is bounded: the newest 10,000
 * requests and the newest 10,000 messages, each with at most 16 million characters in
 * total, the newest 10,000 webhooks, and 100,000 agents. The state may still be read
 * after {@link #close()}.
 *
 * @see Fault
 * @see MutableClock
 */
public final class BrevoConversationsServer implements AutoCloseable {

	private static final int MAX_ENTRIES = 10_000;

	private static final int MAX_AGENTS = 100_000;

	private static final long MAX_CHARACTERS = 16_000_000;

	private final MessageStore messages = new MessageStore(MAX_ENTRIES, MAX_CHARACTERS);

	private final AgentDirectory agents;

	private final RequestLog log = new RequestLog(MAX_ENTRIES, MAX_CHARACTERS);

	private final Faults faults = new Faults();

	private final ChangeListeners listeners = new ChangeListeners();

	private final WebhookQueue webhooks;

	private final WebhookConversations conversations;

	private final String apiKey;

	private final Clock clock;

	private final Duration onlineWindow;

	private final RateLimiter rateLimiter;

	private final LoopbackServer server;

	private BrevoConversationsServer(Builder builder) {
		this.apiKey = builder.apiKey;
		this.clock = builder.clock;
		this.onlineWindow = builder.onlineWindow;
		this.agents = new AgentDirectory(MAX_AGENTS, builder.agents);
		this.rateLimiter = new RateLimiter(builder.clock, builder.rateLimit);
		this.webhooks = new WebhookQueue(builder.clock);
		this.conversations = new WebhookConversations(this.messages, this.webhooks);
		ConversationsApi api = new ConversationsApi(this.messages, this.agents, this.clock, this.listeners,
				this.conversations::createdByAgent);
		Brevo brevo = new Brevo(builder.anyKey ? (key) -> true : this.apiKey::equals, this.rateLimiter, api);
		RequestHandler handler = new RequestHandler(new RequestReader(this.clock), this.log, this.faults, brevo);
		this.server = LoopbackServer.start(builder.port,
				builder.visitorPage ? new VisitorPage(handler, this::messages, this::visitorWrites) : handler);
	}

	/**
	 * Start a server with the defaults, on a free port.
	 * @return the running server
	 */
	public static BrevoConversationsServer start() {
		return builder().start();
	}

	static BrevoConversationsServer startForAllAccounts() {
		return builder().anyKey().start();
	}

	static BrevoConversationsServer startForDevelopment() {
		return builder().anyKey().visitorPage().start();
	}

	/**
	 * Return a builder for a server that differs from the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the URL to set as {@code brevo.base-url}.
	 * @return the URL, such as {@code http://127.0.0.1:34567/v3}
	 */
	public String baseUrl() {
		return "http://" + LoopbackServer.HOST + ":" + port() + ConversationsApi.VERSION;
	}

	/**
	 * Return the key to set as {@code brevo.api-key}. The server accepts no other, unless
	 * it was started for all accounts of an application, as by
	 * {@link AutoConfigureBrevoConversationsServer}.
	 * @return the key
	 */
	public String apiKey() {
		return this.apiKey;
	}

	/**
	 * Return the port that the server listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Register {@code brevo.base-url} and {@code brevo.api-key}, so that an application
	 * uses this server.
	 * @param registry takes a property's name and its value, such as the {@code add}
	 * method of Spring's {@code DynamicPropertyRegistry}
	 */
	public void registerProperties(BiConsumer<String, Supplier<Object>> registry) {
		registry.accept("brevo.base-url", this::baseUrl);
		registry.accept("brevo.api-key", this::apiKey);
	}

	/**
	 * Return the requests that were received, whatever their outcome, in order.
	 * @return a snapshot of the newest requests
	 */
	public List<ReceivedRequest> requests() {
		return this.log.requests();
	}

	/**
	 * Forget the requests that were received. Leaves agents and messages alone.
	 */
	public void clearRequests() {
		this.log.clear();
	}

	/**
	 * Return whether an agent is online now, on the server's clock.
	 * @param agent the agent's id or e-mail
	 * @return whether the agent was pinged within the online window
	 */
	public boolean isOnline(String agent) {
		Instant until = onlineUntil(agent);
		return until != null && this.clock.instant().isBefore(until);
	}

	/**
	 * Return the time at which an agent goes or went offline, unless it is pinged again.
	 * @param agent the agent's id or e-mail
	 * @return the time, on the server's clock, or {@code null} if the agent was never
	 * pinged
	 */
	public @Nullable Instant onlineUntil(String agent) {
		Instant ping = lastPing(agent);
		return (ping != null) ? ping.plus(this.onlineWindow) : null;
	}

	/**
	 * Return the time of an agent's last accepted ping.
	 * @param agent the agent's id or e-mail
	 * @return the time, on the server's clock, or {@code null} if the agent was never
	 * pinged
	 */
	public @Nullable Instant lastPing(String agent) {
		return this.agents.lastPing(agent);
	}

	/**
	 * Return the messages of one conversation: the agents', the visitor's and the pushed
	 * ones, in order of creation.
	 * @param visitorId the visitor's id
	 * @return a snapshot of the messages
	 */
	public List<StoredMessage> messages(String visitorId) {
		return this.messages.ofVisitor(visitorId);
	}

	/**
	 * Add a message that a visitor wrote, without sending a webhook. The API returns it,
	 * and rejects changes to it.
	 * @param visitorId the visitor's id
	 * @param text the text
	 * @return the message's id
	 */
	public String addVisitorMessage(String visitorId, String text) {
		return createVisitorMessage(visitorId, text).id();
	}

	StoredMessage createVisitorMessage(String visitorId, String text) {
		return create(StoredMessage.VISITOR, visitorId, text, null, null);
	}

	private WebhookQueue.Sending visitorWrites(String visitorId, String text) {
		return this.conversations.created(visitorId, List.of(createVisitorMessage(visitorId, text)));
	}

	String visitorPage() {
		return "http://" + LoopbackServer.HOST + ":" + port() + VisitorPage.PATH;
	}

	private StoredMessage create(String type, String visitorId, String text, @Nullable String agentId,
			@Nullable String agentName) {
		StoredMessage message = this.messages.save(new StoredMessage(RandomIds.next(), type, text, visitorId, agentId,
				agentName, this.clock.instant().truncatedTo(ChronoUnit.MILLIS), false, null));
		this.server.execute(this.listeners::changed);
		return message;
	}

	/**
	 * Return a visitor of the account, whose messages reach the application through
	 * webhooks.
	 * @param id the visitor's id
	 * @return the visitor
	 * @see #sendWebhooksTo(WebhookTarget)
	 */
	public BrevoVisitor visitor(String id) {
		return new BrevoVisitor(id, this, this.conversations);
	}

	/**
	 * Let a person write to a visitor as an agent, at Brevo rather than through its API.
	 * @param agentId the agent's id
	 * @param agentName the agent's name
	 * @param visitorId the visitor's id
	 * @param text the text
	 * @return the webhook that reports it, after the response to its first attempt
	 */
	public Webhook agentWrites(String agentId, String agentName, String visitorId, String text) {
		StoredMessage message = create(StoredMessage.AGENT, visitorId, text, agentId, agentName);
		return this.conversations.created(visitorId, List.of(message)).sent();
	}

	/**
	 * Set where to send webhooks, over HTTP. Until then, they are kept but not sent, and
	 * messages that are sent through the API cause none.
	 * @param target the application's webhook, with its credentials
	 */
	public void sendWebhooksTo(WebhookTarget target) {
		sendWebhooksTo(target, httpWebhookSender());
	}

	/**
	 * Set where to send webhooks, and how. Until then, they are kept but not sent, and
	 * messages that are sent through the API cause none.
	 * @param target the application's webhook, with its credentials
	 * @param sender sends them, for example through {@code MockMvc}
	 */
	public void sendWebhooksTo(WebhookTarget target, WebhookSender sender) {
		this.webhooks.sendTo(target, sender);
	}

	WebhookSender httpWebhookSender() {
		return this.server.webhookSender();
	}

	/**
	 * Keep webhooks from now on, instead of sending them, so that a test can send them
	 * late, or out of order, with {@link Webhook#send()}.
	 */
	public void holdWebhooks() {
		this.webhooks.hold(true);
	}

	/**
	 * Send the webhooks that were held and those that are {@linkplain #sendDueWebhooks()
	 * due}, in order, and no longer hold those that follow. Returns after the responses.
	 * @throws IllegalStateException if there is a webhook to send, but no target
	 */
	public void releaseWebhooks() {
		this.webhooks.hold(false);
		this.webhooks.sendDue();
	}

	/**
	 * Send the webhooks that were not sent yet, even if they are held, and those that
	 * Brevo would have sent again by now, on the server's clock. Returns after the
	 * responses.
	 * @return the webhooks that were sent
	 * @throws IllegalStateException if there is a webhook to send, but no target
	 */
	public List<Webhook> sendDueWebhooks() {
		return this.webhooks.sendDue();
	}

	/**
	 * Return the newest 10,000 webhooks, whatever their state.
	 * @return a snapshot, the oldest first
	 */
	public List<Webhook> webhooks() {
		return this.webhooks.webhooks();
	}

	/**
	 * Change the rate limit. The requests of the current hour still count, unless there
	 * was no limit before.
	 * @param requestsPerHour how many requests to let pass in an hour of the server's
	 * clock, not negative; {@code null} for no limit and no headers that report one
	 * @throws IllegalArgumentException if the number is negative
	 */
	public void setRateLimit(@Nullable Integer requestsPerHour) {
		this.rateLimiter.setLimit(requestsPerHour);
	}

	/**
	 * Switch a fault on. The faults are tried in the order in which they were switched
	 * on: all delays that hit a request add up, and the first other fault decides.
	 * @param fault the fault
	 */
	public void fail(Fault fault) {
		this.faults.add(fault);
	}

	/**
	 * Switch all faults off. Requests that already hang keep hanging.
	 */
	public void clearFaults() {
		this.faults.clear();
	}

	/**
	 * Return the faults that are in force, without those that are used up.
	 * @return a snapshot of the faults, in the order in which they were switched on
	 */
	public List<Fault> faults() {
		return this.faults.inForce();
	}

	/**
	 * Register a listener for changes: an accepted ping, or a message that was created,
	 * updated or deleted.
	 * @param listener called on the server's only thread after the change and before the
	 * response, so it must not block; what it throws is logged
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Start over, as if just started: without messages, agents, requests, webhooks and
	 * faults, and with the initial rate limit, unused. Webhooks are no longer held. The
	 * port, the key, the clock, the listeners and the {@linkplain #sendWebhooksTo target
	 * of webhooks} remain. Requests that hang keep hanging.
	 */
	public void reset() {
		this.faults.clear();
		this.rateLimiter.reset();
		this.messages.clear();
		this.agents.clear();
		this.conversations.clear();
		this.webhooks.clear();
		this.log.clear();
	}

	/**
	 * Forget the application that used the server, so that another can use it.
	 */
	void release() {
		this.listeners.clear();
		this.webhooks.sendNowhere();
		reset();
	}

	/**
	 * Stop the server. Closes its port and its connections, including those of requests
	 * that hang, in well under a second, and ends its thread. Does nothing if the server
	 * is already closed.
	 */
	@Override
	public void close() {
		this.webhooks.close();
		this.server.close();
	}

	/**
	 * Builds a server. Not safe to use from several threads.
	 */
	public static final class Builder {

		private int port;

		private String apiKey = "test-api-key";

		private boolean anyKey;

		private boolean visitorPage;

		private @Nullable Integer rateLimit;

		private Clock clock = Clock.systemUTC();

		private Duration onlineWindow = Duration.ofMinutes(2);

		private @Nullable Set<String> agents;

		private Builder() {
		}

		/**
		 * Set the port. By default, the server takes a free one.
		 * @param port the port on the loopback interface; zero for a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Set the key that the server accepts. By default, it is {@code test-api-key}.
		 * @param apiKey the key; not blank
		 * @return this builder
		 * @throws IllegalArgumentException if the key is blank
		 */
		public Builder apiKey(String apiKey) {
			if (apiKey.isBlank()) {
				throw new IllegalArgumentException("'apiKey' must not be blank");
			}
			this.apiKey = apiKey;
			return this;
		}

		/**
		 * Accept the keys of all accounts of an application.
		 * @return this builder
		 */
		Builder anyKey() {
			this.anyKey = true;
			return this;
		}

		/**
		 * Serve a page on which a developer writes as a visitor.
		 * @return this builder
		 */
		Builder visitorPage() {
			this.visitorPage = true;
			return this;
		}

		/**
		 * Set the rate limit. By default, there is none, and no response reports one.
		 * @param requestsPerHour how many requests to let pass in an hour of the server's
		 * clock, not negative; {@code null} for no limit
		 * @return this builder
		 * @throws IllegalArgumentException if the number is negative
		 */
		public Builder rateLimit(@Nullable Integer requestsPerHour) {
			if (requestsPerHour != null && requestsPerHour < 0) {
				throw new IllegalArgumentException("'requestsPerHour' must not be negative: " + requestsPerHour);
			}
			this.rateLimit = requestsPerHour;
			return this;
		}

		/**
		 * Set the clock that the server takes all times from, except for
		 * {@link Fault#delay(Duration)}. By default, it is the system's.
		 * @param clock the clock, such as a {@link MutableClock}
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the ids of the existing agents. Requests that name any other id are
		 * rejected, as by Brevo. By default, every id is accepted. An e-mail address is
		 * always accepted, since Brevo creates an agent for it.
		 * @param ids the ids
		 * @return this builder
		 */
		public Builder agents(String... ids) {
			this.agents = Set.copyOf(List.of(ids));
			return this;
		}

		/**
		 * Set how long a ping keeps an agent online. By default, it is two minutes.
		 * @param onlineWindow the time; positive
		 * @return this builder
		 * @throws IllegalArgumentException if the time is not positive
		 */
		public Builder onlineWindow(Duration onlineWindow) {
			if (onlineWindow.isNegative() || onlineWindow.isZero()) {
				throw new IllegalArgumentException("'onlineWindow' must be positive: " + onlineWindow);
			}
			this.onlineWindow = onlineWindow;
			return this;
		}

		/**
		 * Start the server.
		 * @return the running server
		 * @throws RuntimeException if the port is taken or out of range
		 */
		public BrevoConversationsServer start() {
			return new BrevoConversationsServer(this);
		}

	}

}

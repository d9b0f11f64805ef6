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
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.util.Assert;

/**
 * A Brevo Conversations API that runs in process, on the loopback interface. It carries
 * out the nine operations on a state in memory, answers as Brevo does, and fails on
 * demand. Thread-safe.
 * <p>
 * An application's tests use it in two lines: <pre class="code">
 * static final BrevoConversationsServer brevo = BrevoConversationsServer.start();
 *
 * &#064;DynamicPropertySource
 * static void brevo(DynamicPropertyRegistry registry) {
 *     brevo.registerProperties(registry::add);
 * }
 * </pre> and see what the application did, or how it copes: <pre class="code">
 * assertThat(brevo.messages("visitor")).hasSize(1);
 * assertThat(brevo.isOnline("agent")).isTrue();
 * brevo.fail(Fault.status(503).times(2));
 * </pre>
 */
public final class BrevoConversationsServer implements AutoCloseable {

	private static final String LOOPBACK = "127.0.0.1";

	private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(500);

	private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private final Faults faults = new Faults();

	private final RequestLog log = new RequestLog();

	private final String apiKey;

	private final ConversationsState state;

	private final HourlyLimit limit;

	private final LoopResources loops;

	private final DisposableServer server;

	private BrevoConversationsServer(Builder builder) {
		this.apiKey = builder.apiKey;
		this.state = new ConversationsState(builder.clock, builder.onlineWindow);
		this.limit = new HourlyLimit(builder.clock, builder.rateLimit);
		RequestHandler handler = new RequestHandler(new ConversationsApi(this.state), this.limit, this.faults, this.log,
				builder.clock, this.apiKey);
		this.loops = LoopResources.create("brevo-conversations-server", 1, true);
		this.server = HttpServer.create()
			.runOn(this.loops)
			.host(LOOPBACK)
			.port(builder.port)
			.doOnConnection((connection) -> this.connections.add(connection.channel()))
			.handle(handler)
			.bindNow();
	}

	/**
	 * Start a server on a free port, with no rate limit.
	 * @return the server
	 */
	public static BrevoConversationsServer start() {
		return builder().start();
	}

	/**
	 * Return a builder, with which a server can be set up.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the URL to set {@code brevo.base-url} to.
	 * @return the base URL
	 */
	public String baseUrl() {
		return "http://" + LOOPBACK + ":" + port() + ConversationsApi.BASE_PATH;
	}

	/**
	 * Return the key to set {@code brevo.api-key} to.
	 * @return the only API key that the server accepts
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
	 * Register the properties by which an application uses this server.
	 * @param registry takes the name and the value of each property, such as
	 * {@code registry::add} of a {@code DynamicPropertyRegistry}
	 */
	public void registerProperties(BiConsumer<String, Supplier<Object>> registry) {
		registry.accept("brevo.base-url", this::baseUrl);
		registry.accept("brevo.api-key", this::apiKey);
	}

	/**
	 * Return the requests received, whatever came of them.
	 * @return the newest 10,000 requests, in the order in which they came
	 */
	public List<ReceivedRequest> requests() {
		return this.log.list();
	}

	/**
	 * Forget the requests received so far.
	 */
	public void clearRequests() {
		this.log.clear();
	}

	/**
	 * Return the messages of a visitor's conversation: those of agents, of the visitor,
	 * and pushed ones.
	 * @param visitorId the visitor's id
	 * @return the messages, in the order in which they were written
	 */
	public List<StoredMessage> messages(String visitorId) {
		return this.state.messages(visitorId);
	}

	/**
	 * Write a message as a visitor does in the widget.
	 * @param visitorId the visitor's id
	 * @param text the text
	 * @return the message's id
	 */
	public String addVisitorMessage(String visitorId, String text) {
		return this.state.addVisitorMessage(visitorId, text).id();
	}

	/**
	 * Return whether an agent is online.
	 * @param agent the agent's id or e-mail address
	 * @return whether the last accepted ping still holds
	 */
	public boolean isOnline(String agent) {
		return this.state.isOnline(agent);
	}

	/**
	 * Return until when an agent is online if no further ping comes.
	 * @param agent the agent's id or e-mail address
	 * @return the time, or {@code null} if the agent was never pinged
	 */
	public @Nullable Instant onlineUntil(String agent) {
		return this.state.onlineUntil(agent);
	}

	/**
	 * Return when a ping of an agent was accepted last.
	 * @param agent the agent's id or e-mail address
	 * @return the time, or {@code null} if the agent was never pinged
	 */
	public @Nullable Instant lastPing(String agent) {
		return this.state.lastPing(agent);
	}

	/**
	 * Set the rate limit.
	 * @param requestsPerHour the number of requests allowed in an hour, or {@code null}
	 * for no limit, in which case no answer speaks of one
	 */
	public void setRateLimit(@Nullable Integer requestsPerHour) {
		this.limit.set(requestsPerHour);
	}

	/**
	 * Switch a fault on, beside those that are on already. A request meets the first that
	 * it fits.
	 * @param fault the fault
	 */
	public void fail(Fault fault) {
		Assert.notNull(fault, "'fault' must not be null");
		this.faults.add(fault);
	}

	/**
	 * Switch all faults off.
	 */
	public void clearFaults() {
		this.faults.clear();
	}

	/**
	 * Return the faults that are on.
	 * @return the faults, in the order in which they were switched on
	 */
	public List<Fault> faults() {
		return this.faults.list();
	}

	/**
	 * Have a listener called whenever a message or an agent's presence has changed.
	 * @param listener the listener, which is called on the thread that made the change,
	 * often the server's, and must not block it
	 */
	public void onChange(Runnable listener) {
		Assert.notNull(listener, "'listener' must not be null");
		this.state.addListener(listener);
	}

	/**
	 * Stop the server and close its connections, without waiting for requests under way.
	 * Does nothing if it is stopped already.
	 */
	@Override
	public void close() {
		this.server.dispose();
		ChannelGroupFuture unused = this.connections.close();
		this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).toFuture().join();
	}

	/**
	 * Sets up a {@link BrevoConversationsServer}. Not thread-safe.
	 */
	public static final class Builder {

		private int port;

		private String apiKey = "test-api-key";

		private @Nullable Integer rateLimit;

		private Clock clock = Clock.systemUTC();

		private Duration onlineWindow = Duration.ofMinutes(2);

		private Builder() {
		}

		/**
		 * Set the port to listen on.
		 * @param port the port, or 0 for a free one, which is the default
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Set the only API key to accept.
		 * @param apiKey the key; {@code test-api-key} by default
		 * @return this builder
		 */
		public Builder apiKey(String apiKey) {
			Assert.hasText(apiKey, "'apiKey' must not be blank");
			this.apiKey = apiKey;
			return this;
		}

		/**
		 * Set the rate limit.
		 * @param requestsPerHour the number of requests allowed in an hour, or
		 * {@code null} for no limit, which is the default
		 * @return this builder
		 */
		public Builder rateLimit(@Nullable Integer requestsPerHour) {
			this.rateLimit = requestsPerHour;
			return this;
		}

		/**
		 * Set the clock that tells who is online and when the rate limit resets.
		 * @param clock the clock, such as a {@link MutableClock}; the system's by default
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			Assert.notNull(clock, "'clock' must not be null");
			this.clock = clock;
			return this;
		}

		/**
		 * Set for how long an agent is online after a ping.
		 * @param onlineWindow the time; two minutes by default
		 * @return this builder
		 */
		public Builder onlineWindow(Duration onlineWindow) {
			Assert.notNull(onlineWindow, "'onlineWindow' must not be null");
			this.onlineWindow = onlineWindow;
			return this;
		}

		/**
		 * Start the server.
		 * @return a running server
		 */
		public BrevoConversationsServer start() {
			return new BrevoConversationsServer(this);
		}

	}

}

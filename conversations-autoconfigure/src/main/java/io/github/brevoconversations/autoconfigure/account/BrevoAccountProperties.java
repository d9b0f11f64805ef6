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

package io.github.brevoconversations.autoconfigure.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Properties of one account: of its client and of the presence of its agents. The setters
 * of switches take an object, so that a switch without a value keeps its default.
 */
public class BrevoAccountProperties {

	/**
	 * API key of the Brevo account. There is no client without a key or other
	 * credentials.
	 */
	private @Nullable String apiKey;

	/**
	 * Partner key, which only partner accounts need.
	 */
	private @Nullable String partnerKey;

	/**
	 * Base URL of Brevo's API. Must use https, except on the loopback interface.
	 */
	private String baseUrl = "https://api.brevo.com/v3";

	/**
	 * Marker for the messages that the application sends, so that they are recognized
	 * when they come back in a webhook. Added to every message whose agent does not have
	 * one.
	 */
	private @Nullable String receivedFrom;

	private final RateLimit rateLimit = new RateLimit();

	private final OAuth2 oauth2 = new OAuth2();

	private final Http http = new Http();

	private final Retry retry = new Retry();

	private final Heartbeat heartbeat = new Heartbeat();

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable String getPartnerKey() {
		return this.partnerKey;
	}

	public void setPartnerKey(@Nullable String partnerKey) {
		this.partnerKey = partnerKey;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getReceivedFrom() {
		return this.receivedFrom;
	}

	public void setReceivedFrom(@Nullable String receivedFrom) {
		this.receivedFrom = receivedFrom;
	}

	public RateLimit getRateLimit() {
		return this.rateLimit;
	}

	public OAuth2 getOauth2() {
		return this.oauth2;
	}

	public Http getHttp() {
		return this.http;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Heartbeat getHeartbeat() {
		return this.heartbeat;
	}

	/**
	 * OAuth 2.0 properties.
	 */
	public static class OAuth2 {

		/**
		 * Id of a client registration under 'spring.security.oauth2.client.registration'
		 * to obtain access tokens with, instead of an API key.
		 */
		private @Nullable String registrationId;

		public @Nullable String getRegistrationId() {
			return this.registrationId;
		}

		public void setRegistrationId(@Nullable String registrationId) {
			this.registrationId = registrationId;
		}

	}

	/**
	 * HTTP properties.
	 */
	public static class Http {

		/**
		 * Maximum time to wait for a connection.
		 */
		private Duration connectTimeout = Duration.ofSeconds(5);

		/**
		 * Maximum time to wait for a response or, depending on the HTTP client, for its
		 * next part.
		 */
		private Duration readTimeout = Duration.ofSeconds(10);

		/**
		 * Maximum duration of a call, including retries.
		 */
		private Duration callTimeout = Duration.ofSeconds(30);

		private final Ssl ssl = new Ssl();

		private final Proxy proxy = new Proxy();

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getReadTimeout() {
			return this.readTimeout;
		}

		public void setReadTimeout(Duration readTimeout) {
			this.readTimeout = readTimeout;
		}

		public Duration getCallTimeout() {
			return this.callTimeout;
		}

		public void setCallTimeout(Duration callTimeout) {
			this.callTimeout = callTimeout;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

		public Proxy getProxy() {
			return this.proxy;
		}

	}

	/**
	 * SSL properties.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle under 'spring.ssl.bundle' to connect with.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Proxy properties.
	 */
	public static class Proxy {

		/**
		 * Host of the HTTP proxy to connect through.
		 */
		private @Nullable String host;

		/**
		 * Port of the HTTP proxy to connect through.
		 */
		private int port = 8080;

		/**
		 * Username for the proxy.
		 */
		private @Nullable String username;

		/**
		 * Password for the proxy.
		 */
		private @Nullable String password;

		/**
		 * Hosts to connect to without the proxy. The character * matches any characters.
		 */
		private List<String> nonProxyHosts = new ArrayList<>();

		public @Nullable String getHost() {
			return this.host;
		}

		public void setHost(@Nullable String host) {
			this.host = host;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public List<String> getNonProxyHosts() {
			return this.nonProxyHosts;
		}

		public void setNonProxyHosts(List<String> nonProxyHosts) {
			this.nonProxyHosts = nonProxyHosts;
		}

	}

	/**
	 * Retry properties.
	 */
	public static class Retry {

		/**
		 * Whether to retry failed calls if that cannot send a message twice.
		 */
		private boolean enabled = true;

		/**
		 * Maximum number of retries of a call.
		 */
		private int maxRetries = 2;

		/**
		 * Delay before the first retry. It doubles with each further retry.
		 */
		private Duration delay = Duration.ofMillis(500);

		/**
		 * Maximum delay between two retries.
		 */
		private Duration maxDelay = Duration.ofSeconds(8);

		/**
		 * Longest delay requested by Brevo that is honored. If Brevo requests a longer
		 * one, the call fails immediately.
		 */
		private Duration maxServerDelay = Duration.ofSeconds(10);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(Boolean enabled) {
			this.enabled = enabled;
		}

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getDelay() {
			return this.delay;
		}

		public void setDelay(Duration delay) {
			this.delay = delay;
		}

		public Duration getMaxDelay() {
			return this.maxDelay;
		}

		public void setMaxDelay(Duration maxDelay) {
			this.maxDelay = maxDelay;
		}

		public Duration getMaxServerDelay() {
			return this.maxServerDelay;
		}

		public void setMaxServerDelay(Duration maxServerDelay) {
			this.maxServerDelay = maxServerDelay;
		}

	}

	/**
	 * Heartbeat properties.
	 */
	public static class Heartbeat {

		/**
		 * Whether to ping the active agents from this instance.
		 */
		private boolean enabled = true;

		/**
		 * Time between two pings of an agent.
		 */
		private Duration interval = Duration.ofSeconds(60);

		/**
		 * Longest time between two pings of an agent, used if Brevo's rate limit does not
		 * allow the interval. Must be below the online window.
		 */
		private Duration maxInterval = Duration.ofSeconds(110);

		/**
		 * Minimum time for which Brevo shows an agent online after a ping. Change it only
		 * for a test double of Brevo.
		 */
		private Duration onlineWindow = Duration.ofMinutes(2);

		/**
		 * Fraction of Brevo's rate limit that pings may use, greater than 0 and at most
		 * 1. The rest is left for messages.
		 */
		private double quotaShare = 0.8;

		/**
		 * Maximum number of concurrent pings.
		 */
		private int concurrency = 8;

		/**
		 * Agents that are active from the start. Each agent has either an id, or an
		 * e-mail address, a name and the name of the system that it belongs to.
		 */
		private List<Agent> agents = new ArrayList<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(Boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

		public Duration getOnlineWindow() {
			return this.onlineWindow;
		}

		public void setOnlineWindow(Duration onlineWindow) {
			this.onlineWindow = onlineWindow;
		}

		public double getQuotaShare() {
			return this.quotaShare;
		}

		public void setQuotaShare(double quotaShare) {
			this.quotaShare = quotaShare;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public List<Agent> getAgents() {
			return this.agents;
		}

		public void setAgents(List<Agent> agents) {
			this.agents = agents;
		}

	}

	/**
	 * An agent that is active from the start.
	 */
	public static class Agent {

		/**
		 * Id of the agent.
		 */
		private @Nullable String id;

		/**
		 * E-mail address of the agent.
		 */
		private @Nullable String email;

		/**
		 * Name of the agent, as visitors see it.
		 */
		private @Nullable String name;

		/**
		 * Name of the system that the agent belongs to.
		 */
		private @Nullable String receivedFrom;

		/**
		 * Create an agent from a single text, as in {@code agents=liz,tom}.
		 * @param text the id; an e-mail address is rejected later, since it is not enough
		 * @return the agent
		 */
		public static Agent valueOf(String text) {
			Agent agent = new Agent();
			if (text.indexOf('@') >= 0) {
				agent.setEmail(text);
			}
			else {
				agent.setId(text);
			}
			return agent;
		}

		public @Nullable String getId() {
			return this.id;
		}

		public void setId(@Nullable String id) {
			this.id = id;
		}

		public @Nullable String getEmail() {
			return this.email;
		}

		public void setEmail(@Nullable String email) {
			this.email = email;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getReceivedFrom() {
			return this.receivedFrom;
		}

		public void setReceivedFrom(@Nullable String receivedFrom) {
			this.receivedFrom = receivedFrom;
		}

	}

	/**
	 * Handling of Brevo's rate limit.
	 */
	public static class RateLimit {

		/**
		 * Maximum time that a call waits for Brevo's rate limit to reset, in addition to
		 * the call timeout. Calls wait in order. By default, they do not wait.
		 */
		private @Nullable Duration maxWait;

		/**
		 * Number of remaining requests of Brevo's rate limit that are reserved for pings.
		 */
		private int reservedForPings;

		public @Nullable Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(@Nullable Duration maxWait) {
			this.maxWait = maxWait;
		}

		public int getReservedForPings() {
			return this.reservedForPings;
		}

		public void setReservedForPings(int reservedForPings) {
			this.reservedForPings = reservedForPings;
		}

	}

}

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

package io.github.brevoconversations.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.presence.HeartbeatSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the Brevo Conversations client and of agent presence.
 */
@ConfigurationProperties("brevo")
public class BrevoProperties {

	/**
	 * Whether to enable Brevo Conversations. If not, there is no bean, no thread and no
	 * connection.
	 */
	private boolean enabled = true;

	/**
	 * API key of the Brevo account. Without one, there is no client.
	 */
	private @Nullable String apiKey;

	/**
	 * Partner key, which only partner accounts need.
	 */
	private @Nullable String partnerKey;

	/**
	 * Base URL of Brevo's API. Must use https, save on the loopback interface.
	 */
	private String baseUrl = ConversationsClientBuilder.DEFAULT_BASE_URL;

	private final Http http = new Http();

	private final Heartbeat heartbeat = new Heartbeat();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

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

	public Http getHttp() {
		return this.http;
	}

	public Heartbeat getHeartbeat() {
		return this.heartbeat;
	}

	/**
	 * HTTP properties.
	 */
	public static class Http {

		/**
		 * Time to wait at most for a connection to be made.
		 */
		private Duration connectTimeout = Duration.ofSeconds(5);

		/**
		 * Time to wait at most for the next part of an answer.
		 */
		private Duration readTimeout = Duration.ofSeconds(10);

		/**
		 * Time that a call may take at most, all told.
		 */
		private Duration callTimeout = ConversationsClientBuilder.DEFAULT_CALL_TIMEOUT;

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
		 * Time between two pings of an agent. Must be below two minutes, for which Brevo
		 * shows an agent online after a ping.
		 */
		private Duration interval = HeartbeatSettings.DEFAULT_INTERVAL;

		/**
		 * Number of pings that may be under way at once.
		 */
		private int concurrency = HeartbeatSettings.DEFAULT_CONCURRENCY;

		/**
		 * Agents that are active from the start. Each has either an id, or an e-mail
		 * address, a name and the system that it belongs to.
		 */
		private List<Agent> agents = new ArrayList<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
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

}

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
import java.util.function.Function;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RetrySettings;
import io.github.brevoconversations.client.http.ConnectorSettings;
import io.github.brevoconversations.client.http.HttpProxySettings;
import io.github.brevoconversations.presence.HeartbeatSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Turns the properties of an account into what they configure. A value that cannot be
 * used fails with the name of its property.
 */
class BrevoPropertiesMapper {

	/**
	 * An interval that goes together with everything, to check one value at a time.
	 */
	private static final Duration TINY = Duration.ofNanos(1);

	private final BrevoAccount account;

	private final BrevoAccountProperties properties;

	BrevoPropertiesMapper(BrevoAccount account) {
		this.account = account;
		this.properties = account.properties();
	}

	void applyTo(ConversationsClientBuilder builder, BrevoConnectionDetails connectionDetails) {
		if (!BrevoCredentials.areUnknown(connectionDetails)) {
			builder.baseUrl(connectionDetails.getBaseUrl());
		}
		builder.partnerKey(connectionDetails.getPartnerKey());
		Duration callTimeout = this.properties.getHttp().getCallTimeout();
		map("http.call-timeout", callTimeout, builder::callTimeout);
		builder.retry(retrySettings(this.properties.getRetry()));
		BrevoAccountProperties.RateLimit rateLimit = this.properties.getRateLimit();
		map("rate-limit.reserved-for-pings", rateLimit.getReservedForPings(), builder::reservedForPings);
		Duration maxWait = rateLimit.getMaxWait();
		if (maxWait != null) {
			map("rate-limit.max-wait", maxWait, builder::maxQuotaWait);
		}
		String receivedFrom = this.properties.getReceivedFrom();
		builder.receivedFrom(StringUtils.hasText(receivedFrom) ? receivedFrom : null);
	}

	private RetrySettings retrySettings(BrevoAccountProperties.Retry retry) {
		if (!retry.isEnabled()) {
			return RetrySettings.none();
		}
		RetrySettings settings = RetrySettings.defaults();
		settings = map("retry.max-retries", retry.getMaxRetries(), settings::withMaxRetries);
		settings = map("retry.delay", retry.getDelay(), settings::withDelay);
		settings = map("retry.max-delay", retry.getMaxDelay(), settings::withMaxDelay);
		return map("retry.max-server-delay", retry.getMaxServerDelay(), settings::withMaxServerDelay);
	}

	ConnectorSettings connectorSettings() {
		BrevoAccountProperties.Http http = this.properties.getHttp();
		return new ConnectorSettings(positive("http.connect-timeout", http.getConnectTimeout()),
				positive("http.read-timeout", http.getReadTimeout()), proxySettings(http.getProxy()));
	}

	private @Nullable HttpProxySettings proxySettings(BrevoAccountProperties.Proxy proxy) {
		String host = proxy.getHost();
		if (!StringUtils.hasText(host)) {
			return null;
		}
		if (proxy.getPort() < 1 || proxy.getPort() > 65535) {
			throw invalid(this.account.property("http.proxy.port"), proxy.getPort(), "A port must be from 1 to 65535.");
		}
		return new HttpProxySettings(host, proxy.getPort(), proxy.getUsername(), proxy.getPassword(),
				proxy.getNonProxyHosts());
	}

	private Duration positive(String name, Duration value) {
		if (value.compareTo(Duration.ZERO) <= 0) {
			throw invalid(this.account.property(name), value, "A timeout must be above zero.");
		}
		return value;
	}

	HeartbeatSettings heartbeatSettings(ActiveAgentStoreProperties store) {
		BrevoAccountProperties.Heartbeat heartbeat = this.properties.getHeartbeat();
		Duration window = heartbeat.getOnlineWindow();
		Duration maxInterval = heartbeat.getMaxInterval();
		HeartbeatSettings defaults = HeartbeatSettings.defaults();
		map("heartbeat.online-window", window, (value) -> defaults.withTimes(TINY, TINY, value));
		map("heartbeat.max-interval", maxInterval, (value) -> defaults.withTimes(TINY, value, window));
		HeartbeatSettings settings = map("heartbeat.interval", heartbeat.getInterval(),
				(value) -> defaults.withTimes(value, maxInterval, window));
		settings = map("heartbeat.quota-share", heartbeat.getQuotaShare(), settings::withQuotaShare);
		settings = map("heartbeat.concurrency", heartbeat.getConcurrency(), settings::withConcurrency);
		settings = map("heartbeat.store.go-on-for", store.getGoOnFor(), settings::withGoOnWithoutStoreFor);
		return settings.withAgents(agents(heartbeat.getAgents()));
	}

	private List<AgentIdentity> agents(List<BrevoAccountProperties.Agent> agents) {
		List<AgentIdentity> identities = new ArrayList<>();
		for (int i = 0; i < agents.size(); i++) {
			identities.add(agent(this.account.ownProperty("heartbeat.agents[%s]".formatted(i)), agents.get(i)));
		}
		return identities;
	}

	private static AgentIdentity agent(String name, BrevoAccountProperties.Agent agent) {
		String id = agent.getId();
		String email = agent.getEmail();
		if (StringUtils.hasText(id)) {
			if (email != null || agent.getName() != null || agent.getReceivedFrom() != null) {
				throw invalid(name + ".id", id,
						"An agent has either an id, or an email, a name and a received-from, but not both.");
			}
			return AgentIdentity.ofId(id);
		}
		try {
			return AgentIdentity.ofEmail(required(name + ".email", email), required(name + ".name", agent.getName()),
					required(name + ".received-from", agent.getReceivedFrom()));
		}
		catch (BrevoInvalidRequestException ex) {
			throw invalid(name + ".email", email, String.valueOf(ex.getMessage()).replace("Nothing was sent: ", ""));
		}
	}

	private static String required(String name, @Nullable String value) {
		if (!StringUtils.hasText(value)) {
			throw invalid(name, value,
					"An agent without an id needs an email, a name and a received-from, and this one is missing.");
		}
		return value;
	}

	private <V, T> T map(String name, V value, Function<V, T> target) {
		try {
			return target.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(this.account.property(name), value, ex.getMessage());
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			@Nullable String reason) {
		return new InvalidConfigurationPropertyValueException(name, value, reason);
	}

}

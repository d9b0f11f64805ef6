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
import java.util.regex.Pattern;

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
import io.github.brevoconversations.presence.RateLimitTracker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Maps the properties of an account to settings. A value that is not valid fails with an
 * exception that names its property.
 */
class BrevoPropertiesMapper {

	/**
	 * An interval that is valid with all other values, so that one value can be checked
	 * at a time.
	 */
	private static final Duration TINY = Duration.ofNanos(1);

	/**
	 * HTTP clients hold milliseconds in an {@code int}.
	 */
	private static final Duration LONGEST_TIMEOUT = Duration.ofDays(24);

	/**
	 * Longer than anyone needs, and short enough to be counted in nanoseconds.
	 */
	private static final Duration LONGEST_TIME = Duration.ofDays(3650);

	private static final Pattern HOST = Pattern
		.compile("[^\\s/:@?#\\[\\]]+|\\[?[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(%\\w+)?\\]?");

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
		if (StringUtils.hasText(receivedFrom)) {
			check("received-from", receivedFrom, receivedFrom.chars().noneMatch(Character::isISOControl),
					"The marker must not contain line breaks or other control characters.");
			builder.receivedFrom(receivedFrom);
		}
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
		return new ConnectorSettings(timeout("http.connect-timeout", http.getConnectTimeout()),
				timeout("http.read-timeout", http.getReadTimeout()), proxySettings(http.getProxy()));
	}

	private @Nullable HttpProxySettings proxySettings(BrevoAccountProperties.Proxy proxy) {
		String host = proxy.getHost();
		if (!StringUtils.hasText(host)) {
			check("http.proxy.host", null, host != null || isNothingElseSet(proxy),
					"Other properties of the proxy are set, but have no effect without a host. Set the host, or set it to an empty value to connect without a proxy.");
			return null;
		}
		check("http.proxy.host", host, HOST.matcher(host).matches(),
				"Only the name of the host is expected, such as proxy.example.org, without a scheme, a port or a path.");
		check("http.proxy.port", proxy.getPort(), proxy.getPort() >= 1 && proxy.getPort() <= 65535,
				"A port must be between 1 and 65535.");
		return new HttpProxySettings(host, proxy.getPort(), proxy.getUsername(), proxy.getPassword(),
				proxy.getNonProxyHosts());
	}

	private static boolean isNothingElseSet(BrevoAccountProperties.Proxy proxy) {
		return proxy.getPort() == new BrevoAccountProperties.Proxy().getPort() && proxy.getUsername() == null
				&& proxy.getPassword() == null && proxy.getNonProxyHosts().isEmpty();
	}

	private Duration timeout(String name, Duration value) {
		check(name, value, value.compareTo(Duration.ZERO) > 0, "A timeout must be greater than zero.");
		check(name, value, value.compareTo(LONGEST_TIMEOUT) <= 0, "A timeout must be at most 24 days.");
		return value;
	}

	RateLimitTracker rateLimitTracker() {
		return map("rate-limit.reserved-for-pings", this.properties.getRateLimit().getReservedForPings(),
				RateLimitTracker::new);
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
		settings = map("heartbeat.store.go-on-for", store.getGoOnFor(), settings::withContinueWithoutStoreFor);
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
						"Set either the id of the agent, or its email, name and received-from, but not both.");
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
					"An agent without an id needs an email, a name and a received-from, but this one is missing.");
		}
		return value;
	}

	private void check(String name, @Nullable Object value, boolean condition, String reason) {
		if (!condition) {
			throw invalid(this.account.property(name), value, reason);
		}
	}

	private <V, T> T map(String name, V value, Function<V, T> target) {
		check(name, value, !(value instanceof Duration time) || time.compareTo(LONGEST_TIME) <= 0,
				"A duration must be at most 3650 days.");
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

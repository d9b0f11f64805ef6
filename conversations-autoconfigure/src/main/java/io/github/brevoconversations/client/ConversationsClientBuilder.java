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

package io.github.brevoconversations.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Builds a {@link ConversationsClient}. Not thread-safe; the client is.
 *
 * @see ConversationsClient#builder()
 */
public final class ConversationsClientBuilder {

	private static final Log logger = LogFactory.getLog(ConversationsClientBuilder.class);

	/**
	 * The base URL of Brevo's API.
	 */
	public static final String DEFAULT_BASE_URL = "https://api.brevo.com/v3";

	/**
	 * The default maximum duration of a call.
	 */
	public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(30);

	private @Nullable Supplier<WebClient.Builder> webClientBuilder;

	private @Nullable Supplier<ClientHttpConnector> clientConnector;

	private @Nullable Function<@Nullable String, CredentialSource> credentials;

	private @Nullable String partnerKey;

	private String baseUrl = DEFAULT_BASE_URL;

	private Duration callTimeout = DEFAULT_CALL_TIMEOUT;

	private RetrySettings retry = RetrySettings.defaults();

	private final List<RateLimitObserver> rateLimitObservers = new ArrayList<>();

	private final List<CallObserver> callObservers = new ArrayList<>();

	private @Nullable String receivedFrom;

	private @Nullable Duration maxQuotaWait;

	private int reservedForPings;

	ConversationsClientBuilder() {
	}

	/**
	 * Set the builder of the {@link WebClient} to make the calls with, including its
	 * filters and observation. The builder is cloned and not changed. Unless
	 * {@linkplain #clientConnector(Supplier) another connector} is set, its connector
	 * must not follow redirects, or the API key may reach another host.
	 * @param webClientBuilder the builder; by default, a plain one with a connector that
	 * is hardened for Brevo
	 * @return this builder
	 */
	public ConversationsClientBuilder webClientBuilder(WebClient.Builder webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		WebClient.Builder copy = webClientBuilder.clone();
		this.webClientBuilder = copy::clone;
		return this;
	}

	/**
	 * Set the supplier of the builder of the {@link WebClient}. It is called at the first
	 * call of the client, on the thread of that call.
	 * @param webClientBuilder supplies a builder that the client may change
	 * @return this builder
	 * @see #webClientBuilder(WebClient.Builder)
	 */
	public ConversationsClientBuilder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	/**
	 * Set the connector to make the calls with, instead of that of the
	 * {@link WebClient.Builder}. The supplier is called for each attempt of a call. The
	 * connector must not follow redirects, or the API key may reach another host.
	 * @param clientConnector supplies the connector
	 * @return this builder
	 */
	public ConversationsClientBuilder clientConnector(Supplier<ClientHttpConnector> clientConnector) {
		Assert.notNull(clientConnector, "'clientConnector' must not be null");
		this.clientConnector = clientConnector;
		return this;
	}

	/**
	 * Set the API key. White space around it is removed. An API key, a provider of API
	 * keys or a provider of access tokens is required; the last that is set counts.
	 * @param apiKey the key
	 * @return this builder
	 * @throws IllegalArgumentException if the key is blank or malformed
	 */
	public ConversationsClientBuilder apiKey(String apiKey) {
		String checked = RequestCredential.check(apiKey, "API key");
		this.credentials = (partnerKey) -> CredentialSource.of(RequestCredential.apiKey(checked, partnerKey));
		return this;
	}

	/**
	 * Set a provider of API keys, which is called for each attempt of a call.
	 * @param apiKeyProvider the provider
	 * @return this builder
	 */
	public ConversationsClientBuilder apiKeyProvider(BrevoApiKeyProvider apiKeyProvider) {
		Assert.notNull(apiKeyProvider, "'apiKeyProvider' must not be null");
		this.credentials = (partnerKey) -> new ProvidedApiKey(apiKeyProvider, partnerKey);
		return this;
	}

	/**
	 * Set a provider of OAuth 2.0 access tokens, which is called for each attempt of a
	 * call.
	 * @param accessTokenProvider the provider
	 * @return this builder
	 */
	public ConversationsClientBuilder accessTokenProvider(BrevoAccessTokenProvider accessTokenProvider) {
		Assert.notNull(accessTokenProvider, "'accessTokenProvider' must not be null");
		this.credentials = (partnerKey) -> new ProvidedAccessToken(accessTokenProvider, partnerKey);
		return this;
	}

	/**
	 * Set the partner key, which only partner accounts need. White space around it is
	 * removed.
	 * @param partnerKey the key, or {@code null} to send none, which is the default
	 * @return this builder
	 * @throws IllegalArgumentException if the key is blank or malformed
	 */
	public ConversationsClientBuilder partnerKey(@Nullable String partnerKey) {
		this.partnerKey = (partnerKey != null) ? RequestCredential.check(partnerKey, "partner key") : null;
		return this;
	}

	/**
	 * Set the base URL of the API.
	 * @param baseUrl an absolute {@code https} URL, or an {@code http} one on the
	 * loopback interface; {@value #DEFAULT_BASE_URL} by default
	 * @return this builder
	 * @throws IllegalArgumentException if this is not such a URL, in particular if the
	 * API key would cross a network unencrypted, or if it has a user, a query or a
	 * fragment
	 */
	public ConversationsClientBuilder baseUrl(String baseUrl) {
		this.baseUrl = checkBaseUrl(baseUrl);
		return this;
	}

	/**
	 * Set the maximum duration of a call, including all its attempts. The time that a
	 * call {@linkplain #maxQuotaWait waits for the rate limit} does not count.
	 * @param callTimeout the maximum duration, above zero; 30 seconds by default
	 * @return this builder
	 * @throws IllegalArgumentException if the duration is not above zero
	 */
	public ConversationsClientBuilder callTimeout(Duration callTimeout) {
		Assert.isTrue(callTimeout != null && callTimeout.compareTo(Duration.ZERO) > 0,
				"The call timeout must be greater than zero.");
		this.callTimeout = callTimeout;
		return this;
	}

	/**
	 * Set how failed calls are retried.
	 * @param retry the settings; {@link RetrySettings#defaults()} by default
	 * @return this builder
	 */
	public ConversationsClientBuilder retry(RetrySettings retry) {
		Assert.notNull(retry, "'retry' must not be null");
		this.retry = retry;
		return this;
	}

	/**
	 * Add an observer of the rate limit. Exceptions that it throws affect neither the
	 * call nor other observers.
	 * @param observer the observer
	 * @return this builder
	 */
	public ConversationsClientBuilder rateLimitObserver(RateLimitObserver observer) {
		Assert.notNull(observer, "'observer' must not be null");
		this.rateLimitObservers.add(observer);
		return this;
	}

	/**
	 * Add an observer of the calls. Exceptions that it throws affect neither the call nor
	 * other observers.
	 * @param observer the observer
	 * @return this builder
	 */
	public ConversationsClientBuilder callObserver(CallObserver observer) {
		Assert.notNull(observer, "'observer' must not be null");
		this.callObservers.add(observer);
		return this;
	}

	/**
	 * Set the marker that the client adds to each message that is sent as an agent,
	 * unless the message has one from {@link SendMessageRequest#withReceivedFrom} or from
	 * the agent's identity. The marker identifies the application's own messages when
	 * they come back in a webhook.
	 * @param receivedFrom the name of this system, or {@code null} to set no marker,
	 * which is the default
	 * @return this builder
	 * @throws IllegalArgumentException if the name is blank
	 */
	public ConversationsClientBuilder receivedFrom(@Nullable String receivedFrom) {
		Assert.isTrue(receivedFrom == null || StringUtils.hasText(receivedFrom),
				"The name of the system that messages come from must not be blank.");
		this.receivedFrom = receivedFrom;
		return this;
	}

	/**
	 * Set how long a call may wait for Brevo's rate limit to reset if it is used up.
	 * Calls wait in the order in which they were made. A call that would have to wait
	 * longer, or behind 10,000 others, fails at once with a
	 * {@link BrevoRateLimitedException}. The wait comes on top of the
	 * {@linkplain #callTimeout call timeout}. Pings never wait.
	 * @param maxQuotaWait the time, above zero, or {@code null} for no wait, which is the
	 * default
	 * @return this builder
	 * @throws IllegalArgumentException if the time is not above zero
	 */
	public ConversationsClientBuilder maxQuotaWait(@Nullable Duration maxQuotaWait) {
		Assert.isTrue(maxQuotaWait == null || maxQuotaWait.compareTo(Duration.ZERO) > 0,
				"The time to wait for the rate limit must be greater than zero.");
		this.maxQuotaWait = maxQuotaWait;
		return this;
	}

	/**
	 * Set how many of the requests that remain in Brevo's rate limit are reserved for
	 * pings, so that a burst of messages takes no agent offline. If no more than these
	 * remain, other calls {@linkplain #maxQuotaWait wait} or fail with a
	 * {@link BrevoRateLimitedException}. Before the first response and after each reset,
	 * the first call is made at once, and further ones wait until its response, or one to
	 * a ping, shows how many requests remain: for the {@linkplain #maxQuotaWait time that
	 * calls may wait}, or for up to 10 seconds if they may not. If Brevo reports no rate
	 * limit at all, nothing is reserved.
	 * @param reservedForPings the number of requests; 0 by default
	 * @return this builder
	 * @throws IllegalArgumentException if the number is negative
	 */
	public ConversationsClientBuilder reservedForPings(int reservedForPings) {
		Assert.isTrue(reservedForPings >= 0, "The number of requests reserved for pings must not be negative.");
		this.reservedForPings = reservedForPings;
		return this;
	}

	/**
	 * Build the client. This does no I/O: the {@code WebClient} and its connector are
	 * created with the first call.
	 * @return a new client
	 * @throws IllegalStateException if there is no API key, and no provider of keys or
	 * tokens
	 */
	public ConversationsClient build() {
		if (this.credentials == null) {
			throw new IllegalStateException(
					"An API key or access token is required: call apiKey, apiKeyProvider or accessTokenProvider");
		}
		warnOfBaseUrl(this.baseUrl);
		CallObservers observers = new CallObservers(this.rateLimitObservers, this.callObservers);
		WebClientSource webClient = new WebClientSource(this.webClientBuilder, this.clientConnector, this.baseUrl);
		return new DefaultConversationsClient(new ConversationsExchange(webClient, this.callTimeout, this.retry,
				observers, this.credentials.apply(this.partnerKey), quotaGate(observers)), this.receivedFrom);
	}

	private @Nullable QuotaGate quotaGate(CallObservers observers) {
		return (this.maxQuotaWait != null || this.reservedForPings > 0)
				? new QuotaGate(observers, this.maxQuotaWait, this.reservedForPings) : null;
	}

	private static void warnOfBaseUrl(String baseUrl) {
		URI uri = URI.create(baseUrl);
		if (!baseUrl.endsWith("/v3") && !isLoopback(uri.getHost())) {
			logger
				.warn("The base URL %s does not end in /v3, as Brevo's does (%s)".formatted(baseUrl, DEFAULT_BASE_URL));
		}
	}

	private static String checkBaseUrl(@Nullable String baseUrl) {
		if (!StringUtils.hasText(baseUrl)) {
			throw new IllegalArgumentException("The base URL must not be blank.");
		}
		URI uri = parse(baseUrl.strip());
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
			throw new IllegalArgumentException(
					"The base URL must be absolute, with a scheme and a host, such as " + DEFAULT_BASE_URL + ".");
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException("The base URL must not have a user, a query or a fragment.");
		}
		if (scheme.equals("http") && !isLoopback(uri.getHost())) {
			throw new IllegalArgumentException(
					"The base URL must start with https, or the API key would cross the network unencrypted. Only on the loopback interface is http allowed.");
		}
		return StringUtils.trimTrailingCharacter(uri.toString(), '/');
	}

	private static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("The base URL is not valid: %s.".formatted(ex.getReason()), ex);
		}
	}

	private static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || name.equals("[::1]")
				|| name.matches("127(\\.\\d{1,3}){3}");
	}

}

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
	 * The time that a call may take at most, unless another is set.
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
	 * Set the builder of the {@link WebClient} to make the calls with, which brings
	 * filters and observation. It is cloned and not changed. Its connector must not
	 * follow redirects, or the API key may reach another host, unless
	 * {@linkplain #clientConnector(Supplier) another} is set.
	 * @param webClientBuilder the builder; by default a plain one, with a connector that
	 * is fit for Brevo
	 * @return this builder
	 */
	public ConversationsClientBuilder webClientBuilder(WebClient.Builder webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		WebClient.Builder copy = webClientBuilder.clone();
		this.webClientBuilder = copy::clone;
		return this;
	}

	/**
	 * Set where the builder of the {@link WebClient} comes from, which is asked for at
	 * the first call, by its thread.
	 * @param webClientBuilder supplies a builder of the client's own
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
	 * {@link WebClient.Builder}. It is asked for with each attempt of a call, and must
	 * not follow redirects, or the API key may reach another host.
	 * @param clientConnector supplies the connector
	 * @return this builder
	 */
	public ConversationsClientBuilder clientConnector(Supplier<ClientHttpConnector> clientConnector) {
		Assert.notNull(clientConnector, "'clientConnector' must not be null");
		this.clientConnector = clientConnector;
		return this;
	}

	/**
	 * Set the API key. White space around it is removed. Of a key, a provider of keys and
	 * a provider of access tokens, one is required, and the last that is set counts.
	 * @param apiKey the key
	 * @return this builder
	 * @throws IllegalArgumentException if the key is blank or cannot stand in an HTTP
	 * header
	 */
	public ConversationsClientBuilder apiKey(String apiKey) {
		String checked = RequestCredential.check(apiKey, "API key");
		this.credentials = (partnerKey) -> CredentialSource.of(RequestCredential.apiKey(checked, partnerKey));
		return this;
	}

	/**
	 * Set a provider of API keys, which is asked for each attempt of a call.
	 * @param apiKeyProvider the provider
	 * @return this builder
	 */
	public ConversationsClientBuilder apiKeyProvider(BrevoApiKeyProvider apiKeyProvider) {
		Assert.notNull(apiKeyProvider, "'apiKeyProvider' must not be null");
		this.credentials = (partnerKey) -> new ProvidedApiKey(apiKeyProvider, partnerKey);
		return this;
	}

	/**
	 * Set a provider of OAuth 2.0 access tokens, which is asked for each attempt of a
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
	 * @throws IllegalArgumentException if the key is blank or cannot stand in an HTTP
	 * header
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
	 * @throws IllegalArgumentException if the URL is none, or is not allowed because the
	 * API key would cross a network unencrypted
	 */
	public ConversationsClientBuilder baseUrl(String baseUrl) {
		this.baseUrl = checkBaseUrl(baseUrl);
		return this;
	}

	/**
	 * Set the time that a call may take at most, all told.
	 * @param callTimeout the time, above zero; 30 seconds by default
	 * @return this builder
	 */
	public ConversationsClientBuilder callTimeout(Duration callTimeout) {
		Assert.isTrue(callTimeout != null && callTimeout.compareTo(Duration.ZERO) > 0,
				"A call timeout must be above zero.");
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
	 * Add an observer of the rate limit. An observer that throws disturbs neither the
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
	 * Add an observer of the calls. An observer that throws disturbs neither the call nor
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
	 * Set the marker that the client puts on every message that is sent as an agent and
	 * has none, neither from {@link SendMessageRequest#withReceivedFrom} nor from the
	 * agent's identity. What comes back by a webhook is known as one's own by it.
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
	 * Set how long a call may wait until Brevo's rate limit resets, if it is used up.
	 * Calls wait in the order in which they were made, and a call that would have to wait
	 * for longer fails at once with a {@link BrevoRateLimitedException}. The time comes
	 * on top of the {@linkplain #callTimeout call timeout}. Pings never wait.
	 * @param maxQuotaWait the time, above zero, or {@code null} not to wait, which is the
	 * default
	 * @return this builder
	 */
	public ConversationsClientBuilder maxQuotaWait(@Nullable Duration maxQuotaWait) {
		Assert.isTrue(maxQuotaWait == null || maxQuotaWait.compareTo(Duration.ZERO) > 0,
				"The time to wait for the rate limit must be above zero.");
		this.maxQuotaWait = maxQuotaWait;
		return this;
	}

	/**
	 * Set how many requests of what remains of Brevo's rate limit only pings may use, so
	 * that many messages at once take no agent offline. Other calls fail with a
	 * {@link BrevoRateLimitedException} or {@linkplain #maxQuotaWait wait} when no more
	 * remain.
	 * @param reservedForPings the number of requests; 0 by default
	 * @return this builder
	 */
	public ConversationsClientBuilder reservedForPings(int reservedForPings) {
		Assert.isTrue(reservedForPings >= 0, "The number of requests must not be negative.");
		this.reservedForPings = reservedForPings;
		return this;
	}

	/**
	 * Build the client. It does no I/O, and what the calls are made with is made with the
	 * first of them.
	 * @return a new client
	 * @throws IllegalStateException if there is no API key, and no provider of keys or
	 * tokens
	 */
	public ConversationsClient build() {
		if (this.credentials == null) {
			throw new IllegalStateException("An API key is required: call apiKey(String)");
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
			throw new IllegalArgumentException("The base URL must have no user, no query and no fragment.");
		}
		if (scheme.equals("http") && !isLoopback(uri.getHost())) {
			throw new IllegalArgumentException(
					"The base URL must start with https, since the API key would cross the network unencrypted; http is possible on the loopback interface only.");
		}
		return StringUtils.trimTrailingCharacter(uri.toString(), '/');
	}

	private static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("The base URL is not a URL: %s.".formatted(ex.getReason()), ex);
		}
	}

	private static boolean isLoopback(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || name.equals("[::1]")
				|| name.matches("127(\\.\\d{1,3}){3}");
	}

}

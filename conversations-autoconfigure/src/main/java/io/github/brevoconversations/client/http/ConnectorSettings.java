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

package io.github.brevoconversations.client.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of the connections to Brevo.
 *
 * @param connectTimeout how long a connection may take to establish, including through a
 * proxy; above zero
 * @param readTimeout how long to wait for the response or, depending on the HTTP client,
 * for its next part; above zero
 * @param proxy the proxy to connect through, or {@code null} to keep that of the
 * application's client
 */
public record ConnectorSettings(Duration connectTimeout, Duration readTimeout, @Nullable HttpProxySettings proxy) {

	/**
	 * The default time that a connection may take to establish.
	 */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * The default time to wait for the response.
	 */
	public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * The maximum number of connections: Reactor Netty's default. Other clients allow 5
	 * or 64 by default.
	 */
	static final int MAX_CONNECTIONS = 500;

	/**
	 * How long an idle connection is kept. Load balancers usually close theirs after 60
	 * seconds.
	 */
	static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	/**
	 * How long a connection is used. It is limited so that a change of addresses is
	 * followed.
	 */
	static final Duration MAX_LIFE_TIME = Duration.ofMinutes(10);

	/**
	 * Create settings.
	 * @param connectTimeout how long a connection may take to establish
	 * @param readTimeout how long to wait for the response
	 * @param proxy the proxy to connect through
	 * @throws IllegalArgumentException if a time is not above zero
	 */
	public ConnectorSettings {
		Assert.isTrue(connectTimeout.compareTo(Duration.ZERO) > 0, "'connectTimeout' must be greater than zero");
		Assert.isTrue(readTimeout.compareTo(Duration.ZERO) > 0, "'readTimeout' must be greater than zero");
	}

	/**
	 * Return the default settings.
	 * @return the settings, without a proxy
	 */
	public static ConnectorSettings defaults() {
		return new ConnectorSettings(DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT, null);
	}

}

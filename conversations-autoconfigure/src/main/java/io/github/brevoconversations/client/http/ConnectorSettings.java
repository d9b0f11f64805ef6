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
 * How to connect to Brevo.
 *
 * @param connectTimeout how long it may take to be connected, also through a proxy, above
 * zero
 * @param readTimeout how long to wait for the response, or for its next part, above zero
 * @param proxy the proxy to connect through, or {@code null} for what the application's
 * client has
 */
public record ConnectorSettings(Duration connectTimeout, Duration readTimeout, @Nullable HttpProxySettings proxy) {

	/**
	 * The time that it may take to be connected, unless another is set.
	 */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * The time to wait for the response, unless another is set.
	 */
	public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * Connections at most. As many as Reactor Netty has by itself; others have 5 or 64.
	 */
	static final int MAX_CONNECTIONS = 500;

	/**
	 * How long a connection is kept that is not used. Load balancers close theirs after
	 * 60 seconds.
	 */
	static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	/**
	 * How long a connection is used at most, so that a change of addresses is followed.
	 */
	static final Duration MAX_LIFE_TIME = Duration.ofMinutes(10);

	/**
	 * Check the settings.
	 * @param connectTimeout how long it may take to be connected
	 * @param readTimeout how long to wait for the response
	 * @param proxy the proxy to connect through
	 */
	public ConnectorSettings {
		Assert.isTrue(connectTimeout.compareTo(Duration.ZERO) > 0, "'connectTimeout' must be above zero");
		Assert.isTrue(readTimeout.compareTo(Duration.ZERO) > 0, "'readTimeout' must be above zero");
	}

	/**
	 * Return the settings that hold unless others are set.
	 * @return the settings, without a proxy
	 */
	public static ConnectorSettings defaults() {
		return new ConnectorSettings(DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT, null);
	}

}

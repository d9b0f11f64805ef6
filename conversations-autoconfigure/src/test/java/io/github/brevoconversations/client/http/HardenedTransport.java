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
import java.util.function.BiFunction;

/**
 * The transports that the client runs on, hardened as those of a client that is given
 * none, for the tests of all packages.
 */
public enum HardenedTransport {

	REACTOR_NETTY(ReactorNettyHardening::connector),

	JDK(JdkHardening::connector),

	JETTY(JettyHardening::connector),

	HTTP_COMPONENTS(HttpComponentsHardening::connector);

	private final BiFunction<ConnectorSettings, Duration, HardenedConnector> factory;

	HardenedTransport(BiFunction<ConnectorSettings, Duration, HardenedConnector> factory) {
		this.factory = factory;
	}

	/**
	 * Create a connector.
	 * @param settings how to connect
	 * @return a new connector, which the caller closes
	 */
	public HardenedConnector create(ConnectorSettings settings) {
		return create(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	HardenedConnector create(ConnectorSettings settings, Duration maxAge) {
		return this.factory.apply(settings, maxAge);
	}

}

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

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Creates connectors for a client that was not given one.
 */
public final class HardenedConnectors {

	private HardenedConnectors() {
	}

	/**
	 * Create a connector for the first HTTP client on the class path, in the order in
	 * which {@code WebClient} looks for them.
	 * @param settings how to connect
	 * @return a new connector, which the caller closes
	 */
	public static HardenedConnector create(ConnectorSettings settings) {
		ClassLoader classLoader = HardenedConnectors.class.getClassLoader();
		if (isPresent("reactor.netty.http.client.HttpClient", classLoader)) {
			return ReactorNettyHardening.connector(settings, ConnectorSettings.MAX_LIFE_TIME);
		}
		if (isPresent("org.eclipse.jetty.client.HttpClient", classLoader)
				&& isPresent("org.eclipse.jetty.reactive.client.ReactiveRequest", classLoader)) {
			return JettyHardening.connector(settings, ConnectorSettings.MAX_LIFE_TIME);
		}
		if (isPresent("org.apache.hc.client5.http.impl.async.HttpAsyncClients", classLoader)
				&& isPresent("org.apache.hc.core5.reactive.ReactiveDataConsumer", classLoader)) {
			return HttpComponentsHardening.connector(settings, ConnectorSettings.MAX_LIFE_TIME);
		}
		return JdkHardening.connector(settings, ConnectorSettings.MAX_LIFE_TIME);
	}

	private static boolean isPresent(String className, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(className, classLoader);
	}

}

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

package io.github.brevoconversations.test;

import java.net.URI;
import java.util.function.Function;

import io.github.brevoconversations.client.http.ConnectorGuard;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Prevents calls to the real Brevo in a JVM in which JUnit runs tests: those of clients
 * that no application context created, those in contexts that a test started itself, and
 * requests for access tokens. Connectors that the starter did not create are left alone.
 */
public final class RealBrevoConnectorGuard implements ConnectorGuard {

	/**
	 * Kept here and not in the listener, because an application does not have JUnit on
	 * its class path.
	 */
	private static volatile boolean testing;

	/**
	 * Create a guard, as {@link java.util.ServiceLoader} does.
	 */
	public RealBrevoConnectorGuard() {
	}

	@Override
	public ClientHttpConnector guard(ClientHttpConnector connector) {
		return testing ? new Guarded(connector) : connector;
	}

	private record Guarded(ClientHttpConnector connector) implements ClientHttpConnector {

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			String host = RealBrevoGuard.realBrevo(uri);
			if (host == null || Boolean.getBoolean(RealBrevoGuard.ALLOW_PROPERTY)) {
				return this.connector.connect(method, uri, requestCallback);
			}
			return Mono.deferContextual((context) -> context.hasKey(RealBrevoGuard.ALLOW_PROPERTY)
					? this.connector.connect(method, uri, requestCallback)
					: Mono.error(new CallOfRealBrevoException(host)));
		}

	}

	/**
	 * Records that JUnit runs tests.
	 */
	public static final class TestSession implements LauncherSessionListener {

		/**
		 * Create a listener, as JUnit does.
		 */
		public TestSession() {
		}

		@Override
		public void launcherSessionOpened(LauncherSession session) {
			testing = true;
		}

	}

}

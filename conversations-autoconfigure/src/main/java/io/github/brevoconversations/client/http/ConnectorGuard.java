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

import java.util.ServiceLoader;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Controls what the connectors of this package connect to, whatever creates the client.
 * Guards are found by {@link ServiceLoader}, and meant for tests, which must not call the
 * real Brevo.
 */
@FunctionalInterface
public interface ConnectorGuard {

	/**
	 * Guard a connector when it is created.
	 * @param connector the connector
	 * @return the connector to connect with, which may be the same
	 */
	ClientHttpConnector guard(ClientHttpConnector connector);

	/**
	 * Guard a connector with all guards that are present.
	 * @param connector the connector
	 * @return the connector to connect with
	 */
	static ClientHttpConnector guarded(ClientHttpConnector connector) {
		ClientHttpConnector guarded = connector;
		for (ConnectorGuard guard : ServiceLoader.load(ConnectorGuard.class, ConnectorGuard.class.getClassLoader())) {
			guarded = guard.guard(guarded);
		}
		return guarded;
	}

}

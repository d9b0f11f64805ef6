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

import java.util.function.BooleanSupplier;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * A connector that is hardened for the calls to Brevo, and its life cycle.
 *
 * @param connector the connector
 * @param usable whether it can still be used; if not, another must be made
 * @param close closes its connections
 */
public record HardenedConnector(ClientHttpConnector connector, BooleanSupplier usable, Runnable close) {

	/**
	 * Create a connector, guarded by all {@link ConnectorGuard}s that are present.
	 * @param connector the connector
	 * @param usable whether it can still be used; if not, another must be made
	 * @param close closes its connections
	 */
	public HardenedConnector {
		connector = ConnectorGuard.guarded(connector);
	}

	static HardenedConnector of(ClientHttpConnector connector, Runnable close) {
		return new HardenedConnector(connector, () -> true, close);
	}

}

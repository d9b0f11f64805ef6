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

package io.github.brevoconversations.faults;

import java.util.function.Supplier;

import io.github.brevoconversations.client.Call;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;

/**
 * The kinds of connectors that the client runs on.
 */
enum Connector {

	REACTOR_NETTY(ClientHttpConnectorBuilder::reactor),

	JDK(ClientHttpConnectorBuilder::jdk),

	JETTY(ClientHttpConnectorBuilder::jetty),

	// Looks for timeouts that passed once a second by default
	HTTP_COMPONENTS(() -> ClientHttpConnectorBuilder.httpComponents()
		.withHttpClientCustomizer((client) -> client
			.setIOReactorConfig(IOReactorConfig.custom().setSelectInterval(TimeValue.ofMilliseconds(20)).build())));

	private final Supplier<ClientHttpConnectorBuilder<?>> builder;

	Connector(Supplier<ClientHttpConnectorBuilder<?>> builder) {
		this.builder = builder;
	}

	ClientHttpConnectorBuilder<?> builder() {
		return this.builder.get();
	}

	/**
	 * Return whether the connector itself retries a request that got no response. The
	 * JDK's client does so with a GET, once, and can be told otherwise for the whole JVM
	 * only.
	 * @param call the call
	 * @return whether it retries the request of that call
	 */
	boolean retriesByItself(Call call) {
		return this == JDK && call.isReading();
	}

	/**
	 * Return whether the connector closes a connection whose response the client stops
	 * reading. That of JDK 17 may leave it open, or read on and use it again.
	 * @return whether it closes the connection
	 */
	boolean closesConnectionsOfAbandonedResponses() {
		return this == REACTOR_NETTY;
	}

}

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

import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import io.netty.resolver.DefaultAddressResolverGroup;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a proxy is asked to connect to hosts that the application cannot look up,
 * and that all others are looked up, whatever Reactor Netty's client is made with.
 */
@Timeout(120)
class ProxiedHostTests {

	@ParameterizedTest
	@EnumSource
	void leavesItToTheProxyToLookUpTheHost(ReactorBuilder builder) {
		try (FaultyProxy proxy = FaultyProxy.responding("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) {
			try (Application application = application(builder, proxy)) {
				Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client("https://brevo.invalid"));
				assertThat(failure).isInstanceOf(BrevoCommunicationException.class)
					.hasMessageContaining("A proxy refused to connect");
			}
			assertThat(proxy.heads()).singleElement().asString().startsWith("CONNECT brevo.invalid:443 ");
		}
	}

	@ParameterizedTest
	@EnumSource
	void looksUpHostsThatAreConnectedToDirectly(ReactorBuilder builder) {
		try (FaultyProxy proxy = FaultyProxy.responding("");
				FaultyServer server = FaultyServer.start();
				Application application = application(builder, proxy, "brevo.http.proxy.non-proxy-hosts=local*")) {
			String url = server.url().replace("127.0.0.1", "localhost");
			assertThat(Application.failure(Call.SEND_MESSAGE, application.client(url))).isNull();
			assertThat(proxy.heads()).isEmpty();
		}
	}

	private static Application application(ReactorBuilder builder, FaultyProxy proxy, String... properties) {
		Stream<String> all = Stream.concat(
				Stream.of("brevo.http.proxy.host=127.0.0.1", "brevo.http.proxy.port=" + proxy.port()),
				Stream.of(properties));
		return new Application(builder.builder(), all.toArray(String[]::new));
	}

	/**
	 * What an application makes its connectors with.
	 */
	enum ReactorBuilder {

		ITS_OWN {

			@Override
			ClientHttpConnectorBuilder<?> builder() {
				return ClientHttpConnectorBuilder.reactor();
			}

		},

		OF_AN_APPLICATION_ON_WEBFLUX {

			@Override
			ClientHttpConnectorBuilder<?> builder() {
				ReactorResourceFactory factory = new ReactorResourceFactory();
				factory.afterPropertiesSet();
				return ClientHttpConnectorBuilder.reactor().withReactorResourceFactory(factory);
			}

		},

		WITH_A_RESOLVER_OF_THE_APPLICATION {

			@Override
			ClientHttpConnectorBuilder<?> builder() {
				return ClientHttpConnectorBuilder.reactor()
					.withHttpClientCustomizer((client) -> client.resolver(DefaultAddressResolverGroup.INSTANCE));
			}

		},

		WITH_ANOTHER_PROXY {

			@Override
			ClientHttpConnectorBuilder<?> builder() {
				return ClientHttpConnectorBuilder.reactor()
					.withHttpClientCustomizer((client) -> client
						.proxy((type) -> type.type(ProxyProvider.Proxy.HTTP).host("proxy.invalid").port(1)));
			}

		};

		abstract ClientHttpConnectorBuilder<?> builder();

	}

}

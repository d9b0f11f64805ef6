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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls through a proxy that connects, and that checks who asks it to.
 */
@Timeout(120)
class ProxiedCallTests {

	private static TestCertificate certificate;

	@RegisterExtension
	private final FaultyServer server = FaultyServer.startTls(certificate);

	@BeforeAll
	static void createCertificate(@TempDir Path directory) {
		certificate = TestCertificate.create(directory);
	}

	@ParameterizedTest
	@EnumSource
	void connectsThroughAProxy(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.open(); Application application = application(connector, proxy)) {
			assertThatMessageIsSent(application);
			assertThat(proxy.connected()).hasSize(1);
		}
	}

	// the JDK's client gives no proxy for HTTPS a password, and fails the start with one
	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
	void tellsAProxyWhoItIs(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.protectedBy("user", "pässword:1");
				Application application = application(connector, proxy, "brevo.http.proxy.username=user",
						"brevo.http.proxy.password=pässword:1")) {
			assertThatMessageIsSent(application);
			assertThat(proxy.connected()).hasSize(1);
			assertThat(this.server.heads())
				.noneMatch((head) -> head.toLowerCase(Locale.ROOT).contains("proxy-authorization"));
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
	void sendsNothingIfAProxyRefusesThePassword(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.protectedBy("user", "right");
				Application application = application(connector, proxy, "brevo.http.proxy.username=user",
						"brevo.http.proxy.password=wrong-password")) {
			Throwable failure = Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()));
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class, (exception) -> {
				assertThat(exception.isRequestSent()).isFalse();
				assertThat(exception.isTransient()).isFalse();
				assertThat(exception)
					.hasMessageContaining("A proxy refused to connect to Brevo for sendMessage, so nothing was sent")
					.hasStackTraceContaining("407");
			});
			assertThat(failure.toString()).doesNotContain("wrong-password");
			assertThat(application.attempts()).isEqualTo(1);
			assertThat(proxy.refused()).hasSizeBetween(1, 2);
			assertThat(this.server.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectsDirectlyToHostsWithoutProxy(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.open();
				Application application = application(connector, proxy, "brevo.http.proxy.non-proxy-hosts=127.*")) {
			assertThatMessageIsSent(application);
			assertThat(proxy.connected()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectsThroughTheProxyOfTheSystem(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.open()) {
			Map<String, String> properties = Map.of("https.proxyHost", "127.0.0.1", "https.proxyPort",
					Integer.toString(proxy.port()), "http.nonProxyHosts", "");
			properties.forEach(System::setProperty);
			try (Application application = new Application(connector.builder(), certificate.trusted())) {
				assertThatMessageIsSent(application);
				assertThat(proxy.connected()).hasSize(1);
			}
			finally {
				properties.keySet().forEach(System::clearProperty);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void connectsDirectlyToLoopbackUnlessTheSystemSaysOtherwise(Connector connector) {
		try (TunnellingProxy proxy = TunnellingProxy.open()) {
			Map<String, String> properties = Map.of("https.proxyHost", "127.0.0.1", "https.proxyPort",
					Integer.toString(proxy.port()));
			properties.forEach(System::setProperty);
			try (Application application = new Application(connector.builder(), certificate.trusted())) {
				assertThatMessageIsSent(application);
				assertThat(proxy.connected()).isEmpty();
			}
			finally {
				properties.keySet().forEach(System::clearProperty);
			}
		}
	}

	private void assertThatMessageIsSent(Application application) {
		assertThat(Application.failure(Call.SEND_MESSAGE, application.client(this.server.url()))).isNull();
		assertThat(this.server.requests()).containsExactly("POST /v3/conversations/messages HTTP/1.1");
	}

	private static Application application(Connector connector, TunnellingProxy proxy, String... properties) {
		List<String> all = new ArrayList<>(List.of(certificate.trusted()));
		all.addAll(Arrays.asList(properties));
		all.add("brevo.http.proxy.host=127.0.0.1");
		all.add("brevo.http.proxy.port=" + proxy.port());
		return new Application(connector.builder(), all.toArray(String[]::new));
	}

}

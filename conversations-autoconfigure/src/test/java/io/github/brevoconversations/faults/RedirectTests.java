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

import java.util.Arrays;
import java.util.stream.Stream;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no redirect takes a request, and with it the API key, to another server,
 * even if the application follows redirects.
 */
@Timeout(120)
class RedirectTests {

	@RegisterExtension
	private static final Applications applications = new Applications("spring.http.clients.redirects=follow");

	@RegisterExtension
	private final FaultyServer server = FaultyServer.start();

	@RegisterExtension
	private final FaultyServer other = FaultyServer.start();

	@ParameterizedTest
	@MethodSource
	void followsNoRedirect(Connector connector, int status, Call call) {
		redirect(status);
		Throwable failure = Application.failure(call, applications.get(connector).client(this.server.url()));
		Application.assertOutcome(failure, Outcome.failure(BrevoCommunicationException.class, 1));
		assertThat(failure).hasMessageContaining("redirects are not followed");
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.other.connections()).isEmpty();
	}

	static Stream<Arguments> followsNoRedirect() {
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> Stream.of(301, 302, 307, 308)
				.flatMap(
						(status) -> Arrays.stream(Call.values()).map((call) -> Arguments.of(connector, status, call))));
	}

	@ParameterizedTest
	@EnumSource
	void applicationItselfFollowsRedirects(Connector connector) {
		redirect(302);
		applications.get(connector)
			.webClient()
			.get()
			.uri(this.server.url())
			.retrieve()
			.toBodilessEntity()
			.block(FaultyServer.PATIENCE);
		assertThat(this.other.requests()).hasSize(1);
	}

	private void redirect(int status) {
		this.server.respondWith(Behaviour.status(status, "", "Location: " + this.other.url() + "/v3/elsewhere"));
	}

}

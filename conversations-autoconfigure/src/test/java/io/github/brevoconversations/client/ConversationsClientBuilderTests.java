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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ConversationsClientBuilder}.
 */
class ConversationsClientBuilderTests {

	private final ConversationsClientBuilder builder = ConversationsClient.builder();

	@Test
	void buildsAClientFromAKeyAlone() {
		assertThat(this.builder.apiKey("secret").build()).isNotNull();
	}

	@Test
	void writesTheKeysAndShowsThemToNoFilter() {
		List<HttpHeaders> seen = new ArrayList<>();
		MockClientHttpRequest written = new MockClientHttpRequest(HttpMethod.POST, "https://api.brevo.com/v3/ping");
		this.builder.webClientBuilder(WebClient.builder().filter((request, next) -> {
			seen.add(request.headers());
			return next.exchange(ClientRequest.from(request).build());
		})
			.exchangeFunction((request) -> request.writeTo(written, ExchangeStrategies.withDefaults())
				.thenReturn(ClientResponse.create(HttpStatus.CREATED).build())));
		ConversationsClient client = this.builder.apiKey("secret").partnerKey("secret-partner").build();
		client.pingAgentOnline(AgentIdentity.ofId("liz")).block(Duration.ofSeconds(20));
		assertThat(written.getHeaders().toSingleValueMap()).containsEntry("api-key", "secret")
			.containsEntry("partner-key", "secret-partner");
		assertThat(seen).singleElement()
			.satisfies((headers) -> assertThat(headers.toSingleValueMap().values())
				.noneMatch((v) -> v.contains("secret")));
	}

	@Test
	void rejectsAMissingKey() {
		assertThatIllegalStateException().isThrownBy(this.builder::build).withMessageContaining("API key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.brevo.com/v3", "https://api.brevo.com/v3/", "https://example.org:8443",
			"http://localhost:8080/v3", "http://brevo.localhost", "http://127.0.0.1:1", "http://127.1.2.3",
			"http://[::1]:8080", "HTTP://LOCALHOST" })
	void acceptsABaseUrl(String baseUrl) {
		assertThat(this.builder.apiKey("secret").baseUrl(baseUrl).build()).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "https://api.brevo.com, true", "https://api.brevo.com/v2, true", "https://api.brevo.com/v3/x, true",
			"https://gateway.example.org/brevo, true", "https://api.brevo.com/v3, false",
			"https://api.brevo.com/v3/, false", "https://gateway.example.org/brevo/v3, false",
			"http://localhost:8080, false" })
	@ExtendWith(OutputCaptureExtension.class)
	void warnsAboutABaseUrlThatDoesNotEndLikeBrevos(String baseUrl, boolean warned, CapturedOutput output) {
		this.builder.apiKey("secret").baseUrl(baseUrl).build();
		assertThat(output.getAll().contains("does not end in /v3")).isEqualTo(warned);
		if (warned) {
			assertThat(output).contains("WARN", baseUrl, "https://api.brevo.com/v3").doesNotContain("secret");
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "api.brevo.com", "/v3", "https://", "https:///v3", "ftp://localhost", "not a url",
			"https://user:password@example.org", "https://example.org?a=b", "https://example.org#a",
			"http://api.brevo.com/v3", "http://127.0.0.1.example.org", "http://localhost.example.org",
			"http://10.0.0.1" })
	void rejectsAnInvalidBaseUrl(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.baseUrl(baseUrl))
			.withMessageContaining("base URL");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "se cret", "se\ncret", "s\u00e9cret", "se\u0000cret" })
	void rejectsAMalformedKeyWithoutQuotingIt(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.apiKey(key))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("cret"));
		if (key != null) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.builder.partnerKey(key))
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("cret"));
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void rejectsAnInvalidCallTimeout(Duration callTimeout) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.callTimeout(callTimeout));
	}

	@Test
	void rejectsANullWebClientBuilder() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.webClientBuilder((WebClient.Builder) null));
	}

}

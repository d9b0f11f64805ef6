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

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApiKeyFilter}.
 */
class ApiKeyFilterTests {

	private static final URI URL = URI.create("https://api.brevo.com/v3/conversations/messages");

	private final ClientRequest request = ClientRequest.create(HttpMethod.POST, URL)
		.header("Accept", "application/json")
		.attribute("name", "value")
		.build();

	private final ApiKeyFilter filter = new ApiKeyFilter("secret", "secret partner");

	@Test
	void putsTheKeysIn() {
		AtomicReference<HttpHeaders> sent = new AtomicReference<>();
		this.filter.filter(this.request, (request) -> {
			sent.set(request.headers());
			return Mono.empty();
		}).block(Duration.ofSeconds(20));
		assertThat(sent.get().getFirst("api-key")).isEqualTo("secret");
		assertThat(sent.get().getFirst("partner-key")).isEqualTo("secret partner");
	}

	@Test
	void takesTheKeysOutOfTheRequestThatTheResponseKnows() {
		ClientResponse response = this.filter
			.filter(this.request, (request) -> Mono
				.just(ClientResponse.create(HttpStatus.CREATED).header("sib-request-id", "r1").body("{}").build()))
			.block(Duration.ofSeconds(20));
		HttpRequest known = response.request();
		assertThat(known.getHeaders()).isEqualTo(this.request.headers());
		assertThat(known.getMethod()).isEqualTo(HttpMethod.POST);
		assertThat(known.getURI()).isEqualTo(URL);
		assertThat(known.getAttributes()).containsEntry("name", "value");
		assertThat(response.statusCode()).isEqualTo(HttpStatus.CREATED);
		assertThat(response.headers().header("sib-request-id")).containsExactly("r1");
		assertThat(response.bodyToMono(String.class).block(Duration.ofSeconds(20))).isEqualTo("{}");
	}

	@Test
	void takesTheKeysOutOfTheFailureOfTheRequest() {
		IOException cause = new IOException("Connection reset");
		StepVerifier
			.create(this.filter.filter(this.request,
					(request) -> Mono.error(
							new WebClientRequestException(cause, request.method(), request.url(), request.headers()))))
			.expectErrorSatisfies((failure) -> assertThat(failure).hasCause(cause)
				.isInstanceOfSatisfying(WebClientRequestException.class, (exception) -> {
					assertThat(exception.getHeaders()).isEqualTo(this.request.headers());
					assertThat(exception.getMethod()).isEqualTo(HttpMethod.POST);
					assertThat(exception.getUri()).isEqualTo(URL);
				}))
			.verify(Duration.ofSeconds(20));
	}

}

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
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportErrors}.
 */
class TransportErrorsTests {

	@ParameterizedTest
	@MethodSource
	void knowsWhatWasCertainlyNotSent(Exception failure) {
		BrevoCommunicationException exception = from(inRequest(failure));
		assertThat(exception.isRequestSent()).isFalse();
		assertThat(exception).hasMessageContaining("sendMessage").hasMessageContaining("nothing was sent");
	}

	static Exception[] knowsWhatWasCertainlyNotSent() {
		return new Exception[] { new ConnectException("Connection refused"), new UnknownHostException("api.brevo.com"),
				new SSLHandshakeException("no trust"), new HttpConnectTimeoutException("slow"),
				new PoolAcquirePendingLimitException(32), new PoolAcquireTimeoutException(Duration.ofSeconds(45)) };
	}

	@ParameterizedTest
	@MethodSource
	void knowsWhatMayHaveBeenSent(Exception failure) {
		assertThat(from(failure).isRequestSent()).isTrue();
	}

	static Exception[] knowsWhatMayHaveBeenSent() {
		return new Exception[] { new TimeoutException(), new HttpTimeoutException("slow"),
				inRequest(new IOException("Connection reset")), new DataBufferLimitException("large"),
				new IllegalStateException("a filter failed"),
				WebClientResponseException.create(500, "no", HttpHeaders.EMPTY, new byte[0], null) };
	}

	@Test
	void dropsTheExceptionThatHoldsTheRequest() {
		IOException cause = new IOException("Connection reset");
		assertThat(from(inRequest(cause))).hasCause(cause).hasMessageContaining("Connection reset");
	}

	@Test
	void saysThatTheTimeIsUp() {
		assertThat(from(new TimeoutException())).hasMessageContaining("in time");
		assertThat(from(inRequest(new HttpTimeoutException("x")))).hasMessageContaining("in time");
	}

	@Test
	void leavesABrevoExceptionAlone() {
		BrevoInvalidRequestException exception = new BrevoInvalidRequestException("No");
		assertThat(TransportErrors.from(Operation.SEND_MESSAGE, exception)).isSameAs(exception);
	}

	private static BrevoCommunicationException from(Throwable failure) {
		return (BrevoCommunicationException) TransportErrors.from(Operation.SEND_MESSAGE, failure);
	}

	private static WebClientRequestException inRequest(Exception cause) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("api-key", "secret");
		return new WebClientRequestException(cause, HttpMethod.POST, URI.create("https://api.brevo.com"), headers);
	}

}

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

import java.time.Duration;

import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Sends webhooks over HTTP, each on its own connection. Trusts any certificate, because
 * that of a test is hardly ever signed by a known authority.
 */
final class HttpWebhookSender implements WebhookSender {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient client;

	HttpWebhookSender(LoopResources loops) {
		this.client = HttpClient.newConnection()
			.runOn(loops)
			.responseTimeout(TIMEOUT)
			.secure((ssl) -> ssl.sslContext(trustingAnyCertificate()));
	}

	private static SslProvider.GenericSslContextSpec<?> trustingAnyCertificate() {
		return Http11SslContextSpec.forClient()
			.configure((builder) -> builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
				.endpointIdentificationAlgorithm(null));
	}

	@Override
	public int send(WebhookRequest request) {
		Integer status = this.client.headers((headers) -> request.headers().forEach(headers::set))
			.post()
			.uri(request.uri())
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.body())))
			.responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
			.block(TIMEOUT.plusSeconds(5));
		return (status != null) ? status : 0;
	}

}

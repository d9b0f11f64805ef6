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

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * Puts the headers that all requests have straight into what is written. So no filter and
 * no exception of {@code WebClient} sees the keys, and the headers are not copied on
 * their way.
 */
final class CommonHeaders implements Consumer<ClientHttpRequest> {

	private static final String API_KEY = "api-key";

	private static final String PARTNER_KEY = "partner-key";

	private final String apiKey;

	private final @Nullable String partnerKey;

	CommonHeaders(String apiKey, @Nullable String partnerKey) {
		this.apiKey = apiKey;
		this.partnerKey = partnerKey;
	}

	@Override
	public void accept(ClientHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
		headers.set(API_KEY, this.apiKey);
		if (this.partnerKey != null) {
			headers.set(PARTNER_KEY, this.partnerKey);
		}
	}

}

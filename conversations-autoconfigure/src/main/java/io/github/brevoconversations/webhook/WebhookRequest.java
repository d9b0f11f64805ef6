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

package io.github.brevoconversations.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The part of an HTTP request that a {@link WebhookReceiver} needs before the body is
 * read.
 *
 * @param method the method, such as {@code POST}
 * @param headers the headers
 * @param queryParameters the parameters of the URL, decoded; a value is {@code null} if
 * the parameter has none
 * @param remoteAddress the address of the sender, or {@code null} if it is not known
 */
public record WebhookRequest(String method, HttpHeaders headers, Map<String, List<@Nullable String>> queryParameters,
		@Nullable InetAddress remoteAddress) {

	@Override
	public String toString() {
		return "WebhookRequest[method=" + this.method + "]";
	}

}

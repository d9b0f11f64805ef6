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

package io.github.brevoconversations.sample;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Rejects what another site's page makes a browser send. The desk has no login. Only this
 * filter, and the address that it listens on, keep others from using it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class SameOriginFilter implements WebFilter {

	private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private final List<String> hosts;

	private final String webhookPath;

	SameOriginFilter(DeskProperties properties, @Value("${brevo.webhook.path:/brevo/webhook}") String webhookPath) {
		this.hosts = properties.hosts();
		this.webhookPath = webhookPath;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (request.getPath().pathWithinApplication().value().equals(this.webhookPath)) {
			// A webhook comes through a tunnel, with its own credential
			return chain.filter(exchange);
		}
		if (!this.hosts.contains(hostName(request))) {
			return refuse(exchange.getResponse(), "The desk cannot be opened under this name; see desk.hosts.");
		}
		if (!SAFE.contains(request.getMethod()) && !isSameOrigin(request)) {
			return refuse(exchange.getResponse(), "The desk takes no requests from other sites.");
		}
		return chain.filter(exchange);
	}

	private static @Nullable String hostName(ServerHttpRequest request) {
		return request.getURI().getHost();
	}

	private static boolean isSameOrigin(ServerHttpRequest request) {
		String site = request.getHeaders().getFirst("Sec-Fetch-Site");
		if (site != null) {
			return "same-origin".equals(site);
		}
		// A client that sends neither header is not a browser, so no other site has made
		// it send the request
		String origin = request.getHeaders().getOrigin();
		return origin == null || origin.equals("http://" + request.getHeaders().getFirst(HttpHeaders.HOST))
				|| origin.equals("https://" + request.getHeaders().getFirst(HttpHeaders.HOST));
	}

	private static Mono<Void> refuse(ServerHttpResponse response, String reason) {
		response.setStatusCode(HttpStatus.FORBIDDEN);
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		return response
			.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(reason.getBytes(StandardCharsets.UTF_8))));
	}

}

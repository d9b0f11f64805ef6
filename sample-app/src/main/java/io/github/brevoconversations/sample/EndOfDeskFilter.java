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

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Ends the requests in progress when the application ends: the streams of events, which
 * never end by themselves, and requests that wait for a response from Brevo. Otherwise,
 * the web server would wait for them, even if its shutdown is immediate.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class EndOfDeskFilter implements WebFilter {

	private final Sinks.Empty<Void> end = Sinks.empty();

	@EventListener(ContextClosedEvent.class)
	void end() {
		this.end.tryEmitEmpty();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.firstWithSignal(chain.filter(exchange),
				this.end.asMono().then(Mono.defer(() -> unavailable(exchange.getResponse()))));
	}

	private static Mono<Void> unavailable(ServerHttpResponse response) {
		response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
		return response.isCommitted() ? Mono.empty() : response.setComplete();
	}

}

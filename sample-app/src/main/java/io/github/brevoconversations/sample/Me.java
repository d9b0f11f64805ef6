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

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Which agent somebody is at this desk. The desk has no login: whoever sits at this
 * computer says who they are, and a cookie remembers it.
 */
@Component
class Me {

	private static final String COOKIE = "desk-agent";

	private final Agents agents;

	private final ObservedBrevo brevo;

	Me(Agents agents, ObservedBrevo brevo) {
		this.agents = agents;
		this.brevo = brevo;
	}

	/**
	 * Return who somebody is.
	 * @param exchange their request
	 * @return the agent, or {@code null} if they have not said; with the built-in Brevo,
	 * they are the first agent until they do
	 */
	DeskProperties.@Nullable Agent of(ServerWebExchange exchange) {
		HttpCookie cookie = exchange.getRequest().getCookies().getFirst(COOKIE);
		DeskProperties.Agent agent = (cookie != null) ? this.agents.find(decode(cookie.getValue())) : null;
		boolean first = agent == null && this.brevo.place().isBuiltIn() && !this.agents.all().isEmpty();
		return first ? this.agents.all().get(0) : agent;
	}

	void become(DeskProperties.Agent agent, ServerWebExchange exchange) {
		exchange.getResponse()
			.addCookie(ResponseCookie.from(COOKIE, URLEncoder.encode(agent.id(), StandardCharsets.UTF_8))
				.path("/")
				.httpOnly(true)
				.sameSite("Strict")
				.maxAge(Duration.ofDays(30))
				.build());
	}

	private static @Nullable String decode(String value) {
		try {
			return URLDecoder.decode(value, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}

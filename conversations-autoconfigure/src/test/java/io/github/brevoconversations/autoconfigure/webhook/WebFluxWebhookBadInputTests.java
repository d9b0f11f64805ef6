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

package io.github.brevoconversations.autoconfigure.webhook;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Tests for requests that Brevo would not send, in Spring WebFlux.
 */
class WebFluxWebhookBadInputTests extends AbstractWebhookBadInputTests {

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	@Override
	Class<?> server() {
		return AbstractWebhookRouteTests.FluxServer.class;
	}

	@Override
	Class<?> handlers() {
		return Slow.class;
	}

	@Configuration(proxyBeanMethods = false)
	static class Slow {

		@Bean
		RouterFunction<ServerResponse> slowRoute(BrevoWebhooks webhooks, WebhookReception reception) {
			return RouterFunctions.route()
				.POST("/slow", new WebFluxWebhookHandler(webhooks.all().get(0), reception, SHORT))
				.build();
		}

	}

}

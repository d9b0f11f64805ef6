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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the route of Brevo's webhooks in
 * Spring WebFlux. If the application uses Spring Security, the route is excluded from it,
 * since Brevo has neither a session nor a CSRF token, and since the route checks a secret
 * itself. All other paths remain as they are.
 */
@AutoConfiguration(after = BrevoWebhookAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, RouterFunctions.class })
@ConditionalOnBean(BrevoWebhooks.class)
public final class BrevoWebhookWebFluxAutoConfiguration {

	@Bean
	@Order(0)
	RouterFunction<ServerResponse> brevoWebhookRouterFunction(ApplicationContext context, BrevoWebhooks brevoWebhooks,
			WebhookReception brevoWebhookReception) {
		// A separate management server has the routes of the application as well
		RequestPredicate here = (
				request) -> !ChildContexts.isChild(request.exchange().getApplicationContext(), context);
		RouterFunctions.Builder routes = RouterFunctions.route();
		brevoWebhooks.all()
			.forEach((webhook) -> routes.route(here.and(RequestPredicates.path(webhook.path())),
					new WebFluxWebhookHandler(webhook, brevoWebhookReception)));
		return routes.build();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebFilterChainProxy.class)
	static class SecurityConfiguration {

		@Bean
		static WebhookSecurityBypass.Installer brevoWebhookSecurityBypass(ApplicationContext context,
				ObjectProvider<BrevoWebhooks> brevoWebhooks) {
			return new WebhookSecurityBypass.Installer(context, brevoWebhooks);
		}

	}

}

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
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the route of Brevo's webhooks in
 * Spring MVC. If the application uses Spring Security, the route is excluded from it,
 * since Brevo has neither a session nor a CSRF token, and since the route checks a secret
 * itself. All other paths remain as they are.
 */
@AutoConfiguration(after = BrevoWebhookAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, RouterFunctions.class })
@ConditionalOnBean(BrevoWebhooks.class)
public final class BrevoWebhookWebMvcAutoConfiguration {

	@Bean
	@Order(0)
	RouterFunction<ServerResponse> brevoWebhookRouterFunction(BrevoWebhooks brevoWebhooks,
			WebhookReception brevoWebhookReception) {
		RouterFunctions.Builder routes = RouterFunctions.route();
		brevoWebhooks.all()
			.forEach((webhook) -> routes.route(RequestPredicates.path(webhook.path()),
					new WebMvcWebhookHandler(webhook, brevoWebhookReception)));
		return routes.build();
	}

	@Bean
	WebMvcWebhookHandler.BodyFilter brevoWebhookBodyFilter(ObjectProvider<BrevoWebhooks> brevoWebhooks) {
		return new WebMvcWebhookHandler.BodyFilter(brevoWebhooks);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebSecurity.class)
	static class SecurityConfiguration {

		@Bean
		static WebhookSecurityChain brevoWebhookSecurityChain(ApplicationContext context,
				ObjectProvider<BrevoWebhooks> brevoWebhooks) {
			return new WebhookSecurityChain(context, brevoWebhooks);
		}

	}

}

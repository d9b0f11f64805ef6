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

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Excludes the paths of webhooks from Spring Security in Spring MVC, with a chain without
 * filters that is added before Spring Security collects all others.
 * {@code WebSecurity.ignoring()} creates the same chain, but logs a warning at each
 * start. As a bean, the chain would make Spring Boot's default chain back off.
 */
final class WebhookSecurityChain implements BeanPostProcessor {

	private final ApplicationContext context;

	private final ObjectProvider<BrevoWebhooks> webhooks;

	WebhookSecurityChain(ApplicationContext context, ObjectProvider<BrevoWebhooks> webhooks) {
		this.context = context;
		this.webhooks = webhooks;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof WebSecurity security) {
			security.addSecurityFilterChainBuilder(() -> new DefaultSecurityFilterChain(
					new Matcher(this.context, WebhookRequestMatcher.of(this.webhooks.getObject()))));
		}
		return bean;
	}

	/**
	 * Matches the paths of webhooks, except on the server of a child context.
	 *
	 * @param context the context of the application
	 * @param webhook the matcher of the paths
	 */
	private record Matcher(ApplicationContext context, WebhookRequestMatcher webhook) implements RequestMatcher {

		@Override
		public boolean matches(HttpServletRequest request) {
			return this.webhook.matches(request) && !isOfChildContext(request);
		}

		private boolean isOfChildContext(HttpServletRequest request) {
			ServletContext servletContext = request.getServletContext();
			return (servletContext != null) && ChildContexts
				.isChild(WebApplicationContextUtils.getWebApplicationContext(servletContext), this.context);
		}

		@Override
		public String toString() {
			return this.webhook + ", which check a secret of their own";
		}

	}

}

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

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;

/**
 * Excludes the paths of webhooks from Spring Security in Spring WebFlux, which has no
 * counterpart of {@code WebSecurityCustomizer}, and whose default chain would back off
 * from another {@code SecurityWebFilterChain}. Paths must match exactly: a path that is
 * spelled differently stays protected.
 */
final class WebhookSecurityBypass extends WebFilterChainProxy {

	private final WebFilterChainProxy security;

	private final ApplicationContext context;

	private final ObjectProvider<BrevoWebhooks> webhooks;

	private WebhookSecurityBypass(WebFilterChainProxy security, ApplicationContext context,
			ObjectProvider<BrevoWebhooks> webhooks) {
		super(List.of());
		this.security = security;
		this.context = context;
		this.webhooks = webhooks;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return isWebhook(exchange) ? chain.filter(exchange) : this.security.filter(exchange, chain);
	}

	private boolean isWebhook(ServerWebExchange exchange) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		return !ChildContexts.isChild(exchange.getApplicationContext(), this.context)
				&& this.webhooks.getObject().all().stream().anyMatch((webhook) -> webhook.path().equals(path));
	}

	/**
	 * Puts the bypass before Spring Security.
	 */
	static final class Installer implements BeanPostProcessor {

		private final ApplicationContext context;

		private final ObjectProvider<BrevoWebhooks> webhooks;

		Installer(ApplicationContext context, ObjectProvider<BrevoWebhooks> webhooks) {
			this.context = context;
			this.webhooks = webhooks;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof WebFilterChainProxy proxy && !(bean instanceof WebhookSecurityBypass))
					? new WebhookSecurityBypass(proxy, this.context, this.webhooks) : bean;
		}

	}

}

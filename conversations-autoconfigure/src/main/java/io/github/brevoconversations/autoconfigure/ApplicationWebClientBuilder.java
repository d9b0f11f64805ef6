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

package io.github.brevoconversations.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.log.LogMessage;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Creates the {@link WebClient.Builder} for the calls to Brevo and applies the
 * application's customizers, as Spring Boot's HTTP service clients do. A bean of that
 * type is not used, since it may be load-balanced, or configured for another service. If
 * a customizer sets something that is not used for the calls, a warning is logged.
 */
class ApplicationWebClientBuilder implements Supplier<WebClient.Builder> {

	private static final Log logger = LogFactory.getLog(ApplicationWebClientBuilder.class);

	private final ObjectProvider<WebClientCustomizer> customizers;

	private final Predicate<ClientHttpConnector> ownedBySpringBoot;

	/**
	 * Create a source of builders.
	 * @param customizers the application's customizers
	 * @param ownedBySpringBoot whether a connector is the one that Spring Boot creates
	 * for all clients, which is created from the same beans as this starter's
	 */
	ApplicationWebClientBuilder(ObjectProvider<WebClientCustomizer> customizers,
			Predicate<ClientHttpConnector> ownedBySpringBoot) {
		this.customizers = customizers;
		this.ownedBySpringBoot = ownedBySpringBoot;
	}

	@Override
	public WebClient.Builder get() {
		WebClient.Builder builder = WebClient.builder();
		this.customizers.orderedStream()
			.forEach((customizer) -> customizer
				.customize(Watched.create(builder, (value) -> warnOfWhatIsNotUsed(customizer, value))));
		return builder;
	}

	private void warnOfWhatIsNotUsed(WebClientCustomizer customizer, Object value) {
		if (value instanceof ClientHttpConnector connector && !this.ownedBySpringBoot.test(connector)) {
			logger.warn(LogMessage.format(
					"The ClientHttpConnector that %s sets is not used for Brevo, because it may follow redirects or "
							+ "retry requests; set what Brevo needs, such as a proxy, with brevo.http.* or a "
							+ "ClientHttpConnectorBuilderCustomizer",
					customizer.getClass().getName()));
		}
		if (value instanceof ExchangeFunction) {
			logger.warn(LogMessage.format(
					"The ExchangeFunction that %s sets also makes the calls to Brevo, so brevo.http.* has no effect",
					customizer.getClass().getName()));
		}
	}

	/**
	 * A builder that reports what is set.
	 *
	 * @param builder the real builder
	 * @param watcher receives what is set
	 */
	private record Watched(WebClient.Builder builder, Consumer<Object> watcher) implements InvocationHandler {

		static WebClient.Builder create(WebClient.Builder builder, Consumer<Object> watcher) {
			return (WebClient.Builder) Proxy.newProxyInstance(WebClient.Builder.class.getClassLoader(),
					new Class<?>[] { WebClient.Builder.class }, new Watched(builder, watcher));
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (arguments != null && arguments.length == 1 && arguments[0] != null) {
				this.watcher.accept(arguments[0]);
			}
			try {
				Object result = method.invoke(this.builder, arguments);
				return (result == this.builder) ? proxy : result;
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		}

	}

}

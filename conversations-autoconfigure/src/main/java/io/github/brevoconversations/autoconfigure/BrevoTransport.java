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

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.client.http.ConnectorClosedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Provides the connectors and the builders of {@link WebClient} for the calls of all
 * accounts to Brevo, based on the application's own. They are created with the first
 * call, and closed with the application.
 */
class BrevoTransport implements ApplicationListener<ContextClosedEvent>, DisposableBean {

	private static final Log logger = LogFactory.getLog(BrevoTransport.class);

	private static final String SPRING_BOOT = "org.springframework.boot.";

	private final ObjectProvider<WebClientCustomizer> webClientCustomizers;

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder;

	private final ObjectProvider<HttpClientSettings> settings;

	private final ConfigurableApplicationContext context;

	private final List<BrevoHttpConnector> connectors = new CopyOnWriteArrayList<>();

	BrevoTransport(ObjectProvider<WebClientCustomizer> webClientCustomizers,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder, ObjectProvider<HttpClientSettings> settings,
			ConfigurableApplicationContext context) {
		this.webClientCustomizers = webClientCustomizers;
		this.connectorBuilder = connectorBuilder;
		this.settings = settings;
		this.context = context;
	}

	/**
	 * Return a source of builders to which the application's customizers are applied.
	 * @return a source of builders
	 */
	Supplier<WebClient.Builder> webClientBuilder() {
		Supplier<WebClient.Builder> builder = new ApplicationWebClientBuilder(this.webClientCustomizers,
				this::isMadeBySpringBoot);
		return () -> {
			try {
				return builder.get();
			}
			catch (BeansException | IllegalStateException ex) {
				if (this.context.isActive()) {
					throw ex;
				}
				// beans can no longer be created
				throw new ConnectorClosedException();
			}
		};
	}

	/**
	 * Return a source of connectors for an account. Invalid settings fail now rather than
	 * with the first call.
	 * @param account the account
	 * @param connectionDetails how to connect
	 * @return a source of connectors, which may return another one for each call
	 */
	Supplier<ClientHttpConnector> connector(BrevoAccount account, BrevoConnectionDetails connectionDetails) {
		BrevoHttpConnector connector = new BrevoHttpConnector(connectorBuilder(), settings(), account,
				connectionDetails.getSslBundle(), hasHttpClientFactory());
		this.connectors.add(connector);
		return connector;
	}

	private ClientHttpConnectorBuilder<?> connectorBuilder() {
		ClientHttpConnectorBuilder<?> builder = this.connectorBuilder.getIfUnique();
		if (builder == null && this.connectorBuilder.stream().findAny().isPresent()) {
			logger.warn(
					"None of the ClientHttpConnectorBuilder beans is used for Brevo, because there are several and none is primary");
		}
		if (builder == null) {
			return ClientHttpConnectorBuilder.detect(this.context.getClassLoader());
		}
		HardenedConnectorBuilder.checkPresence(builder, this.context.getClassLoader());
		return builder;
	}

	private HttpClientSettings settings() {
		HttpClientSettings settings = this.settings.getIfUnique();
		return (settings != null) ? settings : HttpClientSettings.defaults();
	}

	/**
	 * Return whether the application's connectors may use an HTTP client that the
	 * application has created. The builder does not reveal this.
	 * @return whether there is a builder or a customizer that Spring Boot has not defined
	 */
	private boolean hasHttpClientFactory() {
		return hasAnyOfTheApplication(ClientHttpConnectorBuilder.class)
				|| hasAnyOfTheApplication(ClientHttpConnectorBuilderCustomizer.class);
	}

	private boolean hasAnyOfTheApplication(Class<?> type) {
		return !Arrays.stream(this.context.getBeanNamesForType(type, true, false))
			.allMatch(this::isDefinedBySpringBoot);
	}

	private boolean isMadeBySpringBoot(ClientHttpConnector connector) {
		return Arrays.stream(this.context.getBeanNamesForType(ClientHttpConnector.class, true, false))
			.filter(this::isDefinedBySpringBoot)
			.anyMatch((name) -> connector == this.context.getBean(name));
	}

	private boolean isDefinedBySpringBoot(String name) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		return beanFactory.containsBeanDefinition(name)
				&& beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
				&& isOfSpringBoot(definition.getResolvedFactoryMethod());
	}

	private static boolean isOfSpringBoot(@Nullable Method factoryMethod) {
		return factoryMethod != null && factoryMethod.getDeclaringClass().getName().startsWith(SPRING_BOOT);
	}

	/**
	 * Record that the application is about to close. The events of child contexts arrive
	 * here, too, and are ignored.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (Objects.equals(event.getApplicationContext().getId(), this.context.getId())) {
			this.connectors.forEach(BrevoHttpConnector::willClose);
		}
	}

	@Override
	public void destroy() {
		this.connectors.forEach(BrevoHttpConnector::close);
	}

	/**
	 * Hints for the proxy that observes customizers, and for properties that are
	 * converted.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			// by name, since WebClient may be missing in an application
			hints.proxies()
				.registerJdkProxy(
						TypeReference.of("org.springframework.web.reactive.function.client.WebClient$Builder"));
			hints.reflection().registerType(BrevoAccountProperties.Agent.class, MemberCategory.INVOKE_DECLARED_METHODS);
		}

	}

}

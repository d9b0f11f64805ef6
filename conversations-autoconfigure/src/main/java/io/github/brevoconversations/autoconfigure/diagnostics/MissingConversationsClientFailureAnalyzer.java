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

package io.github.brevoconversations.autoconfigure.diagnostics;

import java.util.Set;
import java.util.stream.Collectors;

import io.github.brevoconversations.autoconfigure.AgentPresenceAutoConfiguration;
import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Failure analyzer that says why one of the starter's beans that code injects does not
 * exist, and what to do. It considers what the auto-configuration has decided, not just
 * the properties, so it is also right in a slice test. Analyzers that know more about
 * tests come before it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class MissingConversationsClientFailureAnalyzer
		extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> TYPES = Set.of(ConversationsClient.class, BlockingConversationsClient.class,
			BrevoConnectionDetails.class, ActiveAgentStore.class, AgentPresence.class, AgentPresenceHeartbeat.class,
			BrevoAccounts.class);

	private static final Set<Class<?>> OF_PRESENCE = Set.of(ActiveAgentStore.class, AgentPresence.class,
			AgentPresenceHeartbeat.class);

	private static final Reason LEFT_OUT = new Reason(
			"its auto-configuration is left out, as in tests of a slice such as @WebMvcTest",
			"In a test, replace the bean with @MockitoBean, or add it with @AutoConfigureBrevoConversationsServer or @ImportAutoConfiguration. In an application, find out what excludes the auto-configuration.");

	private static final Reason CLIENT_CAME_LATE = new Reason(
			"the client was added after the auto-configuration had found none, as with @MockitoBean",
			"Replace this bean in the test as well, or set the property '%s' there to any text."
				.formatted(BrevoAccount.API_KEY));

	private final Environment environment;

	private final ConfigurableListableBeanFactory beanFactory;

	MissingConversationsClientFailureAnalyzer(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		if (type == null || !TYPES.contains(type) || cause.getNumberOfBeansFound() != 0) {
			return null;
		}
		Reason reason = reason(type);
		return (reason != null) ? new FailureAnalysis(
				"%s required a bean of type '%s', but there is none because %s.".formatted(
						(description != null) ? description : "A component", type.getName(), reason.description()),
				reason.action(), cause) : null;
	}

	private @Nullable Reason reason(Class<?> type) {
		if (!BrevoSwitch.isOn(BrevoSwitch.ALL, this.environment)) {
			return new Reason("Brevo Conversations is switched off ('brevo.enabled' is false)",
					"Remove the property 'brevo.enabled', or make the injection optional, for example with an ObjectProvider.");
		}
		if (OF_PRESENCE.contains(type) && !BrevoSwitch.isOn(BrevoSwitch.PRESENCE, this.environment)) {
			return new Reason("the presence of agents is switched off ('brevo.presence.enabled' is false)",
					"Remove the property 'brevo.presence.enabled', or make the injection optional, for example with an ObjectProvider.");
		}
		if (!has(ConversationsClientAutoConfiguration.class)) {
			return isExcluded() ? null : LEFT_OUT;
		}
		if (type != ConversationsClient.class && hasDefaultClient() && !has(AgentPresenceAutoConfiguration.class)) {
			return CLIENT_CAME_LATE;
		}
		if (!BrevoAccount.hasDefaultCredentials(this.environment)) {
			return withoutCredentials(BrevoAccount.names(this.environment));
		}
		if (type == AgentPresenceHeartbeat.class && !BrevoSwitch.isOn(BrevoSwitch.HEARTBEAT, this.environment)) {
			return new Reason("the heartbeat is switched off ('brevo.heartbeat.enabled' is false)",
					"Remove the property 'brevo.heartbeat.enabled', or make the injection optional, for example with an ObjectProvider.");
		}
		return null;
	}

	private static Reason withoutCredentials(Set<String> accounts) {
		if (accounts.isEmpty()) {
			return new Reason("no API key for Brevo is set",
					"Set the property '%s' (or the environment variable BREVO_API_KEY) to an API key of your Brevo account."
						.formatted(BrevoAccount.API_KEY));
		}
		return new Reason("only named accounts have an API key for Brevo",
				("Inject an account's bean with %s, or get it from the bean BrevoAccounts by the account's name. Each "
						+ "account needs its own API key, such as '%s'. To have a default account, which needs no "
						+ "qualifier, set the property '%s'.")
					.formatted(
							accounts.stream().map("@Qualifier(\"%s\")"::formatted).collect(Collectors.joining(" or ")),
							"brevo.accounts.%s.api-key".formatted(accounts.iterator().next()), BrevoAccount.API_KEY));
	}

	private boolean hasDefaultClient() {
		return !new QualifiedBeans(this.beanFactory).names(BrevoAccounts.DEFAULT, ConversationsClient.class).isEmpty();
	}

	private boolean isExcluded() {
		return this.environment.getProperty("spring.autoconfigure.exclude", "")
			.contains(ConversationsClientAutoConfiguration.class.getName());
	}

	/**
	 * Return whether an auto-configuration is active in the application. Its bean shows
	 * this, since the report of the conditions no longer exists when the start has
	 * failed.
	 * @param autoConfiguration the auto-configuration
	 * @return whether its bean exists
	 */
	private boolean has(Class<?> autoConfiguration) {
		return this.beanFactory.containsBeanDefinition(autoConfiguration.getName());
	}

	/**
	 * The reason why a bean does not exist.
	 *
	 * @param description the reason
	 * @param action what to do about it
	 */
	private record Reason(String description, String action) {

	}

}

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

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import io.github.brevoconversations.autoconfigure.account.AccountName;
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
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Failure analyzer that says which accounts exist if code injects a bean of one that does
 * not, or why the account does not have the bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingAccountBeanFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> TYPES = Set.of(ConversationsClient.class, BlockingConversationsClient.class,
			BrevoConnectionDetails.class, ActiveAgentStore.class, AgentPresence.class, AgentPresenceHeartbeat.class);

	private static final Set<Class<?>> OF_PRESENCE = Set.of(ActiveAgentStore.class, AgentPresence.class,
			AgentPresenceHeartbeat.class);

	private final BeanFactory beanFactory;

	private final Environment environment;

	MissingAccountBeanFailureAnalyzer(BeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		String account = qualifier(rootFailure);
		if (type == null || !TYPES.contains(type) || account == null
				|| !BrevoSwitch.isOn(BrevoSwitch.ALL, this.environment)
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory factory)) {
			return null;
		}
		Set<String> known = new LinkedHashSet<>(BrevoAccount.known(this.environment));
		known.addAll(
				BrevoAccount.names(this.environment, new QualifiedBeans(factory).accounts(ConversationsClient.class)));
		Optional<String> same = known.stream().filter((name) -> AccountName.isSame(name, account)).findFirst();
		String problem = "%s required a bean of type '%s' of the Brevo account '%s', but there is none. Known accounts: %s."
			.formatted((description != null) ? description : "A component", type.getName(), account,
					known.isEmpty() ? "none" : String.join(", ", known));
		return new FailureAnalysis(problem, action(account, same.orElse(null), type), cause);
	}

	private String action(String account, @Nullable String known, Class<?> type) {
		boolean isDefault = AccountName.isDefault(account);
		if (known == null) {
			return isDefault
					? "Set the property '%s', or inject the bean of another account.".formatted(BrevoAccount.API_KEY)
					: "Correct the qualifier, or set the property 'brevo.accounts.%s.api-key'.".formatted(account);
		}
		if (OF_PRESENCE.contains(type) && !BrevoSwitch.isOn(BrevoSwitch.PRESENCE, this.environment)) {
			return "Remove the property '%s', which switches the presence of all agents off, or make the injection optional."
				.formatted(BrevoSwitch.PRESENCE);
		}
		if (!known.equals(account)) {
			return "Write the name of the account as the properties do: @Qualifier(\"%s\").".formatted(known);
		}
		if (type != AgentPresenceHeartbeat.class) {
			return "Find out in the condition evaluation report (--debug) why the auto-configuration does not define it, or define it yourself with this qualifier.";
		}
		return isDefault
				? "Remove the property '%s', which switches it off, or make the injection optional."
					.formatted(BrevoSwitch.HEARTBEAT)
				: "Remove the property 'brevo.accounts.%s.heartbeat.enabled' or '%s', whichever switches it off, or make the injection optional."
					.formatted(account, BrevoSwitch.HEARTBEAT);
	}

	private static @Nullable String qualifier(Throwable rootFailure) {
		String qualifier = null;
		for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
			if (failure instanceof UnsatisfiedDependencyException unsatisfied) {
				InjectionPoint point = unsatisfied.getInjectionPoint();
				qualifier = (point != null) ? qualifier(point) : null;
			}
		}
		return qualifier;
	}

	private static @Nullable String qualifier(InjectionPoint point) {
		return MergedAnnotations.from(point.getAnnotations())
			.get(Qualifier.class)
			.getValue("value", String.class)
			.filter(StringUtils::hasText)
			.orElse(null);
	}

}

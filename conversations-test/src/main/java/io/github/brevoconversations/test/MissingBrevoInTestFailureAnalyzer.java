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

package io.github.brevoconversations.test;

import java.util.Set;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Tells what a test lacks if it has neither a key nor the annotation. All other failures
 * are left to the analyzers of the starter, which come next.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MissingBrevoInTestFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Set<Class<?>> TYPES = Set.of(ConversationsClient.class, BlockingConversationsClient.class,
			AgentPresence.class, AgentPresenceHeartbeat.class, BrevoAccounts.class);

	private static final String ANNOTATE = "Annotate the test class with @%s. The application then talks to a Brevo that runs in the test, and needs no key."
		.formatted(AutoConfigureBrevoConversationsServer.class.getSimpleName());

	private final Environment environment;

	private final BeanFactory beanFactory;

	MissingBrevoInTestFailureAnalyzer(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		if (type == null || cause.getNumberOfBeansFound() != 0 || !isTest()) {
			return null;
		}
		String who = (description != null) ? description : "A component";
		if (type == BrevoConversationsServer.class) {
			return new FailureAnalysis("%s required a bean of type '%s', but this test has no Brevo of its own."
				.formatted(who, type.getName()), ANNOTATE, cause);
		}
		return (TYPES.contains(type) && isWithoutKey()) ? new FailureAnalysis(
				"%s required a bean of type '%s', but there is none because this test has neither an API key for Brevo nor a Brevo of its own."
					.formatted(who, type.getName()),
				ANNOTATE, cause) : null;
	}

	private boolean isTest() {
		return this.beanFactory.containsBean(RealBrevoGuard.BEAN_NAME);
	}

	private boolean isWithoutKey() {
		return BrevoSwitch.isOn(BrevoSwitch.ALL, this.environment)
				&& !BrevoAccount.hasDefaultCredentials(this.environment)
				&& BrevoAccount.names(this.environment).isEmpty();
	}

}

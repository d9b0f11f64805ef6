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

import java.util.Set;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches if there are named accounts, according to the properties or the qualifiers of
 * beans.
 */
class OnBrevoAccountsCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Brevo accounts");
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "No bean factory");
		Set<String> names = names(context.getEnvironment(), new QualifiedBeans(beanFactory));
		return names.isEmpty() ? ConditionOutcome.noMatch(message.because("none is configured"))
				: ConditionOutcome.match(message.foundExactly(names));
	}

	/**
	 * Return the names of the named accounts: those in the properties, and the qualifiers
	 * of clients and connection details. If there are none, the qualifiers of providers
	 * of credentials: otherwise, these name an account that there is, or are misspelt.
	 * @param environment the environment with their properties
	 * @param beans the beans
	 * @return the names, each account in one spelling only
	 */
	static Set<String> names(Environment environment, QualifiedBeans beans) {
		Set<String> qualifiers = beans.accounts(ConversationsClient.class, BrevoConnectionDetails.class);
		Set<String> names = BrevoAccount.names(environment, qualifiers);
		// ahead of time, the properties may not be known yet
		if (!names.isEmpty() && !Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return names;
		}
		return qualifiers.addAll(beans.accounts(BrevoApiKeyProvider.class, BrevoAccessTokenProvider.class))
				? BrevoAccount.names(environment, qualifiers) : names;
	}

}

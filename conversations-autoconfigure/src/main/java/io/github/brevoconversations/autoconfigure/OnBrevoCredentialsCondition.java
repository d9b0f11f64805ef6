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

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoPlaceholders;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnDefaultAccountBean;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Matches if the default account has credentials: a key or a client registration in the
 * properties, a bean that provides keys or access tokens, or connection details. While an
 * application is processed ahead of time, it always matches: the key belongs where the
 * application runs, not where it is built.
 */
class OnBrevoCredentialsCondition extends AnyNestedCondition {

	OnBrevoCredentialsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	/**
	 * Return whether an application that needs no key is meant to have a default account.
	 * @param environment the environment
	 * @param beans the beans
	 * @return whether there is no named account, or there is a property for the
	 * credentials of the default one
	 */
	static boolean isMeant(Environment environment, QualifiedBeans beans) {
		return OnBrevoAccountsCondition.names(environment, beans).isEmpty()
				|| environment.containsProperty(BrevoAccount.API_KEY)
				|| environment.containsProperty(BrevoAccount.REGISTRATION_ID);
	}

	@Conditional(OnPropertiesCondition.class)
	static class Properties {

	}

	@ConditionalOnDefaultAccountBean(BrevoApiKeyProvider.class)
	static class ApiKeyProvider {

	}

	@ConditionalOnDefaultAccountBean(BrevoAccessTokenProvider.class)
	static class AccessTokenProvider {

	}

	@ConditionalOnDefaultAccountBean(BrevoConnectionDetails.class)
	static class ConnectionDetails {

	}

	/**
	 * A stand-in needs no key. But an application with named accounts, and without a
	 * property for the credentials of the default account, is meant to have no default
	 * account.
	 */
	@ConditionalOnBean(BrevoStandIn.class)
	@Conditional(OnDefaultAccountCondition.class)
	static class StandIn {

	}

	/**
	 * Matches if one of the properties has text. Its messages never contain the key.
	 */
	static class OnPropertiesCondition extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Brevo credentials");
			if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
				return ConditionOutcome.match(message.because("they may be set when the application runs"));
			}
			BrevoPlaceholders.check(context.getEnvironment());
			return BrevoAccount.hasDefaultCredentials(context.getEnvironment())
					? ConditionOutcome.match(message.found("property", "properties")
						.items(BrevoAccount.API_KEY, BrevoAccount.REGISTRATION_ID))
					: ConditionOutcome.noMatch(message.didNotFind("property", "properties")
						.items(BrevoAccount.API_KEY, BrevoAccount.REGISTRATION_ID));
		}

	}

	/**
	 * Matches if there is no named account, or there is a property for the credentials of
	 * the default one.
	 */
	static class OnDefaultAccountCondition extends SpringBootCondition implements ConfigurationCondition {

		@Override
		public ConfigurationPhase getConfigurationPhase() {
			return ConfigurationPhase.REGISTER_BEAN;
		}

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("Brevo default account");
			ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
			Assert.state(beanFactory != null, "No bean factory");
			return isMeant(context.getEnvironment(), new QualifiedBeans(beanFactory))
					? ConditionOutcome
						.match(message.because("there are no named accounts, or its credentials are configured"))
					: ConditionOutcome.noMatch(message.because("only named accounts are configured"));
		}

	}

}

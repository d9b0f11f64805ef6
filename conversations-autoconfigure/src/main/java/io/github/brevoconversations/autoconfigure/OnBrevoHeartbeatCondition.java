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
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Condition of {@link ConditionalOnBrevoHeartbeat @ConditionalOnBrevoHeartbeat}. The
 * beans of named accounts are defined after all conditions have been evaluated, so this
 * one determines whether there will be a heartbeat.
 */
class OnBrevoHeartbeatCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnBrevoHeartbeat.class);
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "No bean factory");
		QualifiedBeans beans = new QualifiedBeans(beanFactory);
		if (beans.names(BrevoAccounts.DEFAULT, BrevoAccounts.class).isEmpty()) {
			return ConditionOutcome.noMatch(message.because("there is no account"));
		}
		Environment environment = context.getEnvironment();
		if (!beans.names(BrevoAccounts.DEFAULT, AgentPresenceHeartbeat.class).isEmpty()) {
			return ConditionOutcome.match(message.foundExactly(BrevoAccounts.DEFAULT));
		}
		return OnBrevoAccountsCondition.names(environment, beans)
			.stream()
			.filter((account) -> hasHeartbeat(account, environment, beans))
			.findFirst()
			.map((account) -> ConditionOutcome.match(message.foundExactly(account)))
			.orElseGet(() -> ConditionOutcome.noMatch(message.because("no account has a heartbeat")));
	}

	private static boolean hasHeartbeat(String account, Environment environment, QualifiedBeans beans) {
		return (BrevoSwitch.isOn(BrevoSwitch.PRESENCE, environment)
				&& BrevoAccount.named(account, environment).properties().getHeartbeat().isEnabled())
				|| !beans.names(account, AgentPresenceHeartbeat.class).isEmpty();
	}

}

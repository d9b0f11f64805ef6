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

package io.github.brevoconversations.autoconfigure.account;

import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.Assert;

/**
 * Condition of {@link ConditionalOnDefaultAccountBean @ConditionalOnDefaultAccountBean}
 * and {@link ConditionalOnMissingDefaultAccountBean}.
 */
class OnDefaultAccountBeanCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		Assert.state(beanFactory != null, "No bean factory");
		QualifiedBeans beans = new QualifiedBeans(beanFactory);
		ConditionOutcome present = metadata.isAnnotated(ConditionalOnDefaultAccountBean.class.getName())
				? present(beans, metadata) : ConditionOutcome.match();
		return (present.isMatch() && metadata.isAnnotated(ConditionalOnMissingDefaultAccountBean.class.getName()))
				? missing(beans, metadata) : present;
	}

	private static ConditionOutcome present(QualifiedBeans beans, AnnotatedTypeMetadata metadata) {
		Class<?> type = metadata.getAnnotations().get(ConditionalOnDefaultAccountBean.class).getClass("value");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnDefaultAccountBean.class);
		String name = beans.single(AccountName.DEFAULT, type);
		return (name != null) ? ConditionOutcome.match(message.foundExactly("bean " + name))
				: ConditionOutcome.noMatch(message.didNotFind("a single bean of type").items(type.getName()));
	}

	private static ConditionOutcome missing(QualifiedBeans beans, AnnotatedTypeMetadata metadata) {
		Class<?>[] types = metadata.getAnnotations()
			.get(ConditionalOnMissingDefaultAccountBean.class)
			.getClassArray("value");
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnMissingDefaultAccountBean.class);
		List<String> names = Arrays.stream(types)
			.flatMap((type) -> beans.names(AccountName.DEFAULT, type).stream())
			.toList();
		return names.isEmpty() ? ConditionOutcome.match(message.didNotFind("any beans").atAll())
				: ConditionOutcome.noMatch(message.found("bean", "beans").items(names));
	}

}

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

import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Ensures that the beans of the default account, which need no qualifier, are injected
 * where they should be, and nowhere else.
 */
public final class DefaultAccountBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanDefinitionRegistry registry;

	private final QualifiedBeans beans;

	/**
	 * Create a view of the beans of a factory.
	 * @param beanFactory the factory
	 * @param registry the same factory as a registry
	 */
	public DefaultAccountBeans(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.beans = new QualifiedBeans(beanFactory);
	}

	/**
	 * Let {@code @Qualifier("default")} find the beans of the default account, and let no
	 * qualifier of another account find them, even if a bean has that account's name:
	 * Spring uses the name of a bean without a qualifier as its qualifier.
	 * @param type the type of the beans
	 * @param accounts the names of the other accounts
	 */
	public void qualify(Class<?> type, Set<String> accounts) {
		for (String name : this.beans.namesWithoutQualifier(type)) {
			BeanDefinition definition = this.registry.getBeanDefinition(name);
			boolean named = Stream.concat(Stream.of(name), Stream.of(this.beanFactory.getAliases(name)))
				.anyMatch(
						(candidate) -> accounts.stream().anyMatch((account) -> AccountName.isSame(account, candidate)));
			if (named && definition instanceof AbstractBeanDefinition bean) {
				bean.addQualifier(new AutowireCandidateQualifier(Qualifier.class,
						bean.isDefaultCandidate() ? AccountName.DEFAULT : ""));
			}
			else if (definition instanceof RootBeanDefinition bean && bean.isDefaultCandidate()
					&& bean.getQualifiedElement() == null) {
				// unlike a qualifier of the definition, this keeps the bean's name as a
				// qualifier
				bean.setQualifiedElement(OfDefaultAccount.class);
			}
		}
	}

	/**
	 * Let look-ups by the type alone find the default account's bean of a parent. If this
	 * factory has a bean of a named account, they do not search the parent.
	 * @param type the type of the bean
	 */
	public void inherit(Class<?> type) {
		if (!(this.beanFactory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent)
				|| this.beans.namesOfOtherAccounts(type).isEmpty()
				|| this.beans.hasLocally(AccountName.DEFAULT, type)) {
			return;
		}
		if (new QualifiedBeans(parent).single(AccountName.DEFAULT, type) != null) {
			RootBeanDefinition definition = new RootBeanDefinition(type);
			definition.setInstanceSupplier(() -> inherited(parent, type));
			// so that only the parent destroys it
			definition.setScope(ConfigurableBeanFactory.SCOPE_PROTOTYPE);
			definition.setPrimary(true);
			definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
			this.registry.registerBeanDefinition("brevo.parent.%s".formatted(ClassUtils.getShortNameAsProperty(type)),
					definition);
		}
	}

	private static Object inherited(ConfigurableListableBeanFactory parent, Class<?> type) {
		Object bean = new QualifiedBeans(parent).find(AccountName.DEFAULT, type);
		Assert.state(bean != null, () -> "The parent context has no bean of type %s".formatted(type.getName()));
		return bean;
	}

	/**
	 * Provides the qualifier of the default account.
	 */
	@Qualifier(AccountName.DEFAULT)
	private static final class OfDefaultAccount {

	}

}

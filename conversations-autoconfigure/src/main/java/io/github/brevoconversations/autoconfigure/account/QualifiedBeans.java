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

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans of accounts. Whose a bean is, its qualifier says and nothing else: one that
 * has none, or that of the default account, is the default account's. As in Spring Boot's
 * conditions, a bean counts only if it can be injected, and the target of a scoped proxy
 * does not. A factory that has no bean of an account is looked past, to its parent.
 */
public final class QualifiedBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final BeanQualifiers qualifiers;

	/**
	 * Create a view of the beans of a factory and its ancestors.
	 * @param beanFactory the factory
	 */
	public QualifiedBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.qualifiers = new BeanQualifiers(beanFactory);
	}

	/**
	 * Return the names of an account's beans of a type, without creating one.
	 * @param account the name of the account
	 * @param type the type
	 * @return the names; empty if there is none here nor in an ancestor
	 */
	public List<String> names(String account, Class<?> type) {
		List<String> names = candidates(type).filter((name) -> belongsTo(name, account)).toList();
		QualifiedBeans parent = parent();
		return (names.isEmpty() && parent != null) ? parent.names(account, type) : names;
	}

	/**
	 * Return the qualifiers of all beans of some types, here and in the ancestors.
	 * @param types the types
	 * @return the qualifiers as they are written, without the default account's
	 */
	public Set<String> accounts(Class<?>... types) {
		Set<String> accounts = new LinkedHashSet<>();
		QualifiedBeans parent = parent();
		if (parent != null) {
			accounts.addAll(parent.accounts(types));
		}
		for (Class<?> type : types) {
			candidates(type).map(this.qualifiers::get)
				.filter((qualifier) -> qualifier != null && !AccountName.isDefault(qualifier))
				.forEach(accounts::add);
		}
		return accounts;
	}

	/**
	 * Return the definitions of a type's beans that belong to other accounts than the
	 * default one. Only of this factory.
	 * @param type the type
	 * @return the names of the beans
	 */
	public List<String> namesOfOtherAccounts(Class<?> type) {
		return candidates(type).filter((name) -> !belongsTo(name, AccountName.DEFAULT)).toList();
	}

	/**
	 * Return the qualifier of a bean.
	 * @param beanName the name of the bean
	 * @return the qualifier, or {@code null} if it has none
	 */
	public @Nullable String qualifier(String beanName) {
		return this.qualifiers.get(beanName);
	}

	/**
	 * Return the name of the bean that an injection point of the account gets.
	 * @param account the name of the account
	 * @param type the type
	 * @return the name, or {@code null} if there is no bean, or none of several that is
	 * primary or the only one that is no fallback
	 */
	public @Nullable String single(String account, Class<?> type) {
		List<String> names = names(account, type);
		if (names.size() > 1) {
			List<String> primary = names.stream().filter(matching(BeanDefinition::isPrimary)).toList();
			names = (primary.size() == 1) ? primary
					: names.stream().filter(matching(BeanDefinition::isFallback).negate()).toList();
		}
		return (names.size() == 1) ? names.get(0) : null;
	}

	/**
	 * Return the bean that an injection point of the account gets.
	 * @param <T> the type
	 * @param account the name of the account
	 * @param type the type
	 * @return the bean, or {@code null} if there is none
	 * @throws NoUniqueBeanDefinitionException if there are several
	 */
	public <T> @Nullable T find(String account, Class<T> type) {
		String name = single(account, type);
		if (name != null) {
			return this.beanFactory.getBean(name, type);
		}
		List<String> names = names(account, type);
		if (!names.isEmpty()) {
			throw new NoUniqueBeanDefinitionException(type, names);
		}
		return null;
	}

	/**
	 * Return the beans of an account, in their order.
	 * @param <T> the type
	 * @param account the name of the account
	 * @param type the type
	 * @return the beans
	 */
	public <T> Stream<T> orderedStream(String account, Class<T> type) {
		IdentityHashMap<Object, String> names = new IdentityHashMap<>();
		List<T> beans = names(account, type).stream().map((name) -> {
			T bean = this.beanFactory.getBean(name, type);
			names.put(bean, name);
			return bean;
		}).toList();
		return beans.stream()
			.sorted(AnnotationAwareOrderComparator.INSTANCE
				.withSourceProvider((bean) -> factoryMethod(String.valueOf(names.get(bean)))));
	}

	private @Nullable Method factoryMethod(String name) {
		return (this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
	}

	private boolean belongsTo(String name, String account) {
		String qualifier = this.qualifiers.get(name);
		if (qualifier == null || AccountName.isDefault(qualifier)) {
			return AccountName.isDefault(account)
					&& matching((definition) -> !(definition instanceof AbstractBeanDefinition bean)
							|| bean.isDefaultCandidate() || qualifier != null)
						.test(name);
		}
		return AccountName.isSame(qualifier, account);
	}

	private Stream<String> candidates(Class<?> type) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.filter(matching(BeanDefinition::isAutowireCandidate));
	}

	private Predicate<String> matching(Predicate<BeanDefinition> condition) {
		return (name) -> !this.beanFactory.containsBeanDefinition(name)
				|| condition.test(this.beanFactory.getMergedBeanDefinition(name));
	}

	private @Nullable QualifiedBeans parent() {
		return (this.beanFactory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent)
				? new QualifiedBeans(parent) : null;
	}

}

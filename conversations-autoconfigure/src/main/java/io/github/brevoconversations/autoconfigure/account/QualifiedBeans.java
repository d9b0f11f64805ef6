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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans of accounts. Only the qualifier of a bean determines its account; a bean
 * without a qualifier belongs to the default account. As in Spring Boot's conditions, a
 * bean counts only if it can be injected, and the target of a scoped proxy does not
 * count. If a factory has no bean of an account, its parent is searched.
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
	 * @return the names, or an empty list if there is none here or in an ancestor
	 */
	public List<String> names(String account, Class<?> type) {
		List<String> names = localNames(account, type);
		QualifiedBeans parent = parent();
		return (names.isEmpty() && parent != null) ? parent.names(account, type) : names;
	}

	/**
	 * Return the qualifiers of all beans of some types, here and in the ancestors.
	 * @param types the types
	 * @return the qualifiers as they are spelled, without that of the default account
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
	 * Return the beans of a type in this factory that belong to accounts other than the
	 * default one.
	 * @param type the type
	 * @return the names of the beans
	 */
	public List<String> namesOfOtherAccounts(Class<?> type) {
		return candidates(type).filter((name) -> {
			String qualifier = this.qualifiers.get(name);
			return qualifier != null && !AccountName.isDefault(qualifier);
		}).toList();
	}

	/**
	 * Return the beans of a type in this factory that have no qualifier.
	 * @param type the type
	 * @return the names of the beans
	 */
	List<String> namesWithoutQualifier(Class<?> type) {
		return candidates(type)
			.filter((name) -> this.beanFactory.containsBeanDefinition(name) && this.qualifiers.get(name) == null)
			.toList();
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
	 * Return the name of the bean that is injected for an account.
	 * @param account the name of the account
	 * @param type the type
	 * @return the name, or {@code null} if there is no bean, or if there are several of
	 * which none is the only primary one, or the only one that is not a fallback
	 */
	public @Nullable String single(String account, Class<?> type) {
		List<String> names = localNames(account, type);
		QualifiedBeans parent = parent();
		if (names.isEmpty() && parent != null) {
			return parent.single(account, type);
		}
		if (names.size() > 1) {
			List<String> primary = names.stream().filter(matching(BeanDefinition::isPrimary, false)).toList();
			names = (primary.size() == 1) ? primary
					: names.stream().filter(matching(BeanDefinition::isFallback, false).negate()).toList();
		}
		return (names.size() == 1) ? names.get(0) : null;
	}

	/**
	 * Return the bean that is injected for an account.
	 * @param <T> the type
	 * @param account the name of the account
	 * @param type the type
	 * @return the bean, or {@code null} if there is none, or if its factory method
	 * returned {@code null}
	 * @throws InvalidBrevoAccountException if there are several and none can be chosen
	 */
	public <T> @Nullable T find(String account, Class<T> type) {
		List<String> names = localNames(account, type);
		QualifiedBeans parent = parent();
		if (names.isEmpty()) {
			return (parent != null) ? parent.find(account, type) : null;
		}
		String name = single(account, type);
		if (name == null) {
			throw InvalidBrevoAccountException.several(type, names, account);
		}
		return get(name, type);
	}

	/**
	 * Return the beans of an account, in their order.
	 * @param <T> the type
	 * @param account the name of the account
	 * @param type the type
	 * @return the beans
	 */
	public <T> Stream<T> orderedStream(String account, Class<T> type) {
		List<String> names = localNames(account, type);
		QualifiedBeans parent = parent();
		if (names.isEmpty() && parent != null) {
			return parent.orderedStream(account, type);
		}
		Map<String, QualifiedBeans> owners = new LinkedHashMap<>();
		names.forEach((name) -> owners.put(name, this));
		return ordered(owners, type);
	}

	/**
	 * Return the beans that listen to an account, in their order, here and in the
	 * ancestors: those of the account, and those without a qualifier, which listen to all
	 * accounts.
	 * @param <T> the type
	 * @param account the name of the account
	 * @param type the type
	 * @return the beans
	 */
	public <T> Stream<T> listeners(String account, Class<T> type) {
		return ordered(listeningOwners(account, type), type);
	}

	private Map<String, QualifiedBeans> listeningOwners(String account, Class<?> type) {
		QualifiedBeans parent = parent();
		Map<String, QualifiedBeans> owners = (parent != null) ? parent.listeningOwners(account, type)
				: new LinkedHashMap<>();
		owners.keySet().removeIf(this.beanFactory::containsLocalBean);
		candidates(type).filter((name) -> this.qualifiers.get(name) == null || belongsTo(name, account))
			.forEach((name) -> owners.put(name, this));
		return owners;
	}

	private static <T> Stream<T> ordered(Map<String, QualifiedBeans> owners, Class<T> type) {
		List<T> beans = new ArrayList<>();
		IdentityHashMap<Object, @Nullable Method> methods = new IdentityHashMap<>();
		owners.forEach((name, owner) -> {
			T bean = owner.get(name, type);
			if (bean != null) {
				beans.add(bean);
				methods.put(bean, owner.factoryMethod(name));
			}
		});
		return beans.stream().sorted(AnnotationAwareOrderComparator.INSTANCE.withSourceProvider(methods::get));
	}

	private <T> @Nullable T get(String name, Class<T> type) {
		Object bean = this.beanFactory.getBean(name);
		// Spring's placeholder for null does not have this type
		return type.isInstance(bean) ? type.cast(bean) : null;
	}

	private @Nullable Method factoryMethod(String name) {
		return (this.beanFactory.containsBeanDefinition(name)
				&& this.beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)
						? definition.getResolvedFactoryMethod() : null;
	}

	boolean hasLocally(String account, Class<?> type) {
		return !localNames(account, type).isEmpty();
	}

	private List<String> localNames(String account, Class<?> type) {
		return candidates(type).filter((name) -> belongsTo(name, account)).toList();
	}

	private boolean belongsTo(String name, String account) {
		String qualifier = this.qualifiers.get(name);
		if (qualifier == null || AccountName.isDefault(qualifier)) {
			return AccountName.isDefault(account)
					&& matching((definition) -> !(definition instanceof AbstractBeanDefinition bean)
							|| bean.isDefaultCandidate() || qualifier != null, true)
						.test(name);
		}
		return AccountName.isSame(qualifier, account);
	}

	private Stream<String> candidates(Class<?> type) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.filter(matching(BeanDefinition::isAutowireCandidate, true));
	}

	private Predicate<String> matching(Predicate<BeanDefinition> condition, boolean withoutDefinition) {
		return (name) -> this.beanFactory.containsBeanDefinition(name)
				? condition.test(this.beanFactory.getMergedBeanDefinition(name)) : withoutDefinition;
	}

	private @Nullable QualifiedBeans parent() {
		return (this.beanFactory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent)
				? new QualifiedBeans(parent) : null;
	}

}

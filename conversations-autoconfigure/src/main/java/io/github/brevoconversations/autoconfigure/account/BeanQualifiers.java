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

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotationFilter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Determines the qualifiers of beans, wherever they are declared: in the definition, on
 * the factory method or the class of the bean, on a field that overrides it, or on an
 * annotation that is annotated with the qualifier.
 */
final class BeanQualifiers {

	private static final String VALUE = AutowireCandidateQualifier.VALUE_KEY;

	private static final List<String> TYPES = List.of(Qualifier.class.getName(), "jakarta.inject.Qualifier");

	private static final String NAMED = "jakarta.inject.Named";

	/**
	 * On a class, {@code @Named} sets the name of the bean, as {@code @Component} does.
	 */
	private static final AnnotationFilter WITHOUT_BEAN_NAMES = (type) -> AnnotationFilter.PLAIN.matches(type)
			|| type.equals(NAMED);

	private final ConfigurableListableBeanFactory beanFactory;

	BeanQualifiers(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the qualifier of a bean, without creating it.
	 * @param beanName the name of the bean, which does not count as a qualifier
	 * @return the qualifier, or {@code null} if it has none
	 */
	@Nullable String get(String beanName) {
		BeanDefinition definition = this.beanFactory.containsBeanDefinition(beanName)
				? this.beanFactory.getMergedBeanDefinition(beanName) : null;
		String qualifier = (definition instanceof AbstractBeanDefinition bean) ? ofDefinition(bean) : null;
		if (qualifier == null && definition instanceof RootBeanDefinition bean) {
			qualifier = ofRootDefinition(bean);
		}
		if (qualifier == null && definition instanceof AnnotatedBeanDefinition bean) {
			MethodMetadata method = bean.getFactoryMethodMetadata();
			qualifier = (method != null) ? in(method.getAnnotations()) : null;
		}
		return (qualifier != null) ? qualifier : ofType(this.beanFactory.getType(beanName, false));
	}

	private @Nullable String ofDefinition(AbstractBeanDefinition definition) {
		for (AutowireCandidateQualifier qualifier : definition.getQualifiers()) {
			boolean plain = qualifier.getTypeName().equals(Qualifier.class.getName())
					|| qualifier.getTypeName().equals(Qualifier.class.getSimpleName());
			String value = plain ? null : ofAnnotation(qualifier.getTypeName());
			value = (value != null) ? value : text(qualifier.getAttribute(VALUE));
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private @Nullable String ofAnnotation(String typeName) {
		ClassLoader classLoader = this.beanFactory.getBeanClassLoader();
		return ClassUtils.isPresent(typeName, classLoader)
				? ofElement(ClassUtils.resolveClassName(typeName, classLoader)) : null;
	}

	private @Nullable String ofRootDefinition(RootBeanDefinition definition) {
		String qualifier = ofElement(definition.getQualifiedElement());
		if (qualifier == null) {
			qualifier = ofElement(definition.getResolvedFactoryMethod());
		}
		BeanDefinitionHolder target = definition.getDecoratedDefinition();
		return (qualifier == null && target != null && this.beanFactory.containsBeanDefinition(target.getBeanName()))
				? get(target.getBeanName()) : qualifier;
	}

	private @Nullable String ofType(@Nullable Class<?> type) {
		if (type == null) {
			return null;
		}
		Class<?> userClass = ClassUtils.getUserClass(type);
		String qualifier = in(MergedAnnotations.from(userClass, SearchStrategy.INHERITED_ANNOTATIONS,
				RepeatableContainers.none(), WITHOUT_BEAN_NAMES));
		return (qualifier != null) ? qualifier : ofName(MergedAnnotations.from(userClass));
	}

	/**
	 * Return the name that {@code @Named} gives to a class, if it is the name of an
	 * account: it is a qualifier as well then, and means the account rather than the
	 * bean.
	 * @param annotations the annotations of the class
	 * @return the name, or {@code null} if it is not the name of an account
	 */
	private @Nullable String ofName(MergedAnnotations annotations) {
		String name = annotations.get(NAMED).getValue(VALUE).map(BeanQualifiers::text).orElse(null);
		return (name != null
				&& this.beanFactory.getSingleton(
						ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME) instanceof Environment environment
				&& BrevoAccount.names(environment).stream().anyMatch((account) -> AccountName.isSame(account, name)))
						? name : null;
	}

	private static @Nullable String ofElement(@Nullable AnnotatedElement element) {
		return (element != null) ? in(MergedAnnotations.from(element, SearchStrategy.INHERITED_ANNOTATIONS)) : null;
	}

	private static @Nullable String in(MergedAnnotations annotations) {
		String value = annotations.get(Qualifier.class).getValue(VALUE).map(BeanQualifiers::text).orElse(null);
		return (value != null) ? value : inOwn(annotations);
	}

	/**
	 * Return the value of an annotation that is a qualifier, but whose value is not an
	 * alias for that of {@link Qualifier}, such as {@code @Named}.
	 * @param annotations the annotations of one element
	 * @return the value, or {@code null} if there is none
	 */
	private static @Nullable String inOwn(MergedAnnotations annotations) {
		for (String type : TYPES) {
			Optional<String> value = annotations.stream(type)
				.map(MergedAnnotation::getMetaSource)
				.filter(Objects::nonNull)
				.flatMap((own) -> own.getValue(VALUE).stream())
				.filter(String.class::isInstance)
				.map(String.class::cast)
				.filter(StringUtils::hasText)
				.findFirst();
			if (value.isPresent()) {
				return value.get();
			}
		}
		return null;
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value instanceof String text && StringUtils.hasText(text)) ? text : null;
	}

}

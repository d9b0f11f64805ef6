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

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * The beans that have the name of an account as their qualifier.
 */
final class QualifiedBeans {

	private final ListableBeanFactory beanFactory;

	private final String account;

	QualifiedBeans(ListableBeanFactory beanFactory, String account) {
		this.beanFactory = beanFactory;
		this.account = account;
	}

	/**
	 * Return the names of the beans of a type, without creating one.
	 * @param type the type
	 * @return the names
	 */
	List<String> names(Class<?> type) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> BeanFactoryAnnotationUtils.isQualifierMatch(this.account::equals, name, this.beanFactory))
			.toList();
	}

	<T> Stream<T> orderedStream(Class<T> type) {
		return names(type).stream()
			.map((name) -> this.beanFactory.getBean(name, type))
			.sorted(AnnotationAwareOrderComparator.INSTANCE);
	}

	<T> @Nullable T first(Class<T> type) {
		return orderedStream(type).findFirst().orElse(null);
	}

}

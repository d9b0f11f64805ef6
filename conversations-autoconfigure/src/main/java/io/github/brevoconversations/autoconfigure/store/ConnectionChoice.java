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

package io.github.brevoconversations.autoconfigure.store;

import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Chooses the bean that connects to a store: the one with the starter's qualifier, or
 * else the only or the primary one.
 *
 * @param <T> the type of the bean
 * @param stored what is stored
 * @param storeType the value of the property that selects the store
 * @param type the type of the bean
 * @param qualifier the annotation that chooses one of several
 */
record ConnectionChoice<T>(Stored stored, String storeType, Class<T> type, Class<? extends Annotation> qualifier) {

	/**
	 * Choose a bean.
	 * @param qualified the bean with the qualifier
	 * @param all the beans of the type
	 * @param beanFactory the bean factory
	 * @return the bean, or {@code null} if there is none
	 * @throws UnavailableStoreException if there are several and none can be chosen
	 */
	@Nullable T choose(ObjectProvider<T> qualified, ObjectProvider<T> all, ListableBeanFactory beanFactory) {
		T own = qualified.getIfAvailable();
		T chosen = (own != null) ? own : all.getIfUnique();
		if (chosen != null) {
			return chosen;
		}
		Set<String> names = new TreeSet<>(Set.of(beanFactory.getBeanNamesForType(this.type)));
		if (names.isEmpty()) {
			return null;
		}
		throw this.stored.unavailable(this.storeType,
				"there are several beans of type %s (%s), and none is primary".formatted(this.type.getSimpleName(),
						String.join(", ", names)),
				"Annotate the one to use for %s with @%s (from the package %s), or mark one as primary."
					.formatted(this.stored.name(), this.qualifier.getSimpleName(), this.qualifier.getPackageName()));
	}

}

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

import java.util.function.Consumer;

import io.github.brevoconversations.client.RateLimit;
import io.github.brevoconversations.client.RateLimitObserver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QualifiedBeans}.
 */
class QualifiedBeansTests {

	private final DefaultListableBeanFactory parent = new DefaultListableBeanFactory();

	private final DefaultListableBeanFactory child = new DefaultListableBeanFactory(this.parent);

	private final QualifiedBeans beans = new QualifiedBeans(this.child);

	@Test
	void chooseThePrimaryOneInAParent() {
		define(this.parent, "any", null, (definition) -> {
		});
		define(this.parent, "chosen", null, (definition) -> definition.setPrimary(true));
		assertThat(this.beans.single("default", RateLimitObserver.class)).isEqualTo("chosen");
		assertThat(this.beans.find("default", RateLimitObserver.class)).isSameAs(this.parent.getBean("chosen"));
	}

	@Test
	void chooseTheOneThatIsNotAFallback() {
		define(this.child, "fallback", "sales", (definition) -> definition.setFallback(true));
		define(this.child, "chosen", "sales", (definition) -> {
		});
		assertThat(this.beans.single("sales", RateLimitObserver.class)).isEqualTo("chosen");
	}

	@Test
	void chooseALoneFallback() {
		define(this.child, "fallback", "sales", (definition) -> definition.setFallback(true));
		assertThat(this.beans.single("sales", RateLimitObserver.class)).isEqualTo("fallback");
	}

	@Test
	void chooseThePrimaryOneBesideASingletonWithoutADefinition() {
		this.child.registerSingleton("singleton", observer());
		define(this.child, "chosen", null, (definition) -> definition.setPrimary(true));
		assertThat(this.beans.single("default", RateLimitObserver.class)).isEqualTo("chosen");
	}

	@Test
	void chooseNoneOfSeveral() {
		define(this.child, "first", "sales", (definition) -> {
		});
		define(this.child, "second", "sales", (definition) -> {
		});
		assertThat(this.beans.single("sales", RateLimitObserver.class)).isNull();
		assertThatExceptionOfType(InvalidBrevoAccountException.class)
			.isThrownBy(() -> this.beans.find("sales", RateLimitObserver.class))
			.withMessageContaining("first, second");
	}

	@Test
	void returnTheParentsBeanIfTheChildHasAnotherAccountsOfThatName() {
		define(this.parent, "observer", null, (definition) -> {
		});
		define(this.child, "observer", "sales", (definition) -> {
		});
		assertThat(this.beans.find("default", RateLimitObserver.class)).isSameAs(this.parent.getBean("observer"));
		assertThat(this.beans.orderedStream("default", RateLimitObserver.class))
			.containsExactly(this.parent.getBean("observer", RateLimitObserver.class));
		assertThat(this.beans.find("sales", RateLimitObserver.class)).isSameAs(this.child.getBean("observer"));
	}

	@Test
	void leaveOutOneThatIsNull() {
		define(this.child, "nothing", "sales", (definition) -> {
			definition.setInstanceSupplier(null);
			definition.setBeanClass(NoObserverFactory.class);
		});
		assertThat(this.beans.find("sales", RateLimitObserver.class)).isNull();
		assertThat(this.beans.orderedStream("sales", RateLimitObserver.class)).isEmpty();
		assertThat(this.beans.listeners("sales", RateLimitObserver.class)).isEmpty();
	}

	@Test
	void leaveOutThoseThatAreNoCandidates() {
		define(this.child, "none", "sales", (definition) -> definition.setAutowireCandidate(false));
		define(this.child, "byNameOnly", null, (definition) -> definition.setDefaultCandidate(false));
		assertThat(this.beans.names("sales", RateLimitObserver.class)).isEmpty();
		assertThat(this.beans.names("default", RateLimitObserver.class)).isEmpty();
		assertThat(this.beans.namesOfOtherAccounts(RateLimitObserver.class)).isEmpty();
	}

	@Test
	void areThoseThatAFactoryMakes() {
		RootBeanDefinition definition = new RootBeanDefinition(ObserverFactory.class);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, "sales"));
		this.child.registerBeanDefinition("made", definition);
		assertThat(this.beans.find("sales", RateLimitObserver.class)).isSameAs(this.child.getBean("made"));
		assertThat(this.beans.names("default", RateLimitObserver.class)).isEmpty();
	}

	private static RateLimitObserver observer() {
		return new RateLimitObserver() {

			@Override
			public void observe(RateLimit rateLimit) {
			}

		};
	}

	private static void define(DefaultListableBeanFactory beanFactory, String name, @Nullable String qualifier,
			Consumer<RootBeanDefinition> customizer) {
		RootBeanDefinition definition = new RootBeanDefinition(RateLimitObserver.class, QualifiedBeansTests::observer);
		definition.setScope(BeanDefinition.SCOPE_SINGLETON);
		if (qualifier != null) {
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, qualifier));
		}
		customizer.accept(definition);
		beanFactory.registerBeanDefinition(name, definition);
	}

	/**
	 * Makes an observer.
	 */
	static class ObserverFactory implements FactoryBean<RateLimitObserver> {

		private final RateLimitObserver observer = observer();

		@Override
		public RateLimitObserver getObject() {
			return this.observer;
		}

		@Override
		public Class<?> getObjectType() {
			return RateLimitObserver.class;
		}

	}

	/**
	 * Makes {@code null}.
	 */
	static class NoObserverFactory implements FactoryBean<RateLimitObserver> {

		@Override
		public @Nullable RateLimitObserver getObject() {
			return null;
		}

		@Override
		public Class<?> getObjectType() {
			return RateLimitObserver.class;
		}

	}

}

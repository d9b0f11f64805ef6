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

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.brevoconversations.autoconfigure.account.AccountName;
import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.DefaultAccountBeans;
import io.github.brevoconversations.autoconfigure.account.InvalidBrevoAccountException;
import io.github.brevoconversations.autoconfigure.account.QualifiedBeans;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoAccessTokenProvider;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RateLimitObserver;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.PingListener;
import io.github.brevoconversations.presence.RateLimitTracker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Ensures that each account has its own beans, and none of another account.
 * <p>
 * The application's beans that have an account's name as their qualifier are no longer
 * candidates for injection without a qualifier. Then the beans that an account does not
 * have yet, here or in a parent, are defined. This happens after all other definitions.
 * In an application that is processed ahead of time, it happens at run time: these
 * definitions are not generated ahead of time, so that accounts and keys may come from
 * the environment.
 */
class BrevoAccountsPostProcessor implements BeanDefinitionRegistryPostProcessor, EnvironmentAware {

	/**
	 * The types of the beans that an application may define for one of its accounts.
	 */
	static final List<Class<?>> TYPES = List.of(ConversationsClient.class, BlockingConversationsClient.class,
			BrevoConnectionDetails.class, BrevoApiKeyProvider.class, BrevoAccessTokenProvider.class,
			ConversationsClientBuilderCustomizer.class, RateLimitObserver.class, CallObserver.class,
			ActiveAgentStore.class, AgentPresence.class, AgentPresenceHeartbeat.class, PingListener.class);

	/**
	 * The types of the beans that applications inject.
	 */
	private static final List<Class<?>> INJECTED = List.of(ConversationsClient.class, BlockingConversationsClient.class,
			BrevoConnectionDetails.class, ActiveAgentStore.class, AgentPresence.class, AgentPresenceHeartbeat.class);

	/**
	 * The types of the beans that applications look up.
	 */
	private static final List<Class<?>> LOOKED_UP = List.of(ConversationsClient.class,
			BlockingConversationsClient.class, AgentPresence.class);

	private static final List<Class<?>> DEFAULT_ACCOUNT = List.of(ConversationsClientAutoConfiguration.class,
			AgentPresenceAutoConfiguration.class);

	@SuppressWarnings("NullAway.Init")
	private Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, registry);
		ConfigurableListableBeanFactory beanFactory = (ConfigurableListableBeanFactory) registry;
		QualifiedBeans beans = new QualifiedBeans(beanFactory);
		if (!hasDefaultAccount(beans)) {
			removeDefaultAccount(beanFactory, registry);
		}
		Set<String> accounts = OnBrevoAccountsCondition.names(this.environment, beans);
		DefaultAccountBeans defaults = new DefaultAccountBeans(beanFactory, registry);
		TYPES.forEach((type) -> keepApart(type, beans, accounts, registry));
		INJECTED.forEach((type) -> defaults.qualify(type, accounts));
		if (!accounts.isEmpty()) {
			preferDefaultAccount(beanFactory, registry);
		}
		boolean presence = BrevoSwitch.isOn(BrevoSwitch.PRESENCE, this.environment);
		accounts.forEach((account) -> new Definitions(account, presence, beans, registry)
			.register(BrevoAccount.named(account, this.environment), beanFactory));
		LOOKED_UP.forEach(defaults::inherit);
	}

	/**
	 * Return whether the default account has credentials, or may have some at run time
	 * while an application is processed ahead of time.
	 * @param beans the beans
	 * @return whether it may exist
	 */
	private boolean hasDefaultAccount(QualifiedBeans beans) {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)
				|| BrevoAccount.hasDefaultCredentials(this.environment)
				|| !beans.names(BrevoAccounts.DEFAULT, BrevoApiKeyProvider.class).isEmpty()
				|| !beans.names(BrevoAccounts.DEFAULT, BrevoAccessTokenProvider.class).isEmpty()
				|| beans.names(BrevoAccounts.DEFAULT, PropertiesBrevoConnectionDetails.class).isEmpty()
				|| (!beans.names(BrevoAccounts.DEFAULT, BrevoStandIn.class).isEmpty()
						&& OnBrevoCredentialsCondition.isMeant(this.environment, beans));
	}

	/**
	 * Remove the beans that were defined ahead of time, when it was not known whether
	 * there would be a key.
	 * @param beanFactory the bean factory
	 * @param registry the same bean factory as a registry
	 */
	private static void removeDefaultAccount(ConfigurableListableBeanFactory beanFactory,
			BeanDefinitionRegistry registry) {
		for (String name : registry.getBeanDefinitionNames()) {
			if (beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
					&& isOfDefaultAccount(definition.getResolvedFactoryMethod())) {
				registry.removeBeanDefinition(name);
			}
		}
	}

	/**
	 * Make the beans of the default account primary. Injection does not need this, but
	 * replacing a bean in a test does, since that considers the beans of all accounts.
	 * @param beanFactory the bean factory
	 * @param registry the same bean factory as a registry
	 */
	private static void preferDefaultAccount(ConfigurableListableBeanFactory beanFactory,
			BeanDefinitionRegistry registry) {
		for (String name : registry.getBeanDefinitionNames()) {
			if (beanFactory.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
					&& isOfDefaultAccount(definition.getResolvedFactoryMethod())) {
				registry.getBeanDefinition(name).setPrimary(true);
			}
		}
	}

	private static boolean isOfDefaultAccount(@Nullable Method factoryMethod) {
		return factoryMethod != null && DEFAULT_ACCOUNT.stream()
			.anyMatch((type) -> factoryMethod.getDeclaringClass().getName().startsWith(type.getName()));
	}

	private static void keepApart(Class<?> type, QualifiedBeans beans, Set<String> accounts,
			BeanDefinitionRegistry registry) {
		for (String name : beans.namesOfOtherAccounts(type)) {
			String qualifier = String.valueOf(beans.qualifier(name));
			if (accounts.stream().noneMatch((account) -> AccountName.isSame(account, qualifier))) {
				throw InvalidBrevoAccountException.unknown(type, name, qualifier, accounts);
			}
			if (registry.containsBeanDefinition(name)
					&& registry.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
				definition.setDefaultCandidate(false);
				if (beans.names(qualifier, type).size() == 1) {
					// look-ups by the type alone would find two primary beans
					definition.setPrimary(false);
				}
			}
		}
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
	}

	/**
	 * The definitions of one account.
	 *
	 * @param account the name of the account
	 * @param presence whether to define the beans of agent presence
	 * @param beans the beans
	 * @param registry where to register them
	 */
	private record Definitions(String account, boolean presence, QualifiedBeans beans,
			BeanDefinitionRegistry registry) {

		private void register(BrevoAccount properties, ConfigurableListableBeanFactory beanFactory) {
			BrevoAccountFactory make = new BrevoAccountFactory(properties, beanFactory);
			if (isMissing(ConversationsClient.class)) {
				define(BrevoConnectionDetails.class, make::connectionDetails);
				define(ConversationsClient.class, make::client);
			}
			define(BlockingConversationsClient.class, make::blockingClient);
			if (!this.presence) {
				return;
			}
			define(RateLimitTracker.class, make::rateLimitTracker);
			define(ActiveAgentStore.class, make::store);
			define(AgentPresence.class, make::presence);
			if (properties.properties().getHeartbeat().isEnabled()) {
				define(AgentPresenceHeartbeat.class, make::heartbeat);
			}
		}

		private boolean isMissing(Class<?> type) {
			return this.beans.names(this.account, type).isEmpty();
		}

		private <T> void define(Class<T> type, Supplier<T> supplier) {
			if (!isMissing(type)) {
				return;
			}
			RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
			definition.setDefaultCandidate(false);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, this.account));
			definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
			definition.setAttribute(BeanRegistrationAotProcessor.IGNORE_REGISTRATION_ATTRIBUTE, true);
			this.registry.registerBeanDefinition(
					"brevo.accounts.%s.%s".formatted(this.account, ClassUtils.getShortNameAsProperty(type)),
					definition);
		}

	}

}

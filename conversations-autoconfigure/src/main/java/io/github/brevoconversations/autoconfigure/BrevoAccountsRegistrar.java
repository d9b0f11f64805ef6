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

import java.util.List;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.RateLimitTracker;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers the beans of the named accounts that have something to authenticate with, or
 * that may have it once an application that is processed ahead of time runs. None is a
 * default candidate, so that an injection point without a qualifier gets the default
 * account. The definitions hold names only, so that they can be written down ahead of
 * time.
 */
class BrevoAccountsRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final BeanFactory beanFactory;

	BrevoAccountsRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the name of a bean of a named account.
	 * @param account the name of the account
	 * @param type the type of the bean
	 * @return the name, such as {@code salesConversationsClient}
	 */
	static String beanName(String account, Class<?> type) {
		return account + ClassUtils.getShortName(type);
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry) {
		for (String name : BrevoAccount.names(this.environment)) {
			BrevoAccount account = BrevoAccount.named(name, this.environment);
			QualifiedBeans own = new QualifiedBeans((ListableBeanFactory) this.beanFactory, name);
			List<String> connectionDetails = own.names(BrevoConnectionDetails.class);
			if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) || account.hasCredentials()
					|| !connectionDetails.isEmpty() || !own.names(BrevoApiKeyProvider.class).isEmpty()) {
				new Definitions(name, registry).register(account, connectionDetails);
			}
		}
	}

	/**
	 * The definitions of one account.
	 *
	 * @param account the name of the account
	 * @param registry where to register them
	 */
	private record Definitions(String account, BeanDefinitionRegistry registry) {

		private void register(BrevoAccount account, List<String> ownConnectionDetails) {
			define(BrevoAccount.class, "account", this.account);
			RuntimeBeanReference self = ref(BrevoAccount.class);
			if (ownConnectionDetails.isEmpty()) {
				define(BrevoConnectionDetails.class, "connectionDetails", self);
			}
			RuntimeBeanReference connectionDetails = ownConnectionDetails.isEmpty() ? ref(BrevoConnectionDetails.class)
					: new RuntimeBeanReference(ownConnectionDetails.get(0));
			define(RateLimitTracker.class, "rateLimitTracker");
			define(ConversationsClient.class, "client", self, connectionDetails);
			define(BlockingConversationsClient.class, "blockingClient", ref(ConversationsClient.class));
			define(ActiveAgentStore.class, "activeAgentStore", self);
			define(AgentPresence.class, "presence", ref(ActiveAgentStore.class));
			if (account.properties().getHeartbeat().isEnabled()) {
				define(AgentPresenceHeartbeat.class, "heartbeat", self, ref(ConversationsClient.class),
						ref(AgentPresence.class), ref(ActiveAgentStore.class), ref(RateLimitTracker.class));
			}
		}

		private RuntimeBeanReference ref(Class<?> type) {
			return new RuntimeBeanReference(beanName(this.account, type));
		}

		private void define(Class<?> type, String factoryMethod, Object... arguments) {
			RootBeanDefinition definition = new RootBeanDefinition(BrevoAccountBeans.class);
			definition.setFactoryMethodName(factoryMethod);
			definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
			for (int i = 0; i < arguments.length; i++) {
				definition.getConstructorArgumentValues().addIndexedArgumentValue(i, arguments[i]);
			}
			definition.setDefaultCandidate(false);
			definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, this.account));
			definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
			this.registry.registerBeanDefinition(beanName(this.account, type), definition);
		}

	}

}

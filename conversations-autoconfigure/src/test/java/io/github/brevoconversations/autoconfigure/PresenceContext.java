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

import java.util.function.Supplier;

import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.RateLimitObserver;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import io.github.brevoconversations.presence.RateLimitTracker;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Agent presence in an application context, with a client whose requests get the
 * responses that a test sets.
 */
public final class PresenceContext {

	private final ConversationsClient client = ConversationsClient.builder()
		.apiKey("key")
		.webClientBuilder(WebClient.builder().exchangeFunction((request) -> this.responses.get()))
		.build();

	private volatile Supplier<Mono<ClientResponse>> responses = () -> response(201, "");

	/**
	 * Set how Brevo responds to pings from now on.
	 * @param responses supplies the response to each ping
	 */
	public void respondToPings(Supplier<Mono<ClientResponse>> responses) {
		this.responses = responses;
	}

	public static Mono<ClientResponse> response(int status, String body) {
		return Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(status))
			.header("Content-Type", "application/json")
			.body(body)
			.build());
	}

	public ConversationsClient client() {
		return this.client;
	}

	public <R extends AbstractApplicationContextRunner<R, ?, ?>> R in(R runner) {
		return withoutDefaultAccount(runner).withBean(ConversationsClient.class, () -> this.client);
	}

	public <R extends AbstractApplicationContextRunner<R, ?, ?>> R withoutDefaultAccount(R runner) {
		return runner.withConfiguration(AutoConfigurations.of(BrevoAccountsAutoConfiguration.class,
				AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class));
	}

	/**
	 * Add an account of its own presence, whose beans have nothing but a qualifier.
	 */
	public <R extends AbstractApplicationContextRunner<R, ?, ?>> R withAccount(R runner, String account) {
		return runner.withInitializer((context) -> {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.initialize();
			ActiveAgentStore store = new InMemoryActiveAgentStore();
			AgentPresence presence = AgentPresence.of(store);
			register(context, account, DisposableBean.class, scheduler::shutdown);
			register(context, account, ConversationsClient.class, this.client);
			register(context, account, AgentPresence.class, presence);
			register(context, account, AgentPresenceHeartbeat.class, new AgentPresenceHeartbeat(this.client, presence,
					store, scheduler, HeartbeatSettings.defaults(), new RateLimitTracker()));
		});
	}

	private static <T> void register(ConfigurableApplicationContext context, String account, Class<T> type, T bean) {
		((GenericApplicationContext) context).registerBean("test" + account + type.getSimpleName(), type, () -> bean,
				(definition) -> ((AbstractBeanDefinition) definition)
					.addQualifier(new AutowireCandidateQualifier(Qualifier.class, account)));
	}

	public static RateLimitObserver rateLimit(ConfigurableApplicationContext context) {
		return context.getBean(RateLimitTracker.class);
	}

}

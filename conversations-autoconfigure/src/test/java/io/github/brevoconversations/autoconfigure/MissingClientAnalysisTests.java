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

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.Mockito.mock;

/**
 * Tests of what the analysis of a missing client says where the auto-configuration has
 * decided otherwise than the properties alone tell.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingClientAnalysisTests {

	@ParameterizedTest
	@ValueSource(classes = { NeedsClient.class, NeedsBlockingClient.class, NeedsPresence.class })
	void saysThatASliceLeavesTheAutoConfigurationOut(Class<?> component, CapturedOutput output) {
		fail(Slice.class, component);
		assertThat(output).contains("its auto-configuration is left out")
			.contains("@AutoConfigureBrevoConversationsServer")
			.doesNotContain("Set the property 'brevo.api-key'");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsClient.class, NeedsBlockingClient.class })
	void saysToSetAKeyInASliceThatHasTheAutoConfiguration(Class<?> component, CapturedOutput output) {
		fail(SliceWithBrevo.class, component);
		assertThat(output).contains("Set the property 'brevo.api-key'").doesNotContain("left out");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsBlockingClient.class, NeedsPresence.class })
	void saysThatAMockedClientComesTooLateForTheOtherBeans(Class<?> component, CapturedOutput output) {
		fail(MockedClient.class, component);
		assertThat(output).contains("the client was added after the auto-configuration had found none")
			.contains("Replace this bean in the test as well, or set the property 'brevo.api-key' there");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsClient.class, NeedsBlockingClient.class, NeedsPresence.class, NeedsHeartbeat.class })
	void saysThatOnlyNamedAccountsHaveAKey(Class<?> component, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> application(Accounts.class, component).run("--brevo.accounts.sales.api-key=any").close());
		assertThat(output).contains("only named accounts have an API key for Brevo")
			.contains("@Qualifier(\"sales\")")
			.doesNotContain("the client was added");
	}

	@Test
	void startsWithAMockedClientAndAnyKey() {
		SpringApplication application = application(MockedClient.class, NeedsClient.class);
		application.run("--brevo.api-key=any").close();
	}

	private static void fail(Class<?>... sources) {
		assertThatException().isThrownBy(() -> application(sources).run().close());
	}

	private static SpringApplication application(Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TaskSchedulingAutoConfiguration.class)
	static class Slice {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, ConversationsClientAutoConfiguration.class,
			AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
	static class SliceWithBrevo {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, ConversationsClientAutoConfiguration.class,
			AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
			TaskSchedulingAutoConfiguration.class })
	static class Accounts {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, ConversationsClientAutoConfiguration.class,
			AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
	static class MockedClient {

		/**
		 * As {@code @MockitoBean} does, after all conditions.
		 */
		@Bean
		static BeanFactoryPostProcessor mocks() {
			return (beanFactory) -> {
				if (beanFactory.getBeanNamesForType(ConversationsClient.class).length == 0) {
					((BeanDefinitionRegistry) beanFactory).registerBeanDefinition("mock",
							new RootBeanDefinition(ConversationsClient.class, () -> mock(ConversationsClient.class)));
				}
			};
		}

	}

	static class NeedsClient {

		NeedsClient(ConversationsClient client) {
		}

	}

	static class NeedsBlockingClient {

		NeedsBlockingClient(BlockingConversationsClient client) {
		}

	}

	static class NeedsPresence {

		NeedsPresence(AgentPresence presence) {
		}

	}

	static class NeedsHeartbeat {

		NeedsHeartbeat(AgentPresenceHeartbeat heartbeat) {
		}

	}

}

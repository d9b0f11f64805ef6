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

package io.github.brevoconversations.autoconfigure.diagnostics;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhookAutoConfiguration;
import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoMissingWebhookAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BrevoMissingWebhookAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(BrevoWebhookAutoConfiguration.class,
			BrevoMissingWebhookAutoConfiguration.class);

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@ParameterizedTest
	@CsvSource({ "ToEvents, ToEvents.hear", "ToMessages, ToMessages.hear", "ToPayloads, ToPayloads.hear",
			"ToNamedTypes, ToNamedTypes.hear", "WithHandler, bean 'conversationHandler'",
			"ManyListeners, ManyListeners." })
	void warnsOfTheFirstListenerThatHearsNobody(String component, String named, CapturedOutput output)
			throws ClassNotFoundException {
		this.contextRunner.withUserConfiguration(Class.forName(getClass().getName() + "$" + component))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("No webhook is served, since 'brevo.webhook.secrets' is not set: " + named);
	}

	@Test
	void warnsInReactiveApplications(CapturedOutput output) {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(ToEvents.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("No webhook is served");
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.webhook.secrets=secret", "brevo.accounts.sales.webhook.secrets=secret",
			"brevo.enabled=false" })
	void saysNothingWithAWebhookOrWithoutTheStarter(String property, CapturedOutput output) {
		this.contextRunner.withPropertyValues(property)
			.withUserConfiguration(ManyListeners.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("No webhook is served");
	}

	@Test
	void saysNothingWithoutAWebApplication(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withUserConfiguration(ManyListeners.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("No webhook is served");
	}

	@Test
	void saysNothingOfListenersToAllEvents(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(ToEverything.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("No webhook is served");
	}

	static class ToEvents {

		@EventListener
		void hear(ConversationEvent event) {
		}

	}

	static class ToMessages {

		@EventListener
		Mono<Void> hear(ConversationEvent.VisitorMessageReceived message) {
			return Mono.empty();
		}

	}

	static class ToPayloads {

		@EventListener
		void hear(PayloadApplicationEvent<ConversationEvent> event) {
		}

	}

	static class ToNamedTypes {

		@EventListener({ String.class, ConversationEvent.class })
		void hear() {
		}

	}

	static class ToEverything {

		@EventListener
		void hear(Object event) {
		}

		@EventListener(String.class)
		void hearTexts() {
		}

	}

	static class ManyListeners extends WithHandler {

		@EventListener
		void hearThese(ConversationEvent event) {
		}

		@EventListener
		void hearThoseToo(ConversationEvent event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithHandler {

		@Bean
		ConversationEventHandler conversationHandler() {
			return (event) -> Mono.empty();
		}

	}

}

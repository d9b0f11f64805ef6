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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the failure analyses, as an application meets them.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@ParameterizedTest
	@ValueSource(classes = { NeedsClient.class, NeedsBlockingClient.class, NeedsPresence.class, NeedsHeartbeat.class })
	void saysToSetAKeyWhereThereIsNone(Class<?> component, CapturedOutput output) {
		fail(component);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(component.getName())
			.contains("no API key for Brevo is set")
			.contains("Set the property 'brevo.api-key' (or the environment variable BREVO_API_KEY)");
	}

	@Test
	void saysThatItIsSwitchedOff(CapturedOutput output) {
		fail(NeedsClient.class, "--brevo.api-key=secret-key", "--brevo.enabled=false");
		assertThat(output).contains("'brevo.enabled' is false").doesNotContain("secret-key");
	}

	@Test
	void saysThatTheHeartbeatIsSwitchedOff(CapturedOutput output) {
		fail(NeedsHeartbeat.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.enabled=false");
		assertThat(output).contains("'brevo.heartbeat.enabled' is false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key", "brevo.partner-key" })
	void namesAKeyThatCannotBeOneAndDoesNotShowIt(String name, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--" + name + "=sec ret");
		assertThat(output).contains("The value of the property '" + name + "' (not shown) cannot be used")
			.doesNotContain("sec ret")
			.doesNotContain("secret-key");
	}

	@Test
	void namesABadValueAndItsProperty(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.interval=0s");
		assertThat(output).contains("Invalid value '0s' for configuration property 'brevo.heartbeat.interval'")
			.contains("The interval must be above zero.");
	}

	@Test
	void leavesWhatItDoesNotKnowToOthers(CapturedOutput output) {
		fail(NeedsSomethingElse.class);
		assertThat(output).contains("Consider defining a bean of type 'java.util.concurrent.Flow$Subscription'");
	}

	@Test
	void leavesAClientThatIsMissingForAnotherReasonToOthers(CapturedOutput output) {
		fail(NeedsClient.class, "--brevo.api-key=secret-key",
				"--spring.autoconfigure.exclude=" + ConversationsClientAutoConfiguration.class.getName());
		assertThat(output).contains("that could not be found").doesNotContain("Brevo account");
	}

	private static void fail(Class<?> component, String... arguments) {
		SpringApplication application = new SpringApplication(TestApplication.class, component);
		application.setWebApplicationType(WebApplicationType.NONE);
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.main.banner-mode=off");
		assertThatException().isThrownBy(() -> application.run(all.toArray(String[]::new)).close());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

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

	static class NeedsSomethingElse {

		NeedsSomethingElse(Flow.Subscription something) {
		}

	}

}

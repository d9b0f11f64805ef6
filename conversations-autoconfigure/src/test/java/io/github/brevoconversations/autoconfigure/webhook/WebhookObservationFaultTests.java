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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.List;
import java.util.Map;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of webhooks whose observation fails: Brevo discards an event after any 5xx.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class WebhookObservationFaultTests {

	@ParameterizedTest
	@CsvSource({ "SERVLET, start", "SERVLET, stop", "REACTIVE, start", "REACTIVE, stop" })
	void areReceivedAllTheSame(WebApplicationType type, String phase, CapturedOutput output) {
		Class<?> server = (type == WebApplicationType.SERVLET) ? AbstractWebhookRouteTests.MvcServer.class
				: AbstractWebhookRouteTests.FluxServer.class;
		try (WebhookApplication application = WebhookApplication.start(type, List.of(server, Broken.class),
				Map.of("test.phase", phase))) {
			assertThat(application.post(WebhookApplication.message("m1", "Hello")).statusCode()).isEqualTo(200);
			Awaitility.await().until(() -> application.events().size() == 1);
			assertThat(application.events().get(0)).isInstanceOf(ConversationEvent.VisitorMessageReceived.class);
		}
		assertThat(output).doesNotContain("broken handler");
	}

	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		ObservationRegistry observationRegistry(Environment environment) {
			String phase = environment.getRequiredProperty("test.phase");
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new BrokenHandler(phase));
			return registry;
		}

	}

	/**
	 * Fails to handle the observation of a request.
	 *
	 * @param phase when it fails
	 */
	record BrokenHandler(String phase) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return WebhookReception.OBSERVATION.equals(context.getName());
		}

		@Override
		public void onStart(Observation.Context context) {
			fail("start");
		}

		@Override
		public void onStop(Observation.Context context) {
			fail("stop");
		}

		private void fail(String phase) {
			if (this.phase.equals(phase)) {
				throw new IllegalStateException("broken handler");
			}
		}

	}

}

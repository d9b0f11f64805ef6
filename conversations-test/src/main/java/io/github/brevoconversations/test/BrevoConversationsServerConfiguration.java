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

package io.github.brevoconversations.test;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configuration that lets a developer run an application with a
 * {@link BrevoConversationsServer} in it, from the test sources:
 *
 * <pre class="code">
 * class TestSupportApplication {
 *
 *     public static void main(String[] arguments) {
 *         SpringApplication.from(SupportApplication::main)
 *             .with(BrevoConversationsServerConfiguration.class)
 *             .run(arguments);
 *     }
 *
 * }
 * </pre>
 *
 * <p>
 * All accounts of the application are connected to the server, whatever its properties
 * and beans say, as with {@link AutoConfigureBrevoConversationsServer}. The log says
 * where to write to the application as a visitor, in a browser. For that, the webhook
 * gets a secret if the application has none.
 * <p>
 * When Spring Boot's developer tools restart the application, the server and its messages
 * remain.
 */
@Configuration(proxyBeanMethods = false)
@Import({ WebhookSecretForDevelopment.class, BrevoConversationsServerRegistrar.class })
public class BrevoConversationsServerConfiguration {

	/**
	 * Create a configuration, as Spring does.
	 */
	public BrevoConversationsServerConfiguration() {
	}

}

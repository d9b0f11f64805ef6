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

package io.github.brevoconversations.autoconfigure.endpoint;

import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrevoKeySanitizingAutoConfiguration}.
 */
class BrevoKeySanitizingAutoConfigurationTests {

	private static final String KEY = "xkeysib-0123456789abcdef";

	private static final String MASK = "******";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrevoKeySanitizingAutoConfiguration.class,
				ConversationsClientAutoConfiguration.class, EndpointAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*", "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always", "shop.name=Desk");

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key", "brevo.apiKey", "brevo.api_key", "brevo.API-KEY", "brevo.partner-key",
			"brevo.partnerKey", "brevo.accounts.shop.api-key", "brevo.accounts.my-shop.partner-key",
			"brevo.accounts[my-shop].api-key", "brevo.webhook.secrets", "brevo.webhook.secrets[0]",
			"brevo.accounts.shop.webhook.secrets[1]", "brevo.visitor-ids.secret" })
	void masksAKeyHoweverItsPropertyIsWritten(String property) {
		this.contextRunner.withPropertyValues(property + "=" + KEY)
			.run((context) -> assertMasked(environment(context), property));
	}

	@ParameterizedTest
	@ValueSource(strings = { "BREVO_API_KEY", "BREVO_APIKEY", "brevo_api_key", "BREVO_PARTNER_KEY", "BREVO_PARTNERKEY",
			"BREVO_ACCOUNTS_SHOP_APIKEY", "BREVO_ACCOUNTS_SHOP_API_KEY", "BREVO_WEBHOOK_SECRETS",
			"BREVO_WEBHOOK_SECRETS_0" })
	void masksAKeyInAnEnvironmentVariable(String variable) {
		this.contextRunner
			.withInitializer((context) -> TestPropertyValues.of(variable + "=" + KEY)
				.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
			.run((context) -> assertMasked(environment(context), variable));
	}

	@Test
	void masksAKeyInASystemProperty() {
		this.contextRunner.withSystemProperties("brevo.api-key=" + KEY)
			.run((context) -> assertMasked(environment(context), "brevo.api-key"));
	}

	@Test
	void masksTheKeysAmongTheBoundProperties() {
		this.contextRunner.withPropertyValues("brevo.api-key=" + KEY, "brevo.partner-key=" + KEY + "2")
			.run((context) -> {
				String properties = json(
						context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
				assertThat(properties).contains("\"apiKey\":\"******\"", "\"partnerKey\":\"******\"", "api.brevo.com")
					.doesNotContain("xkeysib");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.apiKey", "brevo.accounts.shop.apiKey", "brevo.accounts.my-shop.partnerKey" })
	void masksAKeyByTheNameOfABoundProperty(String name) {
		BrevoKeySanitizingFunction function = new BrevoKeySanitizingFunction(new StandardEnvironment());
		assertThat(function.apply(new SanitizableData(null, name, "k")).getValue()).isEqualTo(MASK);
		SanitizableData other = new SanitizableData(null, name + "s", "k");
		assertThat(function.apply(other)).isSameAs(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key", "brevo.partner-key", "brevo.accounts.shop.api-key",
			"brevo.webhook.secrets[0]", "brevo.visitor-ids.secret" })
	void masksEveryOtherValueWithAKey(String property) {
		this.contextRunner
			.withPropertyValues("my.secret=" + KEY, property + "=${my.secret}", "command=java -jar --key=" + KEY)
			.run((context) -> {
				String environment = environment(context);
				assertMasked(environment, "my.secret");
				assertMasked(environment, "command");
			});
	}

	@Test
	void masksNothingElse() {
		this.contextRunner.withPropertyValues("brevo.api-key=k", "brevo.base-url=https://api.brevo.com/v3")
			.run((context) -> {
				assertThat(environment(context)).contains("Desk", "https://api.brevo.com/v3", "always");
				assertThat(environment(context).split("\\*{6}", -1)).hasSize(2);
			});
	}

	@Test
	void masksWithoutTheStarterAndWithAnUnresolvedPlaceholder() {
		this.contextRunner
			.withPropertyValues("brevo.enabled=false", "brevo.api-key=" + KEY, "brevo.base-url=${nowhere}")
			.run((context) -> assertMasked(environment(context), "brevo.api-key"));
	}

	@Test
	void backsOffWithoutTheActuator() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BrevoKeySanitizingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("brevoKeySanitizingFunction"));
	}

	private static void assertMasked(String report, String name) {
		assertThat(report).contains("\"" + name + "\"", MASK, "Desk").doesNotContain("xkeysib");
	}

	private static String environment(ApplicationContext context) {
		return json(context.getBean(EnvironmentEndpoint.class).environment(null));
	}

	private static String json(Object value) {
		return JsonMapper.builder().build().writeValueAsString(value);
	}

}

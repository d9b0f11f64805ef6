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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.AgentPresenceAutoConfiguration;
import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.BrevoAccountsAutoConfiguration;
import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreFactory;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the names of accounts, in properties and environment variables.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class AccountNameTests {

	@ParameterizedTest
	@ValueSource(strings = { "north-sales", "northSales", "northsales", "north_sales" })
	void isOneAccountInAFileAndInTheEnvironment(String name) {
		Map<String, Object> variables = Map.of("BREVO_ACCOUNTS_NORTHSALES_APIKEY", "sales-key",
				"BREVO_ACCOUNTS_NORTHSALES_HEARTBEAT_CONCURRENCY", "3");
		try (ConfigurableApplicationContext context = start(variables,
				"--brevo.accounts.%s.heartbeat.interval=50s".formatted(name))) {
			BrevoAccounts accounts = context.getBean(BrevoAccounts.class);
			assertThat(accounts.names()).containsExactly(name);
			assertThat(accounts.client("north-sales")).isSameAs(accounts.client("NORTHSALES"))
				.isSameAs(accounts.client(name));
			BrevoAccountProperties properties = BrevoAccount.named(name, context.getEnvironment()).properties();
			assertThat(properties.getApiKey()).isEqualTo("sales-key");
			assertThat(properties.getHeartbeat().getInterval()).hasSeconds(50);
			assertThat(properties.getHeartbeat().getConcurrency()).isEqualTo(3);
		}
	}

	@Test
	void mayBePartOfABeanName() {
		try (ConfigurableApplicationContext context = start(Map.of(), "--brevo.api-key=k",
				"--brevo.accounts.blocking.api-key=k", "--brevo.accounts.brevo.api-key=k",
				"--brevo.accounts.service.api-key=k")) {
			assertThat(context.getBean(BrevoAccounts.class).names()).containsExactly("default", "blocking", "brevo",
					"service");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "DEFAULT", "1", "[0]", "[eu.sales]" })
	void isRejectedIfItIsInvalid(String name, CapturedOutput output) {
		String property = name.startsWith("[") ? "brevo.accounts" + name : "brevo.accounts." + name;
		fail(Map.of(), "--brevo.accounts.sales.api-key=k", "--" + property + ".api-key=k");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("is not a valid name")
			.contains("begins with a letter");
	}

	@ParameterizedTest
	@CsvSource({ "sales.enabled=false, directly under 'brevo'", "sales.heartbeat.store.type=redis, ActiveAgentStore",
			"sales.heartbeat.store.namespace=x, directly under 'brevo'", "sales.api-kee=k, Correct its name",
			"sales.heartbeat.agent[0].id=liz, Correct its name", "sales=k, Correct its name" })
	void hasNoPropertiesWithoutEffect(String property, String action, CapturedOutput output) {
		fail(Map.of(), "--brevo.accounts.sales.api-key=k", "--brevo.accounts." + property);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'brevo.accounts." + property.substring(0, property.indexOf('=')) + "'")
			.contains("Known accounts: sales")
			.contains(action);
	}

	@Test
	void isNotAnAccountIfItOnlyHasAWebhook() {
		try (ConfigurableApplicationContext context = start(Map.of(), "--brevo.api-key=k",
				"--brevo.accounts.sales.webhook.secrets[0]=0123456789abcdef0123456789abcdef")) {
			assertThat(context.getBean(BrevoAccounts.class).names()).containsExactly("default");
		}
	}

	@Test
	void cannotHaveADashInAnEnvironmentVariable(CapturedOutput output) {
		fail(Map.of("BREVO_ACCOUNTS_NORTH_SALES_API_KEY", "k"), "--brevo.api-key=k");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("BREVO_ACCOUNTS_NORTH_SALES_API_KEY")
			.contains("BREVO_ACCOUNTS_NORTHSALES_APIKEY")
			.contains("Known accounts: default");
	}

	@ParameterizedTest
	@ValueSource(strings = { "north-sales", "northSales", "northsales", "north_sales" })
	void hasOneStoreHoweverItIsWritten(String name) {
		List<String> stores = new ArrayList<>();
		ActiveAgentStoreFactory factory = (account) -> {
			stores.add(account);
			return new InMemoryActiveAgentStore();
		};
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
					AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class))
			.withBean(ActiveAgentStoreFactory.class, () -> factory)
			.withPropertyValues("brevo.accounts.%s.api-key=key".formatted(name))
			.run((context) -> {
				assertThat(context.getBean(BrevoAccounts.class).names()).containsExactly(name);
				context.getBean(BrevoAccounts.class).presence(name);
				assertThat(stores).containsExactly("northsales");
			});
	}

	@Test
	void mayHaveAnUnderscoreForADashOfAPropertyInAnEnvironmentVariable() {
		try (ConfigurableApplicationContext context = start(Map.of("BREVO_ACCOUNTS_SALES_API_KEY", "k",
				"BREVO_ACCOUNTS_SALES_HEARTBEAT_AGENTS_0_ID", "bob", "BREVO_ACCOUNTS_SALES_HTTP_READ_TIMEOUT", "7s"),
				"--brevo.heartbeat.enabled=false")) {
			BrevoAccountProperties properties = BrevoAccount.named("sales", context.getEnvironment()).properties();
			assertThat(properties.getHttp().getReadTimeout()).hasSeconds(7);
			assertThat(properties.getHeartbeat().getAgents()).hasSize(1);
		}
	}

	@Test
	void ignoresServicesOfKubernetes() {
		Map<String, Object> variables = new HashMap<>();
		for (String service : new String[] { "BREVO_ACCOUNTS", "BREVO_ACCOUNTS_SALES", "BREVO" }) {
			variables.put(service + "_SERVICE_HOST", "10.0.0.1");
			variables.put(service + "_SERVICE_PORT", "80");
			variables.put(service + "_SERVICE_PORT_HTTP", "80");
			variables.put(service + "_PORT", "tcp://10.0.0.1:80");
			variables.put(service + "_PORT_80_TCP", "tcp://10.0.0.1:80");
			variables.put(service + "_PORT_80_TCP_PROTO", "tcp");
			variables.put(service + "_PORT_80_TCP_PORT", "80");
			variables.put(service + "_PORT_80_TCP_ADDR", "10.0.0.1");
		}
		try (ConfigurableApplicationContext context = start(variables, "--brevo.api-key=k")) {
			assertThat(context.getBean(BrevoAccounts.class).names()).containsExactly("default");
		}
		try (ConfigurableApplicationContext context = start(variables, "--brevo.accounts.sales.api-key=k")) {
			assertThat(context.getBean(BrevoAccounts.class).names()).containsExactly("sales");
		}
	}

	@Test
	void isNotConfusedWithAPortThatAKubernetesServiceSets(CapturedOutput output) {
		fail(Map.of("BREVO_HTTP_PROXY_PORT", "tcp://10.0.0.1:80"), "--brevo.api-key=k");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("BREVO_HTTP_PROXY_PORT");
	}

	@Test
	void needsCredentials(CapturedOutput output) {
		fail(Map.of(), "--brevo.api-key=k", "--brevo.accounts.sales.heartbeat.agents[0].id=bob");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The Brevo account 'sales' has no API key")
			.contains("Known accounts: default, sales")
			.contains("BREVO_ACCOUNTS_SALES_APIKEY");
	}

	@ParameterizedTest
	@CsvSource({ "NeedsSlaes, set the property 'brevo.accounts.slaes.api-key'",
			"NeedsNorthSales, @Qualifier(\"north-sales\")", "NeedsSlaesInAField, Correct the qualifier" })
	void isListedForAnUnknownQualifier(String component, String action, CapturedOutput output) throws Exception {
		fail(Class.forName(AccountNameTests.class.getName() + "$" + component), Map.of(), "--brevo.api-key=k",
				"--brevo.accounts.north-sales.api-key=k");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Known accounts: default, north-sales")
			.contains(action);
	}

	private static ConfigurableApplicationContext start(Map<String, Object> variables, String... arguments) {
		return application(TestApplication.class, variables).run(arguments);
	}

	private static void fail(Map<String, Object> variables, String... arguments) {
		fail(TestApplication.class, variables, arguments);
	}

	private static void fail(Class<?> component, Map<String, Object> variables, String... arguments) {
		SpringApplication application = application(component, variables);
		assertThatException().isThrownBy(() -> application.run(arguments).close());
	}

	private static SpringApplication application(Class<?> component, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
		SpringApplication application = new SpringApplication(TestApplication.class, component);
		application.setEnvironment(environment);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off"));
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

	}

	static class NeedsSlaes {

		NeedsSlaes(@Qualifier("slaes") ConversationsClient client) {
		}

	}

	static class NeedsNorthSales {

		NeedsNorthSales(@Qualifier("northSales") ConversationsClient client) {
		}

	}

	static class NeedsSlaesInAField {

		@Autowired
		@Qualifier("slaes")
		ConversationsClient client;

	}

}

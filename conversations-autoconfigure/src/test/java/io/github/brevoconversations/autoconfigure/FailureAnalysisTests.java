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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Flow;

import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.BrevoApiKeyProvider;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the failure analyses, as an application meets them.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@ParameterizedTest
	@ValueSource(classes = { NeedsClient.class, NeedsBlockingClient.class, NeedsPresence.class, NeedsHeartbeat.class,
			NeedsAccounts.class })
	void saysToSetAKeyWhenThereIsNone(Class<?> component, CapturedOutput output) {
		fail(component);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(component.getName())
			.contains("no API key for Brevo is set")
			.contains("Set the property 'brevo.api-key' (or the environment variable BREVO_API_KEY)");
	}

	@Test
	void saysThatBrevoIsDisabled(CapturedOutput output) {
		fail(NeedsClient.class, "--brevo.api-key=secret-key", "--brevo.enabled=false");
		assertThat(output).contains("'brevo.enabled' is false").doesNotContain("secret-key");
	}

	@Test
	void saysThatTheHeartbeatIsDisabled(CapturedOutput output) {
		fail(NeedsHeartbeat.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.enabled=false");
		assertThat(output).contains("'brevo.heartbeat.enabled' is false");
	}

	@Test
	void saysThatPresenceIsDisabled(CapturedOutput output) {
		fail(NeedsHeartbeat.class, "--brevo.api-key=secret-key", "--brevo.presence.enabled=false");
		assertThat(output).contains("'brevo.presence.enabled' is false");
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.api-key", "brevo.partner-key" })
	void namesThePropertyOfAMalformedKeyWithoutShowingIt(String name, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--" + name + "=sec ret");
		assertThat(output).contains("The value of the property '" + name + "' (not shown) is invalid")
			.doesNotContain("sec ret")
			.doesNotContain("secret-key");
	}

	@Test
	void namesAnInvalidValueAndItsProperty(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.interval=0s");
		assertThat(output).contains(
				"The property 'brevo.heartbeat.interval' cannot have the value '0s'. The interval must be greater than zero.")
			.contains("Change the value of 'brevo.heartbeat.interval', which is set in \"brevo.heartbeat.interval\""
					+ " from property source \"commandLineArgs\".");
	}

	@ParameterizedTest
	@CsvSource({ "api.brevo.com, must be absolute", "http://api.brevo.com/v3, must start with https",
			"ftp://api.brevo.com, must be absolute", "https://a b, is not valid" })
	void saysWhyABaseUrlCannotBeUsed(String url, String reason, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.base-url=" + url);
		assertThat(output)
			.contains("The property 'brevo.base-url' cannot have the value '" + url + "'. The base URL " + reason)
			.contains("Change the value of 'brevo.base-url'");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://user:secret-word@api.brevo.com/v3", "https://api.brevo.com/v3?api-key=secret-word" })
	void hidesAPasswordInABaseUrl(String url, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.base-url=" + url);
		assertThat(output).contains("***")
			.contains("The base URL must not have a user, a query or a fragment.")
			.doesNotContain("secret-word");
	}

	@ParameterizedTest
	@ValueSource(strings = { "email", "name", "received-from" })
	void saysWhichPartOfAnIdentityIsMissing(String part, CapturedOutput output) {
		Map<String, String> parts = new TreeMap<>(
				Map.of("email", "liz@example.org", "name", "Liz", "received-from", "desk"));
		parts.remove(part);
		List<String> arguments = new ArrayList<>(List.of("--brevo.api-key=secret-key"));
		parts.forEach((name, value) -> arguments.add("--brevo.heartbeat.agents[0].%s=%s".formatted(name, value)));
		fail(TestApplication.class, arguments.toArray(String[]::new));
		assertThat(output)
			.contains("The property 'brevo.heartbeat.agents[0]." + part + "' is missing. An agent without an id needs")
			.contains("Set 'brevo.heartbeat.agents[0]." + part + "'.");
	}

	@Test
	void saysThatAnIdentityIsOneOrTheOther(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.agents[0].id=a1",
				"--brevo.heartbeat.agents[1].id=a2", "--brevo.heartbeat.agents[1].email=liz@example.org");
		assertThat(output).contains("The property 'brevo.heartbeat.agents[1].id' cannot have the value 'a2'. "
				+ "Set either the id of the agent, or its email, name and received-from, but not both.");
	}

	@Test
	void saysThatTheMaximumIntervalIsTooLong(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.max-interval=3m");
		assertThat(output).contains("The property 'brevo.heartbeat.max-interval' cannot have the value '180s'. "
				+ "The maximum interval must be below the 120 seconds for which Brevo shows an agent online");
	}

	@Test
	void saysThatTheIntervalIsAboveTheMaximumInterval(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.interval=115500ms");
		assertThat(output).contains("The property 'brevo.heartbeat.interval' cannot have the value '115500ms'. "
				+ "The interval must not exceed the maximum interval of 1m50s.");
	}

	@Test
	void distinguishesAnUnsuitableDefaultFromAValueThatWasSet(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.online-window=60s");
		assertThat(output).contains("The property 'brevo.heartbeat.max-interval' cannot keep its default, '110s'.")
			.contains("Set 'brevo.heartbeat.max-interval' to a value that fits");
	}

	@ParameterizedTest
	@CsvSource({ "brevo.webhook.allowed-addresses=1.2.3, 0", "'brevo.webhook.allowed-addresses=127.0.0.1,1.2.3', 1",
			"brevo.webhook.allowed-addresses[0]=1.2.3, 0" })
	void saysWhereAListWithAnInvalidElementIsSet(String property, int index, CapturedOutput output) {
		fail(TestApplication.class, WebApplicationType.REACTIVE, "--server.port=0", "--brevo.api-key=secret-key",
				"--brevo.webhook.secrets=secret", "--" + property);
		assertThat(output)
			.contains("The property 'brevo.webhook.allowed-addresses[%s]' cannot have the value '1.2.3'."
				.formatted(index))
			.contains("which is set in \"brevo.webhook.allowed-addresses")
			.doesNotContain("its default");
	}

	@Test
	void ignoresOtherProperties(CapturedOutput output) {
		fail(BadProperty.class, "--other.port=-1");
		assertThat(output).contains("Invalid value '-1' for configuration property 'other.port'");
	}

	@Test
	void namesAMissingRegistration(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.oauth2.registration-id=none");
		assertThat(output).contains("The property 'brevo.oauth2.registration-id' cannot have the value 'none'")
			.contains("There are no client registrations")
			.contains("spring.security.oauth2.client.registration.none.*");
	}

	@Test
	void saysThatAKeyAndARegistrationExcludeEachOther(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.oauth2.registration-id=brevo");
		assertThat(output).contains("mutually exclusive")
			.contains("brevo.api-key")
			.contains("brevo.oauth2.registration-id")
			.doesNotContain("secret-key");
	}

	@Test
	void ignoresOtherFailures(CapturedOutput output) {
		fail(NeedsSomethingElse.class);
		assertThat(output).contains("Consider defining a bean of type 'java.util.concurrent.Flow$Subscription'");
	}

	@Test
	void ignoresAClientThatIsMissingForAnotherReason(CapturedOutput output) {
		fail(NeedsClient.class, "--brevo.api-key=secret-key",
				"--spring.autoconfigure.exclude=" + ConversationsClientAutoConfiguration.class.getName());
		assertThat(output).contains("that could not be found").doesNotContain("Brevo account");
	}

	@ParameterizedTest
	@CsvSource({ "brevo.api-key, ${NOPE}, NOPE", "brevo.accounts.sales.api-key, ${NOPE}, NOPE",
			"brevo.http.proxy.host, ${FIRST}, NOPE", "brevo.heartbeat.interval, ${NOPE}s, NOPE" })
	void namesThePropertyThatRefersToNothing(String property, String value, String missing, CapturedOutput output) {
		fail(TestApplication.class, "--FIRST=${NOPE}", "--brevo.partner-key=secret-key", "--brevo.api-key=other-key",
				"--%s=%s".formatted(property, value));
		assertThat(output).contains("The property '%s'".formatted(property))
			.contains("refers to '%s', which is not set.".formatted(missing))
			.contains("${%s:}".formatted(missing))
			.doesNotContain("secret-key");
	}

	@Test
	void ignoresPlaceholdersOfOtherProperties(CapturedOutput output) {
		fail(NeedsOtherPlaceholder.class, "--brevo.api-key=secret-key");
		assertThat(output).contains("NOPE").doesNotContain("APPLICATION FAILED TO START");
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsStore.class, NeedsDetails.class, NeedsClient.class, NeedsPresence.class })
	void saysThatOnlyNamedAccountsHaveAKey(Class<?> component, CapturedOutput output) {
		fail(component, "--brevo.accounts.sales.api-key=secret-key");
		assertThat(output).contains("only named accounts have an API key for Brevo").contains("@Qualifier(\"sales\")");
	}

	@Test
	void saysThatPresenceOfAnAccountIsSwitchedOff(CapturedOutput output) {
		fail(NeedsPresenceOfSales.class, "--brevo.accounts.sales.api-key=secret-key", "--brevo.presence.enabled=false");
		assertThat(output)
			.contains("Remove the property 'brevo.presence.enabled', which switches the presence of all agents off");
	}

	@Test
	void saysThatTheDefaultAccountHasNoKey(CapturedOutput output) {
		fail(NeedsClientOfDefault.class, "--brevo.accounts.sales.api-key=secret-key");
		assertThat(output).contains("of the Brevo account 'default', but there is none. Known accounts: sales.")
			.contains("Set the property 'brevo.api-key'");
	}

	@Test
	void saysThatConnectionDetailsHaveNoKey(CapturedOutput output) {
		fail(DetailsWithoutKey.class, "--brevo.api-key=secret-key");
		assertThat(output).contains("The connection details of the Brevo account 'default'")
			.contains("have no API key")
			.contains("The property 'brevo.api-key' has no effect, because the connection details replace it.")
			.doesNotContain("secret-key");
	}

	@Test
	void namesTheKeyProvidersOfWhichOnlyOneCanBeUsed(CapturedOutput output) {
		fail(TwoKeysOfSales.class, "--brevo.accounts.sales.received-from=shop");
		assertThat(output)
			.contains("The Brevo account 'sales' has 2 beans of type BrevoApiKeyProvider, but can use only one:"
					+ " first, second.");
	}

	@Test
	void doesNotMistakeAMisspelledPropertyForThatOfAnAccount(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.accounts.sales.api-key=sales-key",
				"--brevo.accounts.north.sales.api-key=north-key");
		assertThat(output).contains("Known accounts: default, sales.").doesNotContain("north-key");
	}

	@Test
	void saysWhatAnAgentWithOnlyAnAddressLacks(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.heartbeat.agents=max,liz@example.org");
		assertThat(output).contains("The property 'brevo.heartbeat.agents[1].name' is missing.");
	}

	@ParameterizedTest
	@CsvSource({ "http.proxy.host, http://proxy.example.org, without a scheme",
			"http.proxy.host, proxy.example.org:3128, without a scheme",
			"http.proxy.host, 10.0.0.1:3128, without a scheme", "http.proxy.host, proxy.example.org/, without a scheme",
			"http.proxy.host, 'a b', without a scheme", "http.proxy.host, user@proxy, without a scheme",
			"http.connect-timeout, 300d, at most 24 days", "http.read-timeout, 25d, at most 24 days",
			"rate-limit.max-wait, 4000d, at most 3650 days" })
	void saysWhyAValueCannotBeUsed(String name, String value, String reason, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.%s=%s".formatted(name, value));
		assertThat(output).contains("The property 'brevo.%s' cannot have the value".formatted(name)).contains(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "port=3128", "username=me", "password=secret-word", "non-proxy-hosts=localhost" })
	void saysThatAProxyHasNoHost(String setting, CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.http.proxy." + setting);
		assertThat(output).contains("The property 'brevo.http.proxy.host' is missing.").doesNotContain("secret-word");
	}

	@Test
	void rejectsAMarkerWithALineBreak(CapturedOutput output) {
		fail(TestApplication.class, "--brevo.api-key=secret-key", "--brevo.received-from=shop\nother");
		assertThat(output).contains("The property 'brevo.received-from' cannot have the value")
			.contains("must not contain line breaks");
	}

	private static void fail(Class<?> component, String... arguments) {
		fail(component, WebApplicationType.NONE, arguments);
	}

	private static void fail(Class<?> component, WebApplicationType type, String... arguments) {
		SpringApplication application = new SpringApplication(TestApplication.class, component);
		application.setWebApplicationType(type);
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--spring.main.banner-mode=off");
		assertThatException().isThrownBy(() -> application.run(all.toArray(String[]::new)).close());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

	}

	static class BadProperty {

		BadProperty(Environment environment) {
			throw new InvalidConfigurationPropertyValueException("other.port", environment.getProperty("other.port"),
					"A port is greater than zero.");
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

	static class NeedsAccounts {

		NeedsAccounts(BrevoAccounts accounts) {
		}

	}

	static class NeedsSomethingElse {

		NeedsSomethingElse(Flow.Subscription something) {
		}

	}

	static class NeedsStore {

		NeedsStore(ActiveAgentStore store) {
		}

	}

	static class NeedsDetails {

		NeedsDetails(BrevoConnectionDetails details) {
		}

	}

	static class NeedsPresenceOfSales {

		NeedsPresenceOfSales(@Qualifier("sales") AgentPresence presence) {
		}

	}

	static class NeedsClientOfDefault {

		NeedsClientOfDefault(@Qualifier("default") ConversationsClient client) {
		}

	}

	static class NeedsOtherPlaceholder {

		NeedsOtherPlaceholder(@Value("${NOPE}") String value) {
		}

	}

	static class DetailsWithoutKey implements BrevoConnectionDetails {

		@Override
		public String getBaseUrl() {
			return "https://api.brevo.com/v3";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoKeysOfSales {

		@Bean
		@Qualifier("sales")
		BrevoApiKeyProvider first() {
			return () -> "first-key";
		}

		@Bean
		@Qualifier("sales")
		BrevoApiKeyProvider second() {
			return () -> "second-key";
		}

	}

}

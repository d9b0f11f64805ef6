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

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.brevoconversations.autoconfigure.account.BrevoAccount;
import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;
import io.github.brevoconversations.autoconfigure.store.ActiveAgentStoreProperties;
import io.github.brevoconversations.autoconfigure.store.JdbcActiveAgentStoreProperties;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.client.RetrySettings;
import io.github.brevoconversations.presence.HeartbeatSettings;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the metadata of the properties, as an IDE reads it.
 */
class ConfigurationMetadataTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
				AgentPresenceAutoConfiguration.class, TaskSchedulingAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=secret-key");

	@Test
	void describesEveryPropertyInASentenceWithoutAnArticle() throws IOException {
		assertThat(properties()).isNotEmpty().allSatisfy((property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(property.path("name").asString()).isNotBlank().endsWith(".");
			assertThat(description).doesNotStartWith("The ").doesNotStartWith("A ").doesNotStartWith("An ");
			if (property.path("type").asString().equals("java.lang.Boolean")) {
				assertThat(description).startsWith("Whether ");
			}
		});
	}

	@Test
	void namesThePropertiesOfTheActuator() throws IOException {
		assertThat(properties()).extracting((property) -> property.path("name").asString())
			.filteredOn((name) -> !isOwn(name))
			.containsExactlyInAnyOrder("management.endpoint.brevoagents.access",
					"management.endpoint.brevoagents.cache.time-to-live", "management.endpoint.brevowebhooks.access",
					"management.endpoint.brevowebhooks.cache.time-to-live", "management.health.brevo.enabled");
	}

	@Test
	void describesEveryGroup() throws IOException {
		assertThat(metadata("groups")).filteredOn((group) -> group.path("name").asString().startsWith("brevo"))
			.isNotEmpty()
			.allSatisfy((group) -> assertThat(group.path("description").asString("")).endsWith("."));
	}

	@Test
	void documentsTheDefaultOfEveryPropertyThatHasOne() throws IOException {
		List<String> without = List.of("brevo.accounts", "brevo.api-key", "brevo.partner-key", "brevo.heartbeat.agents",
				"brevo.heartbeat.store.jdbc.platform", "brevo.heartbeat.store.jdbc.schema",
				"brevo.heartbeat.store.namespace", "brevo.http.proxy.host", "brevo.http.proxy.non-proxy-hosts",
				"brevo.http.proxy.password", "brevo.http.proxy.username", "brevo.http.ssl.bundle",
				"brevo.oauth2.registration-id", "brevo.rate-limit.max-wait", "brevo.received-from",
				"brevo.visitor-ids.secret", "brevo.webhook.allowed-addresses", "brevo.webhook.header",
				"brevo.webhook.inbox.jdbc.platform", "brevo.webhook.inbox.jdbc.schema", "brevo.webhook.inbox.namespace",
				"brevo.webhook.query-parameter", "brevo.webhook.secrets");
		assertThat(properties()).filteredOn((property) -> !without.contains(property.path("name").asString()))
			.allSatisfy((property) -> assertThat(property.has("defaultValue")).as(property.toString()).isTrue());
	}

	@Test
	void hasTheDefaultsOfWhatItConfigures() {
		BrevoProperties properties = new BrevoProperties();
		BrevoAccountProperties.Retry retry = properties.getRetry();
		assertThat(properties.getBaseUrl()).isEqualTo(ConversationsClientBuilder.DEFAULT_BASE_URL);
		assertThat(properties.getHttp().getCallTimeout()).isEqualTo(ConversationsClientBuilder.DEFAULT_CALL_TIMEOUT);
		assertThat(new JdbcActiveAgentStoreProperties().getTableName())
			.isEqualTo(JdbcActiveAgentStore.DEFAULT_TABLE_NAME);
		assertThat(new BrevoPropertiesMapper(BrevoAccount.ofDefault(properties))
			.heartbeatSettings(new ActiveAgentStoreProperties())).isEqualTo(HeartbeatSettings.defaults());
		assertThat(new RetrySettings(retry.getMaxRetries(), retry.getDelay(), retry.getMaxDelay(),
				retry.getMaxServerDelay()))
			.isEqualTo(RetrySettings.defaults());
	}

	@Test
	void hintsAtPropertiesThatExist() throws IOException {
		List<String> names = properties().stream().map((property) -> property.path("name").asString()).toList();
		assertThat(names(hints())).isNotEmpty().isSubsetOf(names).isSorted().doesNotHaveDuplicates();
	}

	@Test
	void describesEveryHintAndAllowsOtherValuesAsWell() throws IOException {
		assertThat(hints()).allSatisfy((hint) -> {
			assertThat(hint.path("values").valueStream()).isNotEmpty()
				.allSatisfy((value) -> assertThat(value.path("description").asString("")).endsWith("."));
			assertThat(names(hint.path("providers").valueStream().toList())).isNotEmpty()
				.isSubsetOf("any", "handle-as");
		});
	}

	@Test
	void hintsAtEachDefaultAndAtValuesThatCanBeUsed() throws IOException {
		Map<String, String> defaults = properties().stream()
			.collect(Collectors.toMap((property) -> property.path("name").asString(),
					(property) -> property.path("defaultValue").asString("")));
		for (JsonNode hint : hints()) {
			String name = hint.path("name").asString();
			List<String> values = hint.path("values")
				.valueStream()
				.map((value) -> value.path("value").asString())
				.toList();
			assertThat(values).contains(defaults.get(name));
			assertThat(values).allSatisfy((value) -> this.contextRunner.withPropertyValues(name + "=" + value)
				.run((context) -> assertThat(context).hasNotFailed()));
		}
	}

	private static List<String> names(List<JsonNode> nodes) {
		return nodes.stream().map((node) -> node.path("name").asString()).toList();
	}

	private static boolean isOwn(String name) {
		return name.startsWith("brevo.");
	}

	private static List<JsonNode> properties() throws IOException {
		return metadata("properties");
	}

	private static List<JsonNode> hints() throws IOException {
		return metadata("hints");
	}

	private static List<JsonNode> metadata(String part) throws IOException {
		try (InputStream metadata = BrevoProperties.class.getClassLoader()
			.getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(metadata).path(part).valueStream().toList();
		}
	}

}

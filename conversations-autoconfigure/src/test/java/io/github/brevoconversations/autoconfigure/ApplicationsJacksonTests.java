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

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsMessage;
import io.github.brevoconversations.client.SendMessageRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that however an application configures its JSON, the client's is Brevo's.
 */
@Timeout(60)
class ApplicationsJacksonTests {

	private static final String JSON = """
			{"id":"m1","type":"agent","visitorId":"v1","createdAt":1482512803740,"isPushed":false,"unknown":{"a":1},\
			"file":{"filename":"f.png","isImage":true}}""";

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, WebClientAutoConfiguration.class,
						ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
						SslAutoConfiguration.class, JacksonAutoConfiguration.class, CodecsAutoConfiguration.class))
		.withPropertyValues("brevo.api-key=xkeysib-4715", "brevo.base-url=" + this.brevo.url(),
				"brevo.retry.enabled=false");

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@Test
	void isNotInfluencedByTheApplicationsMapper() {
		this.contextRunner.withBean(JsonMapperBuilderCustomizer.class, () -> ApplicationsJacksonTests::customize)
			.run(this::assertSpeaksAsBrevoDoes);
	}

	@Test
	void isNotInfluencedByPropertiesForJackson() {
		this.contextRunner
			.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE",
					"spring.jackson.deserialization.fail-on-unknown-properties=true",
					"spring.jackson.mapper.use-annotations=false", "spring.jackson.default-property-inclusion=always",
					"spring.jackson.deserialization.unwrap-root-value=true",
					"spring.jackson.serialization.wrap-root-value=true")
			.run(this::assertSpeaksAsBrevoDoes);
	}

	@Test
	void isNotInfluencedByTheCodecsOfTheApplication() {
		this.contextRunner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.codecs((codecs) -> {
			codecs.registerDefaults(false);
			codecs.defaultCodecs().maxInMemorySize(1);
		})).run(this::assertSpeaksAsBrevoDoes);
	}

	private void assertSpeaksAsBrevoDoes(ApplicationContext context) {
		this.brevo.replyWith(LoopbackBrevo.status(200, "Content-Type: application/json", JSON));
		ConversationsClient client = context.getBean(ConversationsClient.class);
		ConversationsMessage message = client
			.sendMessage(SendMessageRequest.of("v1", "Hello", AgentIdentity.ofId("liz")))
			.block(Duration.ofSeconds(20));
		assertThat(message.visitorId()).isEqualTo("v1");
		assertThat(message.createdAt()).isEqualTo(Instant.ofEpochMilli(1482512803740L));
		assertThat(message.pushed()).isFalse();
		assertThat(message.file().name()).isEqualTo("f.png");
		assertThat(this.brevo.heads()).last()
			.asString()
			.containsIgnoringCase(
					"Content-Length: " + "{\"visitorId\":\"v1\",\"text\":\"Hello\",\"agentId\":\"liz\"}".length());
		this.brevo.replyWith(LoopbackBrevo.status(400, "Content-Type: application/json",
				"{\"code\":\"invalid_parameter\",\"message\":\"No\",\"more\":1}"));
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> client.getMessage("m1").block(Duration.ofSeconds(20)))
			.extracting(BrevoException::getErrorCode)
			.isEqualTo("invalid_parameter");
	}

	private static void customize(JsonMapper.Builder builder) {
		builder.propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.UNWRAP_ROOT_VALUE)
			.enable(SerializationFeature.WRAP_ROOT_VALUE)
			.disable(MapperFeature.USE_ANNOTATIONS)
			.changeDefaultPropertyInclusion((value) -> value.withValueInclusion(JsonInclude.Include.ALWAYS))
			.changeDefaultVisibility(
					(checker) -> checker.withVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE))
			.addModule(new SimpleModule().addDeserializer(String.class, new ValueDeserializer<>() {

				@Override
				public String deserialize(JsonParser parser, DeserializationContext context) {
					throw new IllegalStateException("the application's own");
				}

			}));
	}

}

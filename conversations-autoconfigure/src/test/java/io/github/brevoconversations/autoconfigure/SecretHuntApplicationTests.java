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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.AgentState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.beans.BeansEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.condition.ConditionsReportEndpoint;
import org.springframework.boot.actuate.autoconfigure.condition.ConditionsReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksEndpointAutoConfiguration;
import org.springframework.boot.actuate.beans.BeansEndpoint;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.scheduling.ScheduledTasksEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Searches for the keys in what an application shows of itself: its beans, its actuator,
 * its log, and why it did not start.
 */
@Timeout(240)
@ExtendWith(OutputCaptureExtension.class)
class SecretHuntApplicationTests {

	private static final String API_KEY = SecretHuntTests.API_KEY;

	private static final String PARTNER_KEY = SecretHuntTests.PARTNER_KEY;

	private final LoopbackBrevo brevo = new LoopbackBrevo();

	private final SecretHunter hunter = new SecretHunter(API_KEY, PARTNER_KEY);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConversationsClientAutoConfiguration.class, AgentPresenceAutoConfiguration.class,
						WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
						HttpClientAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
						EndpointAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
						ConfigurationPropertiesReportEndpointAutoConfiguration.class,
						ConditionsReportEndpointAutoConfiguration.class, BeansEndpointAutoConfiguration.class,
						ScheduledTasksEndpointAutoConfiguration.class))
		.withInitializer((context) -> TestPropertyValues.of("BREVO_API_KEY=" + API_KEY)
			.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
		.withPropertyValues("brevo.api-key=" + API_KEY, "brevo.partner-key=" + PARTNER_KEY,
				"brevo.base-url=" + this.brevo.url(), "brevo.retry.enabled=false", "brevo.heartbeat.agents[0].id=liz",
				"brevo.heartbeat.interval=1s", "management.endpoints.web.exposure.include=*");

	private final Map<Logger, Level> levels = new LinkedHashMap<>();

	@BeforeEach
	void rememberLevels() {
		loggers().forEach((logger) -> this.levels.put(logger, logger.getLevel()));
	}

	// an application sets the levels of the whole JVM, and leaves them when it ends
	@AfterEach
	void restoreLevels() {
		loggers().stream().filter((logger) -> !isRoot(logger)).forEach((logger) -> logger.setLevel(null));
		this.levels.forEach(Logger::setLevel);
	}

	private static List<Logger> loggers() {
		return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLoggerList();
	}

	private static boolean isRoot(Logger logger) {
		return Logger.ROOT_LOGGER_NAME.equals(logger.getName());
	}

	@AfterEach
	void stop() {
		this.brevo.close();
	}

	@Test
	void showsNoKeyInTheTextFormOfABean() {
		this.contextRunner.run((context) -> {
			List<Object> beans = ownBeans(context);
			assertThat(beans).hasSizeGreaterThan(5).noneMatch((bean) -> this.hunter.isIn(bean.toString()));
			BrevoProperties properties = context.getBean(BrevoProperties.class);
			assertThat(properties.getApiKey()).isEqualTo(API_KEY);
			ConversationsClientBuilder builder = ConversationsClient.builder().apiKey(API_KEY).partnerKey(PARTNER_KEY);
			assertThat(new Object[] { properties.getHttp(), properties.getRetry(), properties.getHeartbeat(), builder,
					builder.build(), Call.message(), Call.pushedMessage(), Call.agent() })
				.noneMatch((object) -> this.hunter.isIn(object.toString()));
		});
	}

	@Test
	void showsNoKeyInTheActuatorByDefault() {
		this.contextRunner.run((context) -> {
			String environment = json(context.getBean(EnvironmentEndpoint.class).environment(null));
			String properties = json(
					context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
			assertThat(environment).contains("brevo.api-key", "BREVO_API_KEY");
			assertThat(properties).contains("apiKey", "partnerKey");
			assertThat(List.of(environment, properties, json(context.getBean(BeansEndpoint.class).beans()),
					json(context.getBean(ConditionsReportEndpoint.class).conditions()),
					json(context.getBean(ScheduledTasksEndpoint.class).scheduledTasks())))
				.noneMatch(this.hunter::isIn);
		});
	}

	@ParameterizedTest
	@EnumSource(value = FailurePath.class, names = { "OK", "NO_MESSAGE", "CUT_OFF" }, mode = EnumSource.Mode.EXCLUDE)
	void leavesNoKeyBehindWithAPingThatFails(FailurePath path) {
		this.brevo.replyWith(path.reply());
		AgentIdentity agent = AgentIdentity.ofId("liz");
		try (RecordedLog log = new RecordedLog("io.github.brevoconversations", "org.springframework")) {
			this.contextRunner.withPropertyValues(path.properties(this.brevo)).run((context) -> {
				AgentPresenceHeartbeat heartbeat = context.getBean(AgentPresenceHeartbeat.class);
				Awaitility.await().until(() -> isReported(log));
				AgentState.Pings pings = heartbeat.pings(agent);
				if (pings != null && pings.lastFailure() != null) {
					assertThat(this.hunter.find(pings)).isEmpty();
					assertThat(this.hunter.findInReportsOf(pings.lastFailure())).isEmpty();
				}
			});
			assertThat(log.lines()).noneMatch(this.hunter::isIn);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "brevo.base-url=api.brevo.com", "brevo.base-url=http://api.brevo.com",
			"brevo.http.call-timeout=0s", "brevo.http.ssl.bundle=none", "brevo.retry.max-retries=-1",
			"brevo.retry.max-retries=many", "brevo.heartbeat.interval=1h", "brevo.heartbeat.agents[0].name=Liz",
			"brevo.heartbeat.agents[1].name=Liz", "brevo.api-key=" + API_KEY + "\n" + API_KEY,
			"brevo.partner-key=" + PARTNER_KEY + "\u00e4" })
	void showsNoKeyInWhyTheApplicationDidNotStart(String property, CapturedOutput output) {
		Throwable failure = start(property);
		assertThat(output).contains("APPLICATION FAILED TO START");
		// Spring Boot's exception for a value of the wrong type holds all the properties,
		// but tells nothing of them
		assertThat(this.hunter.findInTextsOf(failure)).isEmpty();
		assertThat(output.getAll()).doesNotMatch(this.hunter::isIn, "a key");
	}

	private static Throwable start(String property) {
		SpringApplication application = new SpringApplication(TestApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		Map<String, Object> properties = new LinkedHashMap<>(
				Map.of("brevo.api-key", API_KEY, "brevo.partner-key", PARTNER_KEY, "spring.main.banner-mode", "off",
						"debug", "true", "logging.level.io.github.brevoconversations", "trace",
						"logging.level.org.springframework.core.env", "trace"));
		properties.put("brevo.heartbeat.agents[0].id", "liz");
		int separator = property.indexOf('=');
		properties.put(property.substring(0, separator), property.substring(separator + 1));
		application.setDefaultProperties(properties);
		return catchThrowable(() -> application.run().close());
	}

	private static List<Object> ownBeans(ApplicationContext context) {
		List<Object> beans = new ArrayList<>();
		for (String name : context.getBeanDefinitionNames()) {
			Object bean = context.getBean(name);
			if (bean.getClass().getName().startsWith("io.github.brevoconversations")) {
				beans.add(bean);
			}
		}
		return beans;
	}

	private static boolean isReported(RecordedLog log) {
		return log.lines()
			.stream()
			.anyMatch((line) -> line.contains("The ping of ") || line.contains("rejects the pings of ")
					|| line.contains("rejects all pings"));
	}

	private static String json(Object value) {
		return JsonMapper.builder().build().writeValueAsString(value);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TestApplication {

	}

}

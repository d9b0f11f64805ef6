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

package io.github.brevoconversations.mocks;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.brevoconversations.autoconfigure.BrevoConnectionDetails;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.ConversationsClient;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that an application starts with {@link MockitoBean @MockitoBean} and with
 * {@link MockitoSpyBean @MockitoSpyBean} of each public type of a bean that the starter
 * has, whether there are several accounts or one.
 */
@Timeout(120)
class MockedBeansTests {

	private static final String OURS = "io.github.brevoconversations.";

	@ParameterizedTest
	@MethodSource
	void startsWithAMockOf(Class<?> type, Class<?> base) throws Exception {
		AnnotationDescription mock = AnnotationDescription.Builder.ofType(MockitoBean.class)
			.defineTypeArray("types", type)
			.build();
		run(base, mock, (context) -> assertThat(context.getBeanProvider(type).stream())
			.anyMatch((bean) -> Mockito.mockingDetails(bean).isMock()));
	}

	@ParameterizedTest
	@MethodSource
	void startsWithASpyOf(Class<?> type, Class<?> base) throws Exception {
		AnnotationDescription spy = AnnotationDescription.Builder.ofType(MockitoSpyBean.class)
			.defineTypeArray("types", type)
			.build();
		run(base, spy, (context) -> assertThat(context.getBeanProvider(type).stream())
			.anyMatch((bean) -> Mockito.mockingDetails(bean).isSpy()));
	}

	@Test
	void makesNoCallWithUnstubbedConnectionDetails() throws Exception {
		AnnotationDescription mock = AnnotationDescription.Builder.ofType(MockitoBean.class)
			.defineTypeArray("types", BrevoConnectionDetails.class)
			.build();
		run(OneAccount.class, mock,
				(context) -> assertThatExceptionOfType(BrevoException.class)
					.isThrownBy(() -> context.getBean(ConversationsClient.class).getMessage("m1").block())
					.havingRootCause()
					.withMessageContaining("had no base URL when the client was created"));
	}

	private static void run(Class<?> base, AnnotationDescription annotation, Consumer<ApplicationContext> consumer)
			throws Exception {
		Class<?> test = new ByteBuddy().subclass(base)
			.annotateType(annotation)
			.make()
			.load(OneAccount.class.getClassLoader())
			.getLoaded();
		TestContextManager manager = new TestContextManager(test);
		try {
			consumer.accept(manager.getTestContext().getApplicationContext());
		}
		finally {
			manager.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
	}

	@Test
	void areOfTheTypesThatAnApplicationInjects() {
		assertThat(types()).extracting(Class::getSimpleName)
			.contains("BrevoConnectionDetails", "ActiveAgentStore", "ConversationsClient",
					"BlockingConversationsClient", "AgentPresence", "AgentPresenceHeartbeat", "BrevoAccounts",
					"ActiveAgentStoreFactory", "RateLimitTracker", "VisitorIds");
	}

	static Stream<Arguments> startsWithAMockOf() {
		return typesAndBases(OneAccount.class);
	}

	static Stream<Arguments> startsWithASpyOf() {
		return typesAndBases(TwoAccounts.class);
	}

	private static Stream<Arguments> typesAndBases(Class<?> baseOfShortForm) {
		List<Class<?>> bases = Boolean.getBoolean("soak") ? List.of(OneAccount.class, TwoAccounts.class)
				: List.of(baseOfShortForm);
		return types().stream().flatMap((type) -> bases.stream().map((base) -> Arguments.of(type, base)));
	}

	private static Set<Class<?>> types() {
		Set<Class<?>> types = new TreeSet<>(Comparator.comparing(Class::getName));
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(Arrays.stream(OneAccount.class.getAnnotation(SpringBootTest.class).properties())
				.map((property) -> "--" + property)
				.toArray(String[]::new))) {
			for (String name : context.getBeanDefinitionNames()) {
				types.addAll(publicTypes(declaredType(context, name)));
			}
		}
		return types;
	}

	private static @Nullable Class<?> declaredType(ConfigurableApplicationContext context, String name) {
		return (context.getBeanFactory().getMergedBeanDefinition(name) instanceof RootBeanDefinition definition
				&& definition.getResolvedFactoryMethod() != null)
						? definition.getResolvedFactoryMethod().getReturnType() : null;
	}

	private static Set<Class<?>> publicTypes(@Nullable Class<?> bean) {
		if (bean == null) {
			return Set.of();
		}
		Class<?> type = ClassUtils.getUserClass(bean);
		return Stream.concat(Stream.of(type), ClassUtils.getAllInterfacesForClassAsSet(type).stream())
			.filter((candidate) -> candidate.getName().startsWith(OURS) && Modifier.isPublic(candidate.getModifiers()))
			.filter((candidate) -> !isOfSpring(candidate))
			.collect(Collectors.toSet());
	}

	/**
	 * Return whether a type is configuration, which Spring fills or runs itself.
	 */
	private static boolean isOfSpring(Class<?> type) {
		return AnnotatedElementUtils.hasAnnotation(type, Configuration.class)
				|| AnnotatedElementUtils.hasAnnotation(type, ConfigurationProperties.class);
	}

	/**
	 * What is tested with a mock.
	 */
	@SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "brevo.api-key=key", "brevo.base-url=http://localhost:1/v3", "brevo.retry.enabled=false",
					"brevo.heartbeat.agents[0].id=liz",
					"brevo.visitor-ids.secret=0123456789012345678901234567890123456789",
					"management.endpoints.web.exposure.include=*", "spring.main.banner-mode=off" })
	public static class OneAccount {

	}

	/**
	 * The same with a named account.
	 */
	@TestPropertySource(properties = "brevo.accounts.sales.api-key=key")
	public static class TwoAccounts extends OneAccount {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

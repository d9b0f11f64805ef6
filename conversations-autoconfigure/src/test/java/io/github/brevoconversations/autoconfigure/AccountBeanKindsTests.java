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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.brevoconversations.client.AgentIdentity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of every kind of bean that an application may define for an account: it serves
 * the account that its qualifier names, or the default one, and no other.
 */
@Timeout(120)
class AccountBeanKindsTests {

	private static final Set<String> NOT_FOR_APPLICATIONS_TO_IMPLEMENT = Set.of("AgentIdentity", "AgentPresenceEvent",
			"ConnectorGuard");

	private final AccountBeanKind.Probe probe = new AccountBeanKind.Probe();

	@AfterEach
	void close() {
		this.probe.close();
	}

	@ParameterizedTest(name = "{0} of {1}")
	@MethodSource("kindsAndQualifiers")
	void servesTheAccountOfItsQualifier(AccountBeanKind kind, String qualifier) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ConversationsClientAutoConfiguration.class,
					AgentPresenceAutoConfiguration.class, BrevoAccountsAutoConfiguration.class,
					TaskSchedulingAutoConfiguration.class))
			.withPropertyValues("brevo.api-key=DEFAULT", "brevo.base-url=" + this.probe.brevo("default").url(),
					"brevo.accounts.sales.api-key=SALES",
					"brevo.accounts.sales.base-url=" + this.probe.brevo("sales").url())
			.withInitializer(withBean(kind, qualifier))
			.run((context) -> {
				BrevoAccounts accounts = context.getBean(BrevoAccounts.class);
				assertThat(accounts.names()).containsExactly("default", "sales");
				Set<String> served = new LinkedHashSet<>();
				for (String account : accounts.names()) {
					this.probe.forget();
					call(kind, accounts, account);
					if (kind.isUsed(this.probe, accounts, account)) {
						served.add(account);
					}
				}
				assertThat(served).isEqualTo(kind.expected(qualifier));
			});
	}

	private void call(AccountBeanKind kind, BrevoAccounts accounts, String account) {
		if (kind.isOfTheClient()) {
			accounts.client(account).getMessage("m1").block(Duration.ofSeconds(30));
		}
		if (kind == AccountBeanKind.PING_LISTENER || kind == AccountBeanKind.STORE) {
			accounts.presence(account).markActive(AgentIdentity.ofId(account)).join();
			Awaitility.await()
				.until(() -> this.probe.brevo(account)
					.heads()
					.stream()
					.anyMatch((head) -> head.contains("agentOnlinePing")));
		}
	}

	private ApplicationContextInitializer<ConfigurableApplicationContext> withBean(AccountBeanKind kind,
			String qualifier) {
		return (context) -> {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setTargetType(kind.type());
			definition.setBeanClass(kind.type());
			definition.setInstanceSupplier(() -> kind.bean(this.probe));
			if (!qualifier.isEmpty()) {
				definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, qualifier));
			}
			((GenericApplicationContext) context).registerBeanDefinition("any", definition);
		};
	}

	static Stream<Arguments> kindsAndQualifiers() {
		return Arrays.stream(AccountBeanKind.values())
			.flatMap((kind) -> Stream.of("", "default", "Default", "sales", "SALES")
				.map((qualifier) -> Arguments.of(kind, qualifier)));
	}

	@Test
	void coversAllKindsThatTheAutoConfigurationKeepsApart() {
		assertThat(EnumSet.allOf(AccountBeanKind.class)).extracting(AccountBeanKind::type)
			.containsAll(BrevoAccountsPostProcessor.TYPES);
	}

	@Test
	void coversAllKindsThatAnApplicationMayImplement() {
		Set<String> kinds = EnumSet.allOf(AccountBeanKind.class)
			.stream()
			.map((kind) -> kind.type().getSimpleName())
			.collect(Collectors.toSet());
		assertThat(new ClassFileImporter()
			.importPackages("io.github.brevoconversations.client", "io.github.brevoconversations.presence")
			.stream()
			.filter((type) -> type.isInterface() && !type.isAnnotation()
					&& type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
			.map(JavaClass::getSimpleName)
			.filter((name) -> !NOT_FOR_APPLICATIONS_TO_IMPLEMENT.contains(name))).isNotEmpty().isSubsetOf(kinds);
	}

}

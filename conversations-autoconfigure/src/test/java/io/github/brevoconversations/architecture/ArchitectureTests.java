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

package io.github.brevoconversations.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of the house: which package may use which, and Spring Boot's own rules for
 * auto-configurations.
 */
@AnalyzeClasses(packages = "io.github.brevoconversations", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.brevoconversations";

	private static final String[] ROOTS_UPPER_ROOMS = Stream
		.of("diagnostics", "endpoint", "health", "metrics", "testcontainers")
		.map((room) -> ROOT + ".autoconfigure." + room + "..")
		.toArray(String[]::new);

	private static final int LARGEST_ROOM = 30;

	private static final Set<String> TELLING_THE_TIME = Set.of("now", "currentTimeMillis", "nanoTime");

	private static final DescribedPredicate<JavaClass> SPRING_BOOT = JavaClass.Predicates
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	final ArchRule clientUsesNothingElseOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".client..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + ".client.."))));

	@ArchTest
	final ArchRule clientUsesOnlyWebClientReactorAndJackson = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".client")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", "javax.net.ssl..",
				ROOT + ".client..", "org.jspecify.annotations..", "reactor.core..", "reactor.util..",
				"org.reactivestreams..", "tools.jackson..", "com.fasterxml.jackson.annotation..",
				"org.springframework.aot.hint..", "org.springframework.core..", "org.springframework.http..",
				"org.springframework.util..", "org.springframework.web..", "org.apache.commons.logging.."));

	@ArchTest
	final ArchRule hardeningOfHttpClientsUsesNothingOfTheClient = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".client.http..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(ROOT + ".client.http.."))));

	@ArchTest
	final ArchRule presenceUsesOnlyTheClientOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".presence..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate
				.not(JavaClass.Predicates.resideInAnyPackage(ROOT + ".client..", ROOT + ".presence.."))));

	@ArchTest
	final ArchRule presenceUsesNoSharedStore = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".presence")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(ROOT + ".presence.*..",
				"org.springframework.data..", "io.lettuce.."));

	@ArchTest
	final ArchRule redisStoreUsesOnlySpringDataRedis = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".presence.redis..")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", ROOT + ".client..",
				ROOT + ".presence", ROOT + ".presence.redis..", "org.jspecify.annotations..", "reactor.core..",
				"org.reactivestreams..", "org.springframework.data.redis..", "org.springframework.util..",
				"org.apache.commons.logging..", "org.springframework.aot.hint..", "org.springframework.core..",
				"org.springframework.scheduling.concurrent.."));

	@ArchTest
	final ArchRule redisStoreHasNoClock = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".presence.redis..")
		.and()
		.haveNameNotMatching(".*RedisAccountState.*")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.assignableTo(Clock.class))
		.orShould()
		.callMethodWhere(DescribedPredicate.describe("tells the time",
				(call) -> TELLING_THE_TIME.contains(call.getTarget().getName())));

	@ArchTest
	final ArchRule clientAndPresenceUseNothingOfSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT + ".client..", ROOT + ".presence..")
		.should()
		.dependOnClassesThat(SPRING_BOOT);

	@ArchTest
	final ArchRule presenceByJdbcUsesOnlySpringJdbc = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".presence.jdbc..")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", "javax.sql..", ROOT + ".client..",
				ROOT + ".presence", ROOT + ".presence.jdbc..", "org.jspecify.annotations..", "reactor.core..",
				"org.apache.commons.logging..", "org.springframework.core.log..", "org.springframework.dao..",
				"org.springframework.jdbc..", "org.springframework.scheduling.concurrent..",
				"org.springframework.transaction..", "org.springframework.util.."));

	@ArchTest
	final ArchRule presenceByJdbcReadsNoClockOfTheInstance = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".presence.jdbc..")
		.should()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.dependOnClassesThat(JavaClass.Predicates.assignableTo(Clock.class));

	@ArchTest
	final ArchRule webhookUsesOnlyTheClientOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".webhook..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate
				.not(JavaClass.Predicates.resideInAnyPackage(ROOT + ".client..", ROOT + ".webhook.."))));

	@ArchTest
	final ArchRule webhookUsesNoWebServerAndNoSharedInbox = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".webhook")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", "javax.crypto..", ROOT + ".client..",
				ROOT + ".webhook", "org.jspecify.annotations..", "reactor.core..", "reactor.util..",
				"org.reactivestreams..", "tools.jackson..", "com.fasterxml.jackson.annotation..",
				"org.springframework.aot.hint..", "org.springframework.context..", "org.springframework.core..",
				"org.springframework.http..", "org.springframework.util..", "org.apache.commons.logging.."));

	@ArchTest
	final ArchRule redisInboxUsesOnlySpringDataRedis = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".webhook.redis..")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", ROOT + ".webhook..",
				"org.jspecify.annotations..", "reactor.core..", "org.reactivestreams..",
				"org.springframework.data.redis..", "org.springframework.util.."));

	@ArchTest
	final ArchRule jdbcInboxUsesOnlySpringJdbc = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".webhook.jdbc..")
		.should()
		.onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("java..", "javax.sql..", ROOT + ".webhook..",
				"org.jspecify.annotations..", "reactor.core..", "org.springframework.dao..",
				"org.springframework.jdbc..", "org.springframework.scheduling.concurrent..",
				"org.springframework.transaction..", "org.springframework.util.."));

	@ArchTest
	final ArchRule sharedInboxesHaveNoClock = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT + ".webhook.redis..", ROOT + ".webhook.jdbc..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.assignableTo(Clock.class))
		.orShould()
		.callMethodWhere(DescribedPredicate.describe("tells the time",
				(call) -> TELLING_THE_TIME.contains(call.getTarget().getName())
						&& call.getTargetOwner().getPackageName().startsWith("java.")));

	@ArchTest
	final ArchRule webhookUsesNothingOfSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".webhook..")
		.should()
		.dependOnClassesThat(SPRING_BOOT);

	@ArchTest
	final ArchRule nothingUsesTheAutoConfiguration = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage(ROOT + ".autoconfigure..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + ".autoconfigure.."));

	@ArchTest
	final ArchRule storesUseNothingOfOursButWhatTheyStore = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure.store..")
		.should()
		.dependOnClassesThat(oursOutsideOf(ROOT + ".autoconfigure.store..", ROOT + ".autoconfigure.account..",
				ROOT + ".client..", ROOT + ".presence..", ROOT + ".webhook.."));

	@ArchTest
	final ArchRule oauth2UsesNothingOfOursButTheClient = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure.oauth2..")
		.should()
		.dependOnClassesThat(oursOutsideOf(ROOT + ".autoconfigure.oauth2..", ROOT + ".client.."));

	@ArchTest
	final ArchRule webhooksUseNothingOfOursButTheirLibraryInboxAndAccounts = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure.webhook..")
		.should()
		.dependOnClassesThat(oursOutsideOf(ROOT + ".autoconfigure.webhook..", ROOT + ".autoconfigure.store..",
				ROOT + ".autoconfigure.account..", ROOT + ".client..", ROOT + ".webhook.."));

	@ArchTest
	final ArchRule accountsUseNothingOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure.account..")
		.should()
		.dependOnClassesThat(oursOutsideOf(ROOT + ".autoconfigure.account.."));

	@ArchTest
	final ArchRule nothingUsesTheRoomsAboveTheClientAndPresence = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages(ROOTS_UPPER_ROOMS)
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(ROOTS_UPPER_ROOMS));

	@ArchTest
	final ArchRule theCheckOfTheGenerationUsesNothingOfOurs = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure.generation..")
		.should()
		.dependOnClassesThat(oursOutsideOf(ROOT + ".autoconfigure.generation.."));

	@ArchTest
	final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching(ROOT + ".(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule autoConfigurationsArePublicFinalAndNamedSo = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	final ArchRule beanMethodsAreNotPublic = ArchRuleDefinition.noMethods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePublic()
		.orShould()
		.bePrivate();

	@ArchTest
	final ArchRule beansHaveNamesOfOurs = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.haveNameMatching("brevo[A-Z]\\w*");

	@ArchTest
	final ArchRule beanMethodsHaveNoClassCondition = ArchRuleDefinition.noMethods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.beAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	final ArchRule beansAreOfTypesOfOursSaveForHealth = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.haveRawReturnType(JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.or(JavaClass.Predicates.type(HealthContributor.class))
			// what the web stacks take from an application
			.or(JavaClass.Predicates.simpleName("RouterFunction")));

	@ArchTest
	final ArchRule configurationsMakeNoProxies = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(Configuration.class)
		.should()
		.beAnnotatedWith(DescribedPredicate.describe("proxyBeanMethods = false",
				(annotation) -> annotation.getRawType().isEquivalentTo(Configuration.class)
						&& Boolean.FALSE.equals(annotation.get("proxyBeanMethods").orElse(true))));

	@ArchTest
	final ArchRule publicMethodsOfAutoConfigurationsAreNone = ArchRuleDefinition.methods()
		.that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	final ArchRule packagesAreNullMarked = ArchRuleDefinition.classes()
		.that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	@ArchTest
	final ArchRule nothingBlocksButOnThreadsOfTheApplicationThatMay = ArchRuleDefinition.noClasses()
		.that(DescribedPredicate.not(JavaClass.Predicates.simpleName("EventDispatcher")
			.or(JavaClass.Predicates.simpleName("WebMvcWebhookHandler"))
			.or(JavaClass.Predicates.simpleName("BrevoWebhooksEndpoint"))))
		.should()
		.callMethodWhere(DescribedPredicate.describe("block", (call) -> call.getTarget().getName().startsWith("block")
				&& call.getTargetOwner().getPackageName().startsWith("reactor.core")));

	@ArchTest
	final ArchRule nothingWritesToTheConsole = ArchRuleDefinition.noClasses()
		.should()
		.accessClassesThat(JavaClass.Predicates.resideInAPackage("java.util.logging.."))
		.orShould()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err");

	@ArchTest
	static void noRoomOfTheAutoConfigurationIsTooLarge(JavaClasses classes) {
		Map<String, Set<String>> files = classes.stream()
			.filter((type) -> type.getPackageName().startsWith(ROOT + ".autoconfigure"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName,
					Collectors.mapping(ArchitectureTests::file, Collectors.toSet())));
		assertThat(files).isNotEmpty()
			.allSatisfy((room, names) -> assertThat(names).as(room).hasSizeLessThanOrEqualTo(LARGEST_ROOM));
	}

	private static String file(JavaClass type) {
		return type.getSource().flatMap(Source::getFileName).orElse(type.getName());
	}

	private static DescribedPredicate<JavaClass> oursOutsideOf(String... packages) {
		return JavaClass.Predicates.resideInAPackage(ROOT + "..")
			.and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages)));
	}

}

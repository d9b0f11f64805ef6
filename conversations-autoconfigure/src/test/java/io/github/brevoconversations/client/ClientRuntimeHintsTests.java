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

package io.github.brevoconversations.client;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClientRuntimeHints}, as they are found by ahead-of-time processing.
 */
class ClientRuntimeHintsTests {

	private static final ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();

	private final RuntimeHints hints = registeredHints();

	@ParameterizedTest
	@MethodSource("values")
	void letsJacksonMakeARecord(Class<?> type) {
		assertThat(reflection.onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@MethodSource("values")
	void letsJacksonReadEachPartOfARecord(Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			assertThat(reflection.onMethodInvocation(component.getAccessor())).as(component.toString())
				.accepts(this.hints);
		}
		for (Field field : type.getDeclaredFields()) {
			assertThat(reflection.onFieldAccess(field)).as(field.toString()).accepts(this.hints);
		}
	}

	@Test
	void findsEveryRecord() {
		assertThat(values()).containsExactlyInAnyOrder(ConversationsMessage.class,
				ConversationsMessage.MailAddress.class, ConversationsMessage.ForwardingStatus.class,
				ConversationsFile.class, ConversationsFile.ImageInfo.class, SendMessageRequest.class,
				SendPushedMessageRequest.class, AgentIdentity.Id.class, AgentIdentity.Email.class);
	}

	static Set<Class<?>> values() {
		Set<Class<?>> records = new LinkedHashSet<>();
		List.of(ConversationsMessage.class, SendMessageRequest.class, SendPushedMessageRequest.class,
				AgentIdentity.Id.class, AgentIdentity.Email.class)
			.forEach((type) -> collectRecords(type, records));
		return records;
	}

	private static void collectRecords(Type type, Set<Class<?>> records) {
		if (type instanceof ParameterizedType parameterized) {
			Arrays.stream(parameterized.getActualTypeArguments())
				.forEach((argument) -> collectRecords(argument, records));
		}
		else if (type instanceof Class<?> raw && raw.isRecord() && records.add(raw)) {
			Arrays.stream(raw.getRecordComponents())
				.forEach((component) -> collectRecords(component.getGenericType(), records));
		}
	}

	private static RuntimeHints registeredHints() {
		RuntimeHints hints = new RuntimeHints();
		ClassLoader classLoader = ClientRuntimeHints.class.getClassLoader();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories", classLoader)
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(ClientRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, classLoader));
		return hints;
	}

}

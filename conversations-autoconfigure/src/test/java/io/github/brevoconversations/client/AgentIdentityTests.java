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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AgentIdentity}.
 */
class AgentIdentityTests {

	@Test
	void isEqualWhenItNamesTheSameAgent() {
		assertThat(AgentIdentity.ofId("liz")).isEqualTo(AgentIdentity.ofId("liz"))
			.isNotEqualTo(AgentIdentity.ofId("tom"));
		assertThat(AgentIdentity.ofEmail("a@example.org", "A", "desk"))
			.isEqualTo(AgentIdentity.ofEmail("a@example.org", "A", "desk"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\n" })
	void rejectsABlankId(String id) {
		assertThatExceptionOfType(BrevoInvalidRequestException.class).isThrownBy(() -> AgentIdentity.ofId(id))
			.withMessageContaining("agent's id")
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isNull());
	}

	@ParameterizedTest
	@CsvSource({ ", Tom, desk, e-mail", "' ', Tom, desk, e-mail", "tom@example.org, , desk, name",
			"tom@example.org, Tom, , receivedFrom", "tom@example.org, Tom, ' ', receivedFrom" })
	void rejectsAnIncompleteIdentityByEmail(String email, String name, String receivedFrom, String missing) {
		assertThatExceptionOfType(BrevoInvalidRequestException.class)
			.isThrownBy(() -> AgentIdentity.ofEmail(email, name, receivedFrom))
			.withMessageContaining(missing);
	}

}

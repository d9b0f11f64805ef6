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

package io.github.brevoconversations.presence.redis;

import io.github.brevoconversations.client.AgentIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentMember}.
 */
class AgentMemberTests {

	@Test
	void writesAndReadsAnId() {
		assertWritten(AgentIdentity.ofId("liz"), "iliz");
		assertWritten(AgentIdentity.ofId("e1:2:\n\0 愛 😀"), "ie1:2:\n\0 愛 😀");
	}

	@Test
	void writesAndReadsAnEmailAddress() {
		assertWritten(AgentIdentity.ofEmail("tom@example.org", "Tom", "desk"), "e15:tom@example.orgdesk");
		assertWritten(AgentIdentity.ofEmail("1:😀@x", "2:3", "4:\0"), "e6:1:😀@x4:\0");
	}

	@Test
	void normalizesAnAddress() {
		AgentIdentity agent = AgentIdentity.ofEmail("Tom@Example.org", "Tom Smith", "desk");
		assertThat(AgentMember.write(agent)).isEqualTo("e15:tom@example.orgdesk");
		assertThat(AgentMember.read("e15:tom@example.orgdesk", AgentMember.describe(agent)))
			.hasToString(agent.toString());
	}

	@Test
	void doesNotReadAnotherKind() {
		assertThat(AgentMember.read("", "")).isNull();
		assertThat(AgentMember.read("x15:3:", "")).isNull();
	}

	@Test
	void doesNotReadADamagedMember() {
		for (String member : new String[] { "i", "i ", "e", "e15", "e99:tom", "ex:tom@example.org" }) {
			assertThat(AgentMember.read(member, "tom@example.orgTom")).isNull();
		}
	}

	private static void assertWritten(AgentIdentity agent, String member) {
		assertThat(AgentMember.write(agent)).isEqualTo(member);
		assertThat(AgentMember.read(member, AgentMember.describe(agent))).isEqualTo(agent);
	}

}

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

import java.nio.charset.StandardCharsets;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Writes an {@link AgentIdentity} for Redis, and reads it. The first letter says which
 * kind it is:
 * <ul>
 * <li>{@code i}: the rest is the id, for example {@code iliz};</li>
 * <li>{@code e}: the length of the folded e-mail address in UTF-16 code units, a colon,
 * and then the address and the other system without a separator, for example
 * {@code e15:tom@example.orgdesk}.</li>
 * </ul>
 * Equal identities are written in the same way. So the address as it is spelled and the
 * name are stored separately, as the {@linkplain #describe(AgentIdentity) description}. A
 * later version may add kinds, which this one ignores.
 */
final class AgentMember {

	private static final char ID = 'i';

	private static final char EMAIL = 'e';

	private AgentMember() {
	}

	/**
	 * Write an identity.
	 * @param agent the identity
	 * @return the identity as it is written in Redis
	 * @throws IllegalArgumentException if the identity is not well-formed Unicode
	 */
	static String write(AgentIdentity agent) {
		String member = (agent instanceof AgentIdentity.Email email)
				? EMAIL + (email.foldedEmail().length() + ":") + email.foldedEmail() + email.receivedFrom()
				: ID + ((AgentIdentity.Id) agent).id();
		Assert.isTrue(StandardCharsets.UTF_8.newEncoder().canEncode(member),
				"The agent cannot be stored in Redis: its identity contains an unpaired surrogate");
		return member;
	}

	/**
	 * Write the parts of an agent that may change without changing its identity.
	 * @param agent the identity
	 * @return the address and the name of an agent with an e-mail address, or an empty
	 * string for another one
	 * @throws IllegalArgumentException if they are not well-formed Unicode
	 */
	static String describe(AgentIdentity agent) {
		if (agent instanceof AgentIdentity.Email email) {
			String description = email.email() + email.name();
			Assert.isTrue(StandardCharsets.UTF_8.newEncoder().canEncode(description),
					"The agent cannot be stored in Redis: its name contains an unpaired surrogate");
			return description;
		}
		return "";
	}

	/**
	 * Read an identity.
	 * @param member the identity as it is written in Redis
	 * @param description the parts that may change
	 * @return the identity, or {@code null} if it cannot be read
	 */
	static @Nullable AgentIdentity read(String member, String description) {
		try {
			return switch (member.isEmpty() ? ' ' : member.charAt(0)) {
				case ID -> AgentIdentity.ofId(member.substring(1));
				case EMAIL -> readEmail(member, description);
				default -> null;
			};
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static AgentIdentity readEmail(String member, String description) {
		int colon = member.indexOf(':');
		int length = Integer.parseInt(member, 1, colon, 10);
		return AgentIdentity.ofEmail(description.substring(0, length), description.substring(length),
				member.substring(colon + 1 + length));
	}

}

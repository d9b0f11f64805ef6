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
 * How an {@link AgentIdentity} is written in Redis, as UTF-8. The first letter tells the
 * kind:
 * <ul>
 * <li>{@code i}: the rest is the id, as in {@code iliz};</li>
 * <li>{@code e}: the lengths of the e-mail address and of the name in UTF-16 code units,
 * and then the address, the name and the other system without anything between them, as
 * in {@code e15:3:tom@example.orgTomdesk}.</li>
 * </ul>
 * Each identity is written in one way only. A later version may add kinds: what this one
 * cannot read is not its own.
 */
final class AgentMember {

	private static final char ID = 'i';

	private static final char EMAIL = 'e';

	private AgentMember() {
	}

	/**
	 * Write an identity.
	 * @param agent the identity
	 * @return what stands for it in Redis
	 * @throws IllegalArgumentException if the identity is not well-formed Unicode
	 */
	static String write(AgentIdentity agent) {
		String member = (agent instanceof AgentIdentity.Email email) ? write(email)
				: ID + ((AgentIdentity.Id) agent).id();
		Assert.isTrue(StandardCharsets.UTF_8.newEncoder().canEncode(member),
				"The agent cannot be stored in Redis: its identity contains half a surrogate pair");
		return member;
	}

	private static String write(AgentIdentity.Email agent) {
		return EMAIL + (agent.email().length() + ":") + agent.name().length() + ":" + agent.email() + agent.name()
				+ agent.receivedFrom();
	}

	/**
	 * Read an identity.
	 * @param member what stands for it in Redis
	 * @return the identity, or {@code null} if another version wrote it in a way that
	 * this one does not know
	 */
	static @Nullable AgentIdentity read(String member) {
		return switch (member.isEmpty() ? ' ' : member.charAt(0)) {
			case ID -> AgentIdentity.ofId(member.substring(1));
			case EMAIL -> readEmail(member);
			default -> null;
		};
	}

	private static AgentIdentity readEmail(String member) {
		int firstColon = member.indexOf(':');
		int secondColon = member.indexOf(':', firstColon + 1);
		int email = secondColon + 1;
		int name = email + Integer.parseInt(member, 1, firstColon, 10);
		int receivedFrom = name + Integer.parseInt(member, firstColon + 1, secondColon, 10);
		return AgentIdentity.ofEmail(member.substring(email, name), member.substring(name, receivedFrom),
				member.substring(receivedFrom));
	}

}

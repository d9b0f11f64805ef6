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

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AccountStates;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies of the {@link Scripts}. Agents that cannot be read are left out, and
 * passed to a consumer.
 */
final class Replies {

	private static final int VALUES_PER_AGENT = 7;

	private static final int VALUES_PER_CLAIM = 6;

	private final Consumer<List<String>> unreadable;

	Replies(Consumer<List<String>> unreadable) {
		this.unreadable = unreadable;
	}

	Claim claim(List<Object> reply) {
		Long nextDue = (Long) reply.get(3);
		return new Claim(instant(reply.get(0)), agents(reply.subList(VALUES_PER_CLAIM, reply.size())),
				Math.toIntExact((Long) reply.get(1)), (Long) reply.get(2),
				(nextDue >= 0) ? Duration.of(nextDue, ChronoUnit.MICROS) : null,
				AccountStates.read((String) reply.get(4)));
	}

	List<ActiveAgent> agents(List<Object> reply) {
		List<ActiveAgent> agents = new ArrayList<>(reply.size() / VALUES_PER_AGENT);
		List<String> unreadable = new ArrayList<>();
		for (int i = 0; i < reply.size(); i += VALUES_PER_AGENT) {
			String member = (String) reply.get(i);
			AgentIdentity identity = AgentMember.read(member, (String) reply.get(i + 1));
			if (identity != null) {
				agents.add(new ActiveAgent(identity, instant(reply.get(i + 2)), optionalInstant(reply.get(i + 3)),
						instant(reply.get(i + 4)), optionalInstant(reply.get(i + 5)), "c".equals(reply.get(i + 6))));
			}
			else {
				unreadable.add(member);
			}
		}
		if (!unreadable.isEmpty()) {
			this.unreadable.accept(unreadable);
		}
		return agents;
	}

	private static @Nullable Instant optionalInstant(Object micros) {
		return ((Long) micros >= 0) ? instant(micros) : null;
	}

	static Instant instant(Object micros) {
		return Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS);
	}

}

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

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the {@link Scripts} reply. Agents that another version wrote in a way that
 * this one does not know are left out.
 */
final class Replies {

	private static final int VALUES_PER_AGENT = 5;

	private Replies() {
	}

	static Claim claim(List<Object> reply) {
		return new Claim(instant(reply.get(0)), agents(reply.subList(3, reply.size())),
				Math.toIntExact((Long) reply.get(1)), (Long) reply.get(2));
	}

	static List<ActiveAgent> agents(List<Object> reply) {
		List<ActiveAgent> agents = new ArrayList<>(reply.size() / VALUES_PER_AGENT);
		for (int i = 0; i < reply.size(); i += VALUES_PER_AGENT) {
			AgentIdentity identity = AgentMember.read((String) reply.get(i));
			if (identity != null) {
				agents.add(new ActiveAgent(identity, instant(reply.get(i + 1)), optionalInstant(reply.get(i + 2)),
						instant(reply.get(i + 3)), optionalInstant(reply.get(i + 4))));
			}
		}
		return agents;
	}

	private static @Nullable Instant optionalInstant(Object micros) {
		return ((Long) micros >= 0) ? instant(micros) : null;
	}

	private static Instant instant(Object micros) {
		return Instant.EPOCH.plus((Long) micros, ChronoUnit.MICROS);
	}

}

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

package io.github.brevoconversations.presence.jdbc;

import java.sql.Types;
import java.time.Duration;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SqlParameterValue;

/**
 * The columns of an agent in its row of the table.
 *
 * @param agent the agent
 * @param key the key of its identity
 */
record AgentRow(AgentIdentity agent, String key) {

	private static final Duration LONGEST = Duration.ofDays(365_000);

	static AgentRow of(AgentIdentity agent) {
		AgentKeys.requireStorable(agent);
		return new AgentRow(agent, AgentKeys.of(agent));
	}

	SqlParameterValue id() {
		return text((this.agent instanceof AgentIdentity.Id named) ? named.id() : null);
	}

	SqlParameterValue email() {
		return text((this.agent instanceof AgentIdentity.Email named) ? named.email() : null);
	}

	SqlParameterValue name() {
		return text((this.agent instanceof AgentIdentity.Email named) ? named.name() : null);
	}

	SqlParameterValue receivedFrom() {
		return text((this.agent instanceof AgentIdentity.Email named) ? named.receivedFrom() : null);
	}

	/**
	 * Return whether the table has another address or name for the agent.
	 * @param email the address in the table, or {@code null}
	 * @param name the name in the table, or {@code null}
	 * @return whether either differs
	 */
	boolean isNamedOtherwise(@Nullable String email, @Nullable String name) {
		return this.agent instanceof AgentIdentity.Email named
				&& !(named.email().equals(email) && named.name().equals(name));
	}

	/**
	 * Return the parameters of an insertion.
	 * @param namespace the namespace
	 * @param origin {@code m} for an agent that was marked, {@code c} for one that is
	 * configured
	 * @param atMost how long the agent stays active at most, or {@code null} for no limit
	 * @return the parameters
	 */
	List<Object> insertion(String namespace, String origin, @Nullable Duration atMost) {
		return List.of(namespace, this.key, id(), email(), name(), receivedFrom(), origin, millisOrNull(atMost));
	}

	private static SqlParameterValue text(@Nullable String text) {
		return new SqlParameterValue(Types.VARCHAR, text);
	}

	static SqlParameterValue millisOrNull(@Nullable Duration duration) {
		return new SqlParameterValue(Types.BIGINT, (duration != null) ? millis(duration) : null);
	}

	static long millis(Duration duration) {
		if (duration.abs().compareTo(LONGEST) > 0) {
			return duration.isNegative() ? -LONGEST.toMillis() : LONGEST.toMillis();
		}
		return duration.toMillis();
	}

}

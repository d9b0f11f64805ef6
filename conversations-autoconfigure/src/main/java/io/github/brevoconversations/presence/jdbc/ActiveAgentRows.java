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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import org.jspecify.annotations.Nullable;

/**
 * Reads active agents from rows.
 */
final class ActiveAgentRows {

	private ActiveAgentRows() {
	}

	/**
	 * Read an agent.
	 * @param row the row
	 * @return the agent
	 * @throws SQLException if the row has not the columns of one
	 */
	static ActiveAgent read(ResultSet row) throws SQLException {
		Instant activeSince = Instant.ofEpochMilli(row.getLong("active_since"));
		long pingDue = row.getLong("ping_due");
		return new ActiveAgent(readIdentity(row), activeSince, readTime(row, "active_until"),
				(pingDue != 0) ? Instant.ofEpochMilli(pingDue) : activeSince, readTime(row, "last_accepted_ping"));
	}

	private static AgentIdentity readIdentity(ResultSet row) throws SQLException {
		String id = row.getString("agent_id");
		return (id != null) ? AgentIdentity.ofId(id) : AgentIdentity.ofEmail(row.getString("email"),
				row.getString("agent_name"), row.getString("received_from"));
	}

	private static @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
		long time = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(time);
	}

}

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
import java.util.ArrayList;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * Reads active agents from rows. A row that cannot be read is set aside, so that it does
 * not hold up the others.
 */
final class ActiveAgentRows {

	private static final Log logger = LogFactory.getLog(JdbcActiveAgentStore.class);

	private final DatabaseSession session;

	private final AgentTableSql sql;

	ActiveAgentRows(DatabaseSession session, AgentTableSql sql) {
		this.session = session;
		this.sql = sql;
	}

	/**
	 * Return the agents of the rows that can be read, and set the other rows aside.
	 * @param rows the rows
	 * @return the agents
	 */
	List<ActiveAgent> readable(List<Row> rows) {
		List<ActiveAgent> agents = new ArrayList<>(rows.size());
		for (Row row : rows) {
			ActiveAgent agent = row.agent();
			if (agent != null) {
				agents.add(agent);
			}
			else if (this.session.run((jdbc) -> jdbc.update(this.sql.setAside(), row.id())) > 0) {
				logger.warn(LogMessage.format(
						"The row %s of the active agents cannot be read and is set aside (kind 'unreadable')",
						row.id()));
			}
		}
		return agents;
	}

	static @Nullable Instant readTime(ResultSet row, String column) throws SQLException {
		long time = row.getLong(column);
		return row.wasNull() ? null : Instant.ofEpochMilli(time);
	}

	/**
	 * A row.
	 *
	 * @param id the id of the row
	 * @param agent the agent, or {@code null} if it cannot be read
	 */
	record Row(long id, @Nullable ActiveAgent agent) {

		static Row read(ResultSet row, int number) throws SQLException {
			AgentIdentity identity = readIdentity(row);
			return new Row(row.getLong("id"), (identity != null) ? readAgent(row, identity) : null);
		}

		private static ActiveAgent readAgent(ResultSet row, AgentIdentity identity) throws SQLException {
			Instant activeSince = Instant.ofEpochMilli(row.getLong("active_since"));
			long pingDue = row.getLong("ping_due");
			return new ActiveAgent(identity, activeSince, readTime(row, "active_until"),
					(pingDue != 0) ? Instant.ofEpochMilli(pingDue) : activeSince, readTime(row, "last_accepted_ping"),
					"c".equalsIgnoreCase(row.getString("origin")));
		}

		private static @Nullable AgentIdentity readIdentity(ResultSet row) throws SQLException {
			@Nullable String id = row.getString("agent_id");
			@Nullable String email = row.getString("email");
			@Nullable String name = row.getString("agent_name");
			@Nullable String receivedFrom = row.getString("received_from");
			try {
				if (id != null) {
					return AgentIdentity.ofId(id);
				}
				return (email != null && name != null && receivedFrom != null)
						? AgentIdentity.ofEmail(email, name, receivedFrom) : null;
			}
			catch (RuntimeException ex) {
				return null;
			}
		}

	}

}

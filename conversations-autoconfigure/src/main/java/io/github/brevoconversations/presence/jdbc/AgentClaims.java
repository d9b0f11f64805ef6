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

import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Claims agents that are due. Rows that others have locked are passed over, so that
 * claims neither wait for each other nor share an agent.
 */
final class AgentClaims {

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	AgentClaims(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
	}

	/**
	 * Claim agents.
	 * @param max how many agents to claim at most
	 * @param lease the milliseconds until they are due again
	 * @return the claim
	 */
	Claim claim(int max, long lease) {
		if (max == 0) {
			return this.session.run((jdbc) -> count(jdbc, List.of()));
		}
		if (this.session.database() == Database.POSTGRESQL) {
			return this.session.run((jdbc) -> claimInOneStatement(jdbc, max, lease));
		}
		return this.session.runAsOne((jdbc) -> claimInOneTransaction(jdbc, max, lease));
	}

	private Claim claimInOneStatement(JdbcTemplate jdbc, int max, long lease) {
		return jdbc.query(this.sql.claimReturning(), this::readClaim, this.namespace, max, lease, this.namespace);
	}

	private Claim readClaim(ResultSet rows) throws SQLException {
		List<ActiveAgent> agents = new ArrayList<>();
		rows.next();
		Instant when = Instant.ofEpochMilli(rows.getLong("store_time"));
		int active = rows.getInt("active");
		do {
			if (rows.getObject("id") != null) {
				agents.add(ActiveAgentRows.read(rows));
			}
		}
		while (rows.next());
		return new Claim(when, agents, active);
	}

	private Claim claimInOneTransaction(JdbcTemplate jdbc, int max, long lease) {
		List<Object> moved = new ArrayList<>(List.of(lease));
		List<ActiveAgent> agents = jdbc.query(this.sql.lockDue(), (row, number) -> {
			moved.add(row.getLong("id"));
			return ActiveAgentRows.read(row);
		}, this.namespace, max);
		if (!agents.isEmpty()) {
			jdbc.update(this.sql.moveOn(agents.size()), moved.toArray());
		}
		return count(jdbc, agents);
	}

	private Claim count(JdbcTemplate jdbc, List<ActiveAgent> agents) {
		return jdbc
			.query(this.sql.count(),
					(row, number) -> new Claim(Instant.ofEpochMilli(row.getLong("store_time")), agents,
							row.getInt("active")),
					this.namespace)
			.get(0);
	}

}

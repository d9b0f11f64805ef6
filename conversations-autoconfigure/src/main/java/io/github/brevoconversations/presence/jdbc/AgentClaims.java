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

	private final AgentCount count = new AgentCount();

	AgentClaims(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
	}

	/**
	 * Count the agents, and tell the time.
	 * @return a claim without agents
	 */
	Claim count() {
		return this.session.run((jdbc) -> tell(jdbc, List.of(), this.sql.count(), this.namespace));
	}

	/**
	 * Forget how many agents there are, since that has changed.
	 */
	void forgetCount() {
		this.count.forget();
	}

	/**
	 * Claim agents.
	 * @param max how many agents to claim at most, above zero
	 * @param lease the milliseconds until they are due again
	 * @return the claim
	 */
	Claim claim(int max, long lease) {
		boolean counting = !this.count.isKnown();
		if (this.session.database() == Database.POSTGRESQL) {
			return this.session.run((jdbc) -> claimInOneStatement(jdbc, max, lease, counting));
		}
		return this.session.runAsOne((jdbc) -> claimInOneTransaction(jdbc, max, lease, counting));
	}

	private Claim claimInOneStatement(JdbcTemplate jdbc, int max, long lease, boolean counting) {
		List<Object> parameters = new ArrayList<>(List.of(this.namespace, lease));
		if (counting) {
			parameters.add(this.namespace);
		}
		return jdbc.query(this.sql.claimReturning(max, counting), this::readClaim, parameters.toArray());
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
		return new Claim(when, agents, this.count.update(active), 0);
	}

	private Claim claimInOneTransaction(JdbcTemplate jdbc, int max, long lease, boolean counting) {
		List<Object> moved = new ArrayList<>(List.of(lease));
		List<ActiveAgent> agents = jdbc.query(this.sql.lockDue(max), (row, number) -> {
			moved.add(row.getLong("id"));
			return ActiveAgentRows.read(row);
		}, this.namespace);
		if (!agents.isEmpty()) {
			jdbc.update(this.sql.moveOn(agents.size()), moved.toArray());
		}
		return counting ? tell(jdbc, agents, this.sql.count(), this.namespace)
				: tell(jdbc, agents, this.sql.tellTime());
	}

	private Claim tell(JdbcTemplate jdbc, List<ActiveAgent> agents, String sql, Object... parameters) {
		return jdbc
			.query(sql,
					(row, number) -> new Claim(Instant.ofEpochMilli(row.getLong("store_time")), agents,
							this.count.update(row.getInt("active")), 0),
					parameters)
			.get(0);
	}

}

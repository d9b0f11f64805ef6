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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.jdbc.AgentTableSql.Kept;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Claims agents that are due. Rows that others have locked are skipped, so that claims
 * neither wait for each other nor share an agent. If nothing is due, a claim is normally
 * a single query.
 */
final class AgentClaims {

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	private final AccountRow account;

	private final ActiveAgentRows rows;

	private volatile @Nullable Kept lastKept;

	AgentClaims(DatabaseSession session, AgentTableSql sql, String namespace, AccountRow account,
			ActiveAgentRows rows) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
		this.account = account;
		this.rows = rows;
	}

	int count() {
		return overview(ClaimRequest.of(0, Duration.ZERO)).active();
	}

	/**
	 * Claim agents.
	 * @param request how many agents to claim, and for how long
	 * @return the claim
	 */
	Claim claim(ClaimRequest request) {
		Overview before = overview(request);
		int max = before.account().admitted(request.max(), before.when());
		if (max == 0 || !before.isDue(request.longestDelay())) {
			return before.toClaim(List.of(), request);
		}
		boolean probe = before.account().limited() != null || before.account().suspended() != null;
		List<ActiveAgent> agents = probe ? probe(request) : claim(max, kept(request, before.account()), request);
		return overview(request).toClaim(agents, request);
	}

	private Overview overview(ClaimRequest request) {
		while (true) {
			Kept kept = this.lastKept;
			Overview overview = this.session
				.run((jdbc) -> jdbc.query(this.sql.overview(kept), Overview::read, parameters(kept)).get(0));
			Kept candidates = kept(request, overview.account());
			if (Objects.equals(kept, candidates)) {
				return overview;
			}
			this.lastKept = candidates;
		}
	}

	private static @Nullable Kept kept(ClaimRequest request, AccountState account) {
		Integer number = request.candidates(account);
		return (number != null) ? new Kept(number, request.mayTakeRefused()) : null;
	}

	private Object[] parameters(@Nullable Kept kept) {
		return (kept != null)
				? new Object[] { this.namespace, this.namespace, this.namespace, this.namespace, this.namespace }
				: new Object[] { this.namespace, this.namespace, this.namespace };
	}

	private List<ActiveAgent> claim(int max, @Nullable Kept kept, ClaimRequest request) {
		if (this.session.database() == Database.POSTGRESQL) {
			return this.rows.readable(this.session.run((jdbc) -> claimInOneStatement(jdbc, max, kept, request)));
		}
		return this.rows.readable(this.session.runAsOne((jdbc) -> claimInOneTransaction(jdbc, max, kept, request)));
	}

	/**
	 * Claim one agent after a pause, unless another instance has done so.
	 * @param request how long to claim it for
	 * @return the agent, or an empty list
	 */
	private List<ActiveAgent> probe(ClaimRequest request) {
		return this.rows.readable(this.session.runAsOne((jdbc) -> {
			AccountRow.Locked locked = this.account.lock(jdbc);
			AccountState state = locked.state();
			int max = state.admitted(Math.min(1, request.max()), locked.when());
			List<ActiveAgentRows.Row> claimed = (max > 0)
					? claimInOneTransaction(jdbc, max, kept(request, state), request) : List.of();
			this.account.update(jdbc, state, state.claimed(claimed.size(), locked.when(), request.lease()));
			return claimed;
		}));
	}

	private List<ActiveAgentRows.Row> claimInOneStatement(JdbcTemplate jdbc, int max, @Nullable Kept kept,
			ClaimRequest request) {
		List<Object> parameters = dueParameters(kept, request);
		parameters.add(AgentRow.millis(request.lease()));
		return jdbc.query(this.sql.claimReturning(max, kept), ActiveAgentRows.Row::read, parameters.toArray());
	}

	private List<ActiveAgentRows.Row> claimInOneTransaction(JdbcTemplate jdbc, int max, @Nullable Kept kept,
			ClaimRequest request) {
		List<ActiveAgentRows.Row> rows = jdbc.query(this.sql.lockDue(max, kept), ActiveAgentRows.Row::read,
				dueParameters(kept, request).toArray());
		if (!rows.isEmpty()) {
			List<Object> moved = new ArrayList<>(List.of(AgentRow.millis(request.lease())));
			rows.forEach((row) -> moved.add(row.id()));
			jdbc.update(this.sql.moveOn(rows.size()), moved.toArray());
		}
		return rows;
	}

	private List<Object> dueParameters(@Nullable Kept kept, ClaimRequest request) {
		List<Object> parameters = new ArrayList<>(List.of(this.namespace, AgentRow.millis(request.longestDelay())));
		if (kept != null) {
			parameters.add(this.namespace);
		}
		return parameters;
	}

	/**
	 * What a claim returns besides the agents.
	 *
	 * @param when the database's time
	 * @param account the state of the account
	 * @param generation the id of the row with that state, or 0 if there is none
	 * @param active how many agents are active
	 * @param firstDue when the first agent that may be claimed is due, or {@code null}
	 * @param lastDue when the last one is due, or {@code null}
	 */
	private record Overview(Instant when, AccountState account, long generation, int active, @Nullable Instant firstDue,
			@Nullable Instant lastDue) {

		private static Overview read(ResultSet row, int number) throws SQLException {
			return new Overview(Instant.ofEpochMilli(row.getLong("store_time")),
					AccountRow.read(row.getString("account_state")), row.getLong("generation"), row.getInt("active"),
					ActiveAgentRows.readTime(row, "first_due"), ActiveAgentRows.readTime(row, "last_due"));
		}

		private boolean isDue(Duration longestDelay) {
			return this.firstDue != null && this.lastDue != null
					&& (!this.firstDue.isAfter(this.when) || this.lastDue.isAfter(this.when.plus(longestDelay)));
		}

		private Claim toClaim(List<ActiveAgent> agents, ClaimRequest request) {
			return new Claim(this.when, agents, this.active, this.generation, nextDue(request.longestDelay()),
					this.account);
		}

		private @Nullable Duration nextDue(Duration longestDelay) {
			if (this.firstDue == null) {
				return null;
			}
			Instant due = isDue(longestDelay) ? this.when : this.firstDue;
			Instant pausedUntil = this.account.pausedUntil(this.when);
			return Duration.between(this.when, (pausedUntil != null && pausedUntil.isAfter(due)) ? pausedUntil : due);
		}

	}

}

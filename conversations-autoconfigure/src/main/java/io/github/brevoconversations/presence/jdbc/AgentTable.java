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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.ActiveAgentStore.Scheduled;
import io.github.brevoconversations.presence.NextPing;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * Does the work of a {@link JdbcActiveAgentStore}, on the calling thread.
 */
final class AgentTable {

	private static final int IN_A_STATEMENT = 500;

	/**
	 * How long locked rows are skipped after a trip failed, perhaps because of one.
	 */
	private static final Duration CAREFUL = Duration.ofMinutes(1);

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	private final AgentMarks marks;

	private final AccountRow account;

	private final ActiveAgentRows rows;

	private final AgentClaims claims;

	private final ExpiredAgents expired;

	private volatile AccountState lastState = AccountState.UNKNOWN;

	private volatile boolean careful;

	private volatile long carefulUntilNanos;

	AgentTable(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
		this.marks = new AgentMarks(session, sql, namespace);
		this.account = new AccountRow(sql, namespace);
		this.rows = new ActiveAgentRows(session, sql);
		this.claims = new AgentClaims(session, sql, namespace, this.account, this.rows);
		this.expired = new ExpiredAgents(session, sql, namespace);
	}

	AgentMarks marks() {
		return this.marks;
	}

	List<ActiveAgent> list(int max) {
		List<ActiveAgent> agents = new ArrayList<>();
		long last = Long.MIN_VALUE;
		while (agents.size() < max) {
			int size = Math.min(max - agents.size(), IN_A_STATEMENT);
			List<Object> parameters = List.of(this.namespace, last, size);
			List<ActiveAgentRows.Row> page = this.session
				.run((jdbc) -> jdbc.query(this.sql.list(), ActiveAgentRows.Row::read, parameters.toArray()));
			agents.addAll(this.rows.readable(page));
			if (page.size() < size) {
				break;
			}
			last = page.get(page.size() - 1).id();
		}
		return agents;
	}

	List<ActiveAgent> find(Collection<AgentIdentity> agents) {
		List<ActiveAgent> found = new ArrayList<>();
		List<String> keys = List.copyOf(new LinkedHashSet<>(agents.stream().map(AgentKeys::of).toList()));
		for (int begin = 0; begin < keys.size(); begin += IN_A_STATEMENT) {
			found.addAll(findKeys(keys.subList(begin, Math.min(begin + IN_A_STATEMENT, keys.size()))));
		}
		return found;
	}

	private List<ActiveAgent> findKeys(List<String> keys) {
		List<String> parameters = new ArrayList<>(List.of(this.namespace));
		parameters.addAll(keys);
		return this.rows.readable(this.session
			.run((jdbc) -> jdbc.query(this.sql.find(keys.size()), ActiveAgentRows.Row::read, parameters.toArray())));
	}

	int size() {
		return this.claims.count();
	}

	Claim claimDue(ClaimRequest request) {
		this.expired.deleteNowAndThen();
		Claim claim = this.claims.claim(request);
		AccountState state = claim.account();
		this.lastState = (state != null) ? state : AccountState.UNKNOWN;
		return claim;
	}

	/**
	 * Schedule pings in one batch, in an order that is the same for all instances, so
	 * that two batches do not deadlock.
	 * @param pings the pings
	 * @param update what is new about the account
	 * @return the state of the account before and after
	 */
	Scheduled schedule(Collection<NextPing> pings, AccountUpdate update) {
		List<ScheduledKey> keys = pings.stream()
			.map((ping) -> new ScheduledKey(AgentKeys.of(ping.agent()), ping))
			.sorted(Comparator.comparing(ScheduledKey::key))
			.toList();
		boolean nothingNew = update.equals(AccountUpdate.NONE);
		AccountState last = this.lastState;
		if (keys.isEmpty() && nothingNew) {
			return new Scheduled(last, last);
		}
		try {
			return isCareful() ? scheduleCarefully(keys, update) : this.session.runAsOne((jdbc) -> {
				schedule(jdbc, keys);
				return nothingNew ? new Scheduled(last, last) : merge(jdbc, update);
			});
		}
		catch (DataAccessException ex) {
			this.carefulUntilNanos = System.nanoTime() + CAREFUL.toNanos();
			this.careful = true;
			throw ex;
		}
	}

	private boolean isCareful() {
		return this.careful && System.nanoTime() - this.carefulUntilNanos < 0;
	}

	// Schedule only the agents that nobody else has locked, since another transaction may
	// hold its locks for long. An agent that is left out is due again when its claim
	// ends.
	private Scheduled scheduleCarefully(List<ScheduledKey> keys, AccountUpdate update) {
		if (!keys.isEmpty()) {
			this.session.runAsOne((jdbc) -> schedule(jdbc, unlocked(jdbc, keys)));
		}
		AccountState last = this.lastState;
		return update.equals(AccountUpdate.NONE) ? new Scheduled(last, last)
				: this.session.runAsOne((jdbc) -> merge(jdbc, update));
	}

	private List<ScheduledKey> unlocked(JdbcTemplate jdbc, List<ScheduledKey> keys) {
		List<String> parameters = new ArrayList<>(List.of(this.namespace));
		keys.forEach((key) -> parameters.add(key.key()));
		Set<String> unlocked = Set
			.copyOf(jdbc.queryForList(this.sql.lockUnlocked(keys.size()), String.class, parameters.toArray()));
		return keys.stream().filter((key) -> unlocked.contains(key.key())).toList();
	}

	private int schedule(JdbcTemplate jdbc, List<ScheduledKey> keys) {
		if (!keys.isEmpty()) {
			jdbc.batchUpdate(this.sql.schedule(), keys.stream().map(this::scheduleParameters).toList());
		}
		return keys.size();
	}

	private Scheduled merge(JdbcTemplate jdbc, AccountUpdate update) {
		AccountRow.Locked locked = this.account.lock(jdbc);
		AccountState after = locked.state().merge(update, locked.when());
		this.account.update(jdbc, locked.state(), after);
		this.lastState = after;
		return new Scheduled(locked.state(), after);
	}

	private Object[] scheduleParameters(ScheduledKey scheduled) {
		SqlParameterValue acceptedAgo = AgentRow.millisOrNull(scheduled.ping().acceptedAgo());
		return new Object[] { AgentRow.millis(scheduled.ping().delay()), acceptedAgo, acceptedAgo, acceptedAgo,
				refused(scheduled.ping()), this.namespace, scheduled.key() };
	}

	private static int refused(NextPing ping) {
		if (ping.acceptedAgo() != null) {
			return 0;
		}
		return ping.refused() ? 1 : 2;
	}

	/**
	 * A ping to schedule, and the key of its agent.
	 *
	 * @param key the key
	 * @param ping the ping
	 */
	private record ScheduledKey(String key, NextPing ping) {

	}

}

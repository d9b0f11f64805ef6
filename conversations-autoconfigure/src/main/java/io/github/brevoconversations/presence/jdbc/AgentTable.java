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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.Claim;
import io.github.brevoconversations.presence.NextPing;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SqlParameterValue;

/**
 * What an {@link JdbcActiveAgentStore} does, on the thread that asks for it.
 */
final class AgentTable {

	private static final int KEYS_IN_A_STATEMENT = 500;

	private static final Duration LONGEST = Duration.ofDays(365_000);

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	private final AgentClaims claims;

	private final ExpiredAgents expired;

	AgentTable(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
		this.claims = new AgentClaims(session, sql, namespace);
		this.expired = new ExpiredAgents(session, sql, namespace);
	}

	/**
	 * Add an agent in steps, each of which is right for itself, so that no transaction
	 * holds locks on what is not there yet.
	 * @param agent the agent
	 * @param atMost how long it stays active, or {@code null} for ever
	 */
	void add(AgentIdentity agent, @Nullable Duration atMost) {
		AgentKeys.requireStorable(agent);
		String key = AgentKeys.of(agent);
		if (setActiveUntil(key, atMost) == 0) {
			update(this.sql.deleteExpired(), this.namespace, key);
			try {
				insert(agent, key, atMost);
			}
			catch (DuplicateKeyException ex) {
				setActiveUntil(key, atMost);
			}
		}
		this.claims.forgetCount();
	}

	private int setActiveUntil(String key, @Nullable Duration atMost) {
		return update(this.sql.setActiveUntil(), millisOrNull(atMost), this.namespace, key);
	}

	private void insert(AgentIdentity agent, String key, @Nullable Duration atMost) {
		@Nullable String id = (agent instanceof AgentIdentity.Id named) ? named.id() : null;
		AgentIdentity.@Nullable Email email = (agent instanceof AgentIdentity.Email named) ? named : null;
		update(this.sql.insert(), this.namespace, key, text(id), text((email != null) ? email.email() : null),
				text((email != null) ? email.name() : null), text((email != null) ? email.receivedFrom() : null),
				millisOrNull(atMost));
	}

	void remove(AgentIdentity agent) {
		update(this.sql.delete(), this.namespace, AgentKeys.of(agent));
		this.claims.forgetCount();
	}

	List<ActiveAgent> list(int max) {
		return this.session.run(
				(jdbc) -> jdbc.query(this.sql.list(), (row, number) -> ActiveAgentRows.read(row), this.namespace, max));
	}

	List<ActiveAgent> find(Collection<AgentIdentity> agents) {
		List<ActiveAgent> found = new ArrayList<>();
		List<String> keys = List.copyOf(new LinkedHashSet<>(agents.stream().map(AgentKeys::of).toList()));
		for (int begin = 0; begin < keys.size(); begin += KEYS_IN_A_STATEMENT) {
			found.addAll(findKeys(keys.subList(begin, Math.min(begin + KEYS_IN_A_STATEMENT, keys.size()))));
		}
		return found;
	}

	private List<ActiveAgent> findKeys(List<String> keys) {
		List<String> parameters = new ArrayList<>(List.of(this.namespace));
		parameters.addAll(keys);
		return this.session.run((jdbc) -> jdbc.query(this.sql.find(keys.size()),
				(row, number) -> ActiveAgentRows.read(row), parameters.toArray()));
	}

	int size() {
		return this.claims.count().active();
	}

	Claim claimDue(int max, Duration lease) {
		this.expired.deleteNowAndThen();
		return (max > 0) ? this.claims.claim(max, millis(lease)) : this.claims.count();
	}

	/**
	 * Schedule pings in one batch, in an order which is the same everywhere, so that two
	 * batches do not wait for each other.
	 * @param pings the pings
	 */
	void schedule(Collection<NextPing> pings) {
		List<ScheduledKey> keys = pings.stream()
			.map((ping) -> new ScheduledKey(AgentKeys.of(ping.agent()), ping))
			.sorted(Comparator.comparing(ScheduledKey::key))
			.toList();
		if (!keys.isEmpty()) {
			this.session.runAsOne((jdbc) -> jdbc.batchUpdate(this.sql.schedule(),
					keys.stream().map(this::scheduleParameters).toList()));
		}
	}

	private Object[] scheduleParameters(ScheduledKey scheduled) {
		SqlParameterValue acceptedAgo = millisOrNull(scheduled.ping().acceptedAgo());
		return new Object[] { millis(scheduled.ping().delay()), acceptedAgo, acceptedAgo, this.namespace,
				scheduled.key() };
	}

	private int update(String sql, Object... parameters) {
		return this.session.run((jdbc) -> jdbc.update(sql, parameters));
	}

	private static SqlParameterValue text(@Nullable String text) {
		return new SqlParameterValue(Types.VARCHAR, text);
	}

	private static SqlParameterValue millisOrNull(@Nullable Duration duration) {
		return new SqlParameterValue(Types.BIGINT, (duration != null) ? millis(duration) : null);
	}

	private static long millis(Duration duration) {
		if (duration.abs().compareTo(LONGEST) > 0) {
			return duration.isNegative() ? -LONGEST.toMillis() : LONGEST.toMillis();
		}
		return duration.toMillis();
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

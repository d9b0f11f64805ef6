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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.Mark;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Stores which agents are active: many in a few statements, and in one transaction, so
 * that a failure before its end has stored none.
 */
final class AgentMarks {

	private static final int IN_A_TRANSACTION = 500;

	private final DatabaseSession session;

	private final AgentTableSql sql;

	private final String namespace;

	AgentMarks(DatabaseSession session, AgentTableSql sql, String namespace) {
		this.session = session;
		this.sql = sql;
		this.namespace = namespace;
	}

	/**
	 * Store marks.
	 * @param marks the marks, no two of the same agent
	 * @param committing set once some may be stored, though a failure follows
	 */
	void mark(Collection<Mark> marks, AtomicBoolean committing) {
		List<Marked> all = marks.stream().map((mark) -> new Marked(AgentRow.of(mark.agent()), mark)).toList();
		for (int begin = 0; begin < all.size(); begin += IN_A_TRANSACTION) {
			List<Marked> some = all.subList(begin, Math.min(begin + IN_A_TRANSACTION, all.size()));
			this.session.runAsOne((jdbc) -> {
				doMark(jdbc, some);
				committing.set(true);
				return true;
			});
		}
	}

	private void doMark(JdbcTemplate jdbc, List<Marked> marks) {
		List<String> inactive = marks.stream()
			.filter((mark) -> !mark.mark().active())
			.map((mark) -> mark.row().key())
			.toList();
		if (!inactive.isEmpty()) {
			jdbc.update(this.sql.delete(inactive.size()), parameters(inactive));
		}
		List<Marked> active = marks.stream().filter((mark) -> mark.mark().active()).toList();
		if (!active.isEmpty()) {
			Set<String> existing = rename(jdbc, active.stream().map(Marked::row).toList());
			markAgain(jdbc, active.stream().filter((mark) -> existing.contains(mark.row().key())).toList());
			List<Marked> added = active.stream().filter((mark) -> !existing.contains(mark.row().key())).toList();
			insert(jdbc,
					added.stream()
						.map((mark) -> mark.row().insertion(this.namespace, "m", mark.mark().atMost()))
						.toList());
		}
	}

	/**
	 * Find the agents that are active, and set the name of those that have another.
	 * @param jdbc the connection
	 * @param rows the agents
	 * @return the keys of those that are active
	 */
	private Set<String> rename(JdbcTemplate jdbc, List<AgentRow> rows) {
		Map<String, AgentRow> byKey = new LinkedHashMap<>();
		rows.forEach((row) -> byKey.put(row.key(), row));
		Object[] parameters = parameters(byKey.keySet());
		jdbc.update(this.sql.deleteExpired(byKey.size()), parameters);
		Map<String, Boolean> renamed = new HashMap<>();
		jdbc.query(this.sql.findNames(byKey.size()), (found) -> {
			AgentRow row = byKey.get(found.getString("agent_key"));
			if (row != null) {
				renamed.put(row.key(), row.isNamedOtherwise(found.getString("email"), found.getString("agent_name")));
			}
		}, parameters);
		byKey.values()
			.stream()
			.filter((row) -> renamed.getOrDefault(row.key(), false))
			.forEach((row) -> jdbc.update(this.sql.rename(), row.email(), row.name(), this.namespace, row.key()));
		return renamed.keySet();
	}

	private void markAgain(JdbcTemplate jdbc, List<Marked> marks) {
		Map<Optional<Duration>, List<String>> keys = new LinkedHashMap<>();
		for (Marked mark : marks) {
			keys.computeIfAbsent(Optional.ofNullable(mark.mark().atMost()), (atMost) -> new ArrayList<>())
				.add(mark.row().key());
		}
		keys.forEach((atMost, some) -> {
			List<Object> parameters = new ArrayList<>(List.of(AgentRow.millisOrNull(atMost.orElse(null))));
			parameters.addAll(List.of(parameters(some)));
			if (jdbc.update(this.sql.markAgain(some.size()), parameters.toArray()) < some.size()) {
				throw new ChangedMeanwhileException();
			}
		});
	}

	private void insert(JdbcTemplate jdbc, List<List<Object>> rows) {
		if (!rows.isEmpty()) {
			jdbc.update(this.sql.insert(rows.size()), rows.stream().flatMap(List::stream).toArray());
		}
	}

	/**
	 * Remove an agent, unless it was marked since.
	 * @param agent the agent
	 * @param ago the time since
	 * @return whether it was removed
	 */
	boolean drop(AgentIdentity agent, Duration ago) {
		String key = AgentKeys.of(agent);
		return this.session.runAsOne((jdbc) -> {
			boolean dropped = jdbc.update(this.sql.drop(), this.namespace, key, AgentRow.millis(ago)) > 0;
			if (dropped) {
				jdbc.update(this.sql.deleteConfigured(1), this.namespace, key);
			}
			return dropped;
		});
	}

	/**
	 * Set which agents are configured.
	 * @param agents the agents
	 */
	void configure(Collection<AgentIdentity> agents) {
		Map<String, AgentRow> given = new LinkedHashMap<>();
		agents.forEach((agent) -> given.put(AgentKeys.of(agent), AgentRow.of(agent)));
		this.session.runAsOne((jdbc) -> {
			List<String> before = jdbc.queryForList(this.sql.findConfigured(), String.class, this.namespace);
			List<String> gone = before.stream().filter((key) -> !given.containsKey(key)).toList();
			if (!gone.isEmpty()) {
				jdbc.update(this.sql.deleteConfigured(gone.size()), parameters(gone));
				jdbc.update(this.sql.deleteUnlessMarked(gone.size()), parameters(gone));
			}
			if (!given.isEmpty()) {
				doConfigure(jdbc, given, Set.copyOf(before));
			}
			return true;
		});
	}

	private void doConfigure(JdbcTemplate jdbc, Map<String, AgentRow> given, Set<String> before) {
		Set<String> active = rename(jdbc, List.copyOf(given.values()));
		List<AgentRow> added = given.values().stream().filter((row) -> !before.contains(row.key())).toList();
		if (!added.isEmpty()) {
			jdbc.update(this.sql.insertConfigured(added.size()),
					added.stream().flatMap((row) -> List.of(this.namespace, row.key()).stream()).toArray());
		}
		insert(jdbc,
				added.stream()
					.filter((row) -> !active.contains(row.key()))
					.map((row) -> row.insertion(this.namespace, "c", null))
					.toList());
	}

	private Object[] parameters(Collection<String> keys) {
		List<Object> parameters = new ArrayList<>(List.of(this.namespace));
		parameters.addAll(keys);
		return parameters.toArray();
	}

	/**
	 * A mark and the row of its agent.
	 *
	 * @param row the row
	 * @param mark the mark
	 */
	private record Marked(AgentRow row, Mark mark) {

	}

}

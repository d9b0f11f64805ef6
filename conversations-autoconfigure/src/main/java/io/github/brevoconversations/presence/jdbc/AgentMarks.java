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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.Mark;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Stores which agents are active: up to 500 in a few statements and one transaction, so
 * that a failure before its end has stored none of them.
 */
final class AgentMarks {

	private static final int IN_A_TRANSACTION = 500;

	private static final int LOCKED_ATTEMPTS = 8;

	private static final long LOCKED_PAUSE_NANOS = 25_000_000;

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
	 * @param marks the marks, at most one for each agent
	 * @param committing set to {@code true} once marks may be stored even if a failure
	 * follows
	 * @return the agents whose marks are not stored because others have locked them
	 */
	List<AgentIdentity> mark(Collection<Mark> marks, AtomicBoolean committing) {
		List<Marked> all = marks.stream().map((mark) -> new Marked(AgentRow.of(mark.agent()), mark)).toList();
		List<AgentIdentity> locked = new ArrayList<>();
		for (int begin = 0; begin < all.size(); begin += IN_A_TRANSACTION) {
			List<Marked> some = all.subList(begin, Math.min(begin + IN_A_TRANSACTION, all.size()));
			markSome(some, committing).forEach((mark) -> locked.add(mark.mark().agent()));
		}
		return locked;
	}

	// A row that another instance has locked because it pings the agent is free again in
	// a moment.
	private List<Marked> markSome(List<Marked> marks, AtomicBoolean committing) {
		List<Marked> locked = marks;
		for (int made = 0; made < LOCKED_ATTEMPTS && !locked.isEmpty(); made++) {
			if (made > 0) {
				LockSupport.parkNanos(LOCKED_PAUSE_NANOS);
			}
			List<Marked> some = locked;
			locked = this.session.runAsOne((jdbc) -> {
				List<Marked> left = doMark(jdbc, some);
				committing.set(true);
				return left;
			});
		}
		return locked;
	}

	/**
	 * Store the marks of the agents that nobody else has locked.
	 * @param jdbc the connection
	 * @param marks the marks
	 * @return the other marks
	 */
	private List<Marked> doMark(JdbcTemplate jdbc, List<Marked> marks) {
		Map<String, AgentRow> rows = new LinkedHashMap<>();
		marks.forEach((mark) -> rows.put(mark.row().key(), mark.row()));
		Found found = find(jdbc, rows.keySet(), rows);
		List<String> inactive = marks.stream()
			.filter((mark) -> !mark.mark().active() && found.isFree(mark.row().key()))
			.map((mark) -> mark.row().key())
			.toList();
		if (!inactive.isEmpty()) {
			jdbc.update(this.sql.delete(inactive.size()), parameters(inactive));
		}
		List<Marked> active = marks.stream()
			.filter((mark) -> mark.mark().active() && found.isFree(mark.row().key()))
			.toList();
		rename(jdbc, active.stream().map(Marked::row).toList(), found);
		markAgain(jdbc, active.stream().filter((mark) -> found.isActive(mark.row())).toList());
		insert(jdbc,
				active.stream()
					.filter((mark) -> !found.isActive(mark.row()))
					.map((mark) -> mark.row().insertion(this.namespace, "m", mark.mark().atMost()))
					.toList());
		return marks.stream().filter((mark) -> !found.isFree(mark.row().key())).toList();
	}

	/**
	 * Find agents that are active, and lock those that nobody else has locked. Rows that
	 * are missing are not included in the query that locks, which would lock the gap.
	 * @param jdbc the connection
	 * @param keys the agents
	 * @param rows the rows with the agents' new names, by their keys
	 * @return what was found
	 */
	private Found find(JdbcTemplate jdbc, Collection<String> keys, Map<String, AgentRow> rows) {
		Found found = new Found(new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
		if (keys.isEmpty()) {
			return found;
		}
		jdbc.query(this.sql.findMarked(keys.size()), (each) -> {
			String key = each.getString("agent_key");
			AgentRow row = rows.get(key);
			found.add(key, each.getInt("expired") == 1,
					row != null && row.isNamedOtherwise(each.getString("email"), each.getString("agent_name")));
		}, parameters(keys));
		found.unlocked().addAll(lock(jdbc, found.keys()));
		return found;
	}

	private List<String> lock(JdbcTemplate jdbc, Collection<String> keys) {
		return keys.isEmpty() ? List.of()
				: jdbc.queryForList(this.sql.lockUnlocked(keys.size()), String.class, parameters(keys));
	}

	// Rename agents whose name has changed, and delete those that have expired.
	private void rename(JdbcTemplate jdbc, List<AgentRow> rows, Found found) {
		List<String> expired = rows.stream().map(AgentRow::key).filter(found.expired()::contains).toList();
		if (!expired.isEmpty()) {
			jdbc.update(this.sql.deleteExpired(expired.size()), parameters(expired));
		}
		rows.stream()
			.filter((row) -> found.isActive(row) && found.renamed().contains(row.key()))
			.forEach((row) -> jdbc.update(this.sql.rename(), row.email(), row.name(), this.namespace, row.key()));
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
	 * Record that agents are active because they are configured.
	 * @param agents the agents
	 * @return how many of them are active
	 */
	int setConfigured(Collection<AgentIdentity> agents) {
		List<String> keys = agents.stream().map(AgentKeys::of).toList();
		return keys.isEmpty() ? 0
				: this.session.runAsOne((jdbc) -> jdbc.update(this.sql.setConfigured(keys.size()), parameters(keys)));
	}

	/**
	 * Remove an agent, unless it was marked active after a point in time, or somebody
	 * else has locked it.
	 * @param agent the agent
	 * @param ago how long ago that was
	 * @return whether it was removed
	 */
	boolean drop(AgentIdentity agent, Duration ago) {
		String key = AgentKeys.of(agent);
		return this.session.runAsOne((jdbc) -> {
			boolean dropped = !lock(jdbc, List.of(key)).isEmpty()
					&& jdbc.update(this.sql.drop(), this.namespace, key, AgentRow.millis(ago)) > 0;
			if (dropped) {
				jdbc.update(this.sql.deleteConfigured(1), this.namespace, key);
			}
			return dropped;
		});
	}

	/**
	 * Set which agents are configured.
	 * @param agents the agents
	 * @return how many agents are unchanged because others have locked them
	 */
	int configure(Collection<AgentIdentity> agents) {
		Map<String, AgentRow> given = new LinkedHashMap<>();
		agents.forEach((agent) -> given.put(AgentKeys.of(agent), AgentRow.of(agent)));
		return this.session.runAsOne((jdbc) -> {
			List<String> before = jdbc.queryForList(this.sql.findConfigured(), String.class, this.namespace);
			List<String> gone = before.stream().filter((key) -> !given.containsKey(key)).toList();
			return removeConfigured(jdbc, gone) + doConfigure(jdbc, given, Set.copyOf(before));
		});
	}

	private int removeConfigured(JdbcTemplate jdbc, List<String> keys) {
		Found found = find(jdbc, keys, Map.of());
		List<String> free = keys.stream().filter(found::isFree).toList();
		if (!free.isEmpty()) {
			jdbc.update(this.sql.deleteConfigured(free.size()), parameters(free));
			jdbc.update(this.sql.deleteUnlessMarked(free.size()), parameters(free));
		}
		return keys.size() - free.size();
	}

	private int doConfigure(JdbcTemplate jdbc, Map<String, AgentRow> given, Set<String> before) {
		Found found = find(jdbc, given.keySet(), given);
		rename(jdbc, given.values().stream().filter((row) -> found.isFree(row.key())).toList(), found);
		List<AgentRow> added = given.values().stream().filter((row) -> !before.contains(row.key())).toList();
		if (!added.isEmpty()) {
			jdbc.update(this.sql.insertConfigured(added.size()),
					added.stream().flatMap((row) -> List.of(this.namespace, row.key()).stream()).toArray());
		}
		insert(jdbc,
				added.stream()
					.filter((row) -> found.isFree(row.key()) && !found.isActive(row))
					.map((row) -> row.insertion(this.namespace, "c", null))
					.toList());
		return (int) given.keySet().stream().filter((key) -> !found.isFree(key)).count();
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

	/**
	 * What was found about agents, by their keys.
	 *
	 * @param keys the agents that have a row
	 * @param unlocked those that nobody else has locked
	 * @param expired those that have expired
	 * @param renamed those whose name has changed
	 */
	private record Found(Set<String> keys, Set<String> unlocked, Set<String> expired, Set<String> renamed) {

		private void add(String key, boolean expired, boolean renamed) {
			this.keys.add(key);
			if (expired) {
				this.expired.add(key);
			}
			if (renamed) {
				this.renamed.add(key);
			}
		}

		private boolean isFree(String key) {
			return !this.keys.contains(key) || this.unlocked.contains(key);
		}

		private boolean isActive(AgentRow row) {
			return this.keys.contains(row.key()) && !this.expired.contains(row.key());
		}

	}

}

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

import java.util.Collections;

import org.jspecify.annotations.Nullable;

/**
 * The SQL statements for a table of active agents. The kind of a row says what the row
 * is, and in which format: a later version may add kinds, which this one ignores. A
 * {@code ping_due} of 0 means that the agent was never claimed. A capital letter as
 * {@code origin} means that Brevo rejects the agent. The number of agents to claim is
 * part of the statement rather than a parameter, since a database that has to guess the
 * number reads the whole table.
 */
final class AgentTableSql {

	private static final String AGENT = "namespace = ? and kind = 'agent'";

	private static final String ACTIVE = AGENT + " and (active_until is null or active_until > {now})";

	private static final String DUE = ACTIVE
			+ " and (ping_due <= {now} or ping_due > {now} + ?){kept} order by ping_due, id limit {max}"
			+ " for update skip locked";

	private static final String REFUSED = "origin in ('M', 'C')";

	private static final String IS_KEPT = "(not " + REFUSED
			+ " and id <= (select coalesce(max(id), 0) from (select id from {table} where " + ACTIVE + " and not "
			+ REFUSED + " order by id limit {number}) first_agents){refused})";

	private static final String COLUMNS = "agent_id, email, agent_name, received_from, origin, active_since,"
			+ " active_until, last_accepted_ping";

	private final String table;

	private final Database database;

	/**
	 * Create the statements.
	 * @param table the name of the table, which is trusted
	 * @param database the database
	 */
	AgentTableSql(String table, Database database) {
		this.table = table;
		this.database = database;
	}

	String findMarked(int keys) {
		return sql("select agent_key, email, agent_name, case when active_until <= {now} then 1 else 0 end as expired"
				+ " from {table} where " + AGENT + keys(keys));
	}

	String insert(int agents) {
		return sql(
				"insert into {table} (namespace, kind, agent_key, agent_id, email, agent_name, received_from, origin,"
						+ " active_since, active_until, ping_due, marked_at) values " + String.join(", ", Collections
							.nCopies(agents, "(?, 'agent', ?, ?, ?, ?, ?, ?, {now}, {now} + ?, 0, {now})")));
	}

	String markAgain(int keys) {
		return sql("update {table} set active_until = {now} + ?, marked_at = {now}, origin = 'm' where " + AGENT
				+ keys(keys));
	}

	String rename() {
		return sql("update {table} set email = ?, agent_name = ? where " + AGENT + keys(1));
	}

	String delete(int keys) {
		return sql("delete from {table} where " + AGENT + keys(keys));
	}

	String deleteExpired(int keys) {
		return delete(keys) + sql(" and active_until <= {now}");
	}

	String deleteUnlessMarked(int keys) {
		return delete(keys) + " and lower(origin) = 'c'";
	}

	String drop() {
		// a time in the future was recorded before the clock was set back
		return delete(1) + sql(" and (marked_at <= {now} - ? or marked_at > {now})");
	}

	String findConfigured() {
		return sql("select agent_key from {table} where namespace = ? and kind = 'configured'");
	}

	String insertConfigured(int keys) {
		return sql("insert into {table} (namespace, kind, agent_key) values "
				+ String.join(", ", Collections.nCopies(keys, "(?, 'configured', ?)")));
	}

	String setConfigured(int keys) {
		return sql("update {table} set origin = 'c' where " + AGENT + keys(keys));
	}

	String deleteConfigured(int keys) {
		return sql("delete from {table} where namespace = ? and kind = 'configured'" + keys(keys));
	}

	String findExpired() {
		return sql("select id from {table} where " + AGENT + " and active_until <= {now} limit ?");
	}

	String deleteExpiredById(int ids) {
		return sql("delete from {table} where id in (" + parameters(ids) + ") and active_until <= {now}");
	}

	String setAside() {
		return sql("update {table} set kind = 'unreadable' where id = ? and kind = 'agent'");
	}

	String list() {
		return sql("select id, ping_due, " + COLUMNS + " from {table} where " + ACTIVE
				+ " and id > ? order by id limit ?");
	}

	String find(int keys) {
		return sql("select id, ping_due, " + COLUMNS + " from {table} where " + ACTIVE + keys(keys));
	}

	/**
	 * Return the statement that reads the time, the account's state, the id of its row
	 * (which changes if all rows were lost), how many agents are active, and when the
	 * first and the last of those that may be claimed are due.
	 * @param kept which agents are kept, or {@code null} for all
	 * @return the statement
	 */
	String overview(@Nullable Kept kept) {
		String due = (kept != null) ? "case when " + kept.sql() + " then ping_due end" : "ping_due";
		return sql("select {now} as store_time, (select account_state from {table} where namespace = ?"
				+ " and kind = 'account') as account_state, (select id from {table} where namespace = ?"
				+ " and kind = 'account') as generation, count(*) as active, min(" + due + ") as first_due, max(" + due
				+ ") as last_due from {table} where " + ACTIVE);
	}

	String schedule() {
		return sql("update {table} set ping_due = greatest(1, {now} + ?), last_accepted_ping ="
				+ " case when coalesce(last_accepted_ping, 0) < coalesce({now} - ?, 0) then {now} - ?"
				// recorded before the clock was set back
				+ " when last_accepted_ping > {now} then coalesce({now} - ?, last_accepted_ping)"
				+ " else last_accepted_ping end, origin = case ? when 1 then upper(origin) when 0 then lower(origin)"
				+ " else origin end where " + AGENT + keys(1));
	}

	/**
	 * Return the statement that locks those of some agents that nobody else has locked.
	 * @param keys the number of agents
	 * @return the statement
	 */
	String lockUnlocked(int keys) {
		return sql("select agent_key from {table} where " + AGENT + keys(keys) + " for update skip locked");
	}

	String lockAccount() {
		return sql("select {now} as store_time, account_state from {table} where namespace = ? and kind = 'account'"
				+ " for update");
	}

	String insertAccount() {
		return sql("insert into {table} (namespace, kind, agent_key) values (?, 'account', 'account')");
	}

	String updateAccount() {
		return sql("update {table} set account_state = ? where namespace = ? and kind = 'account'");
	}

	String lockDue(int max, @Nullable Kept kept) {
		return sql("select id, ping_due, " + COLUMNS + " from {table} where " + limited(DUE, max, kept));
	}

	String moveOn(int ids) {
		return sql("update {table} set ping_due = {now} + ? where id in (" + parameters(ids) + ")");
	}

	String claimReturning(int max, @Nullable Kept kept) {
		return sql("with due as (select id, ping_due from {table} where " + limited(DUE, max, kept)
				+ "), claimed as (update {table} t set ping_due = {now} + ? from due where t.id = due.id"
				+ " returning t.id, due.ping_due, " + COLUMNS + ") select * from claimed order by ping_due, id");
	}

	private static String limited(String sql, int max, @Nullable Kept kept) {
		return sql.replace("{max}", Integer.toString(max))
			.replace("{kept}", (kept != null) ? " and " + kept.sql() : "");
	}

	private String sql(String template) {
		return template.replace("{table}", this.table).replace("{now}", this.database.now());
	}

	private static String keys(int number) {
		return " and agent_key in (" + parameters(number) + ")";
	}

	private static String parameters(int number) {
		return String.join(", ", Collections.nCopies(number, "?"));
	}

	/**
	 * The agents that are kept online.
	 *
	 * @param number how many, of those that were marked active first and that Brevo does
	 * not reject
	 * @param andRefused whether those that Brevo rejects are pinged as well
	 */
	record Kept(int number, boolean andRefused) {

		private String sql() {
			return IS_KEPT.replace("{number}", Integer.toString(this.number))
				.replace("{refused}", this.andRefused ? " or " + REFUSED : "");
		}

	}

}

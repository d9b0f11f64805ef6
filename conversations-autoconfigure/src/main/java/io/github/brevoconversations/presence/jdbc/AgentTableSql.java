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

/**
 * The statements on a table of active agents. A {@code ping_due} of 0 is that of an agent
 * which was never claimed. How many agents to claim stands in the statement itself, since
 * a database that has to guess at the number reads the whole table.
 */
final class AgentTableSql {

	private static final String ACTIVE = "(active_until is null or active_until > {now})";

	private static final String KEY = "namespace = ? and agent_key = ?";

	private static final String DUE = "namespace = ? and ping_due <= {now} and " + ACTIVE
			+ " order by ping_due, id limit {max} for update skip locked";

	private static final String COLUMNS = "agent_id, email, agent_name, received_from, active_since, active_until,"
			+ " last_accepted_ping";

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

	String insert() {
		return sql("insert into {table} (namespace, agent_key, agent_id, email, agent_name, received_from,"
				+ " active_since, active_until, ping_due) values (?, ?, ?, ?, ?, ?, {now}, {now} + ?, 0)");
	}

	String setActiveUntil() {
		return sql("update {table} set active_until = {now} + ? where " + KEY + " and " + ACTIVE);
	}

	String delete() {
		return sql("delete from {table} where " + KEY);
	}

	String deleteExpired() {
		return sql("delete from {table} where " + KEY + " and active_until <= {now}");
	}

	String findExpired() {
		return sql("select id from {table} where namespace = ? and active_until <= {now} limit ?");
	}

	String deleteExpired(int ids) {
		return sql("delete from {table} where id in (" + parameters(ids) + ") and active_until <= {now}");
	}

	String list() {
		return sql("select ping_due, " + COLUMNS + " from {table} where namespace = ? and " + ACTIVE
				+ " order by id limit ?");
	}

	String find(int keys) {
		return sql("select ping_due, " + COLUMNS + " from {table} where namespace = ? and agent_key in ("
				+ parameters(keys) + ") and " + ACTIVE);
	}

	String count() {
		return sql("select {now} as store_time, count(*) as active from {table} where namespace = ? and " + ACTIVE);
	}

	String schedule() {
		return sql("update {table} set ping_due = greatest(1, {now} + ?), last_accepted_ping ="
				+ " case when coalesce(last_accepted_ping, 0) < coalesce({now} - ?, 0) then {now} - ?"
				+ " else last_accepted_ping end where " + KEY);
	}

	String tellTime() {
		return sql("select {now} as store_time, -1 as active");
	}

	String lockDue(int max) {
		return sql("select id, ping_due, " + COLUMNS + " from {table} where " + limited(DUE, max));
	}

	String moveOn(int ids) {
		return sql("update {table} set ping_due = {now} + ? where id in (" + parameters(ids) + ")");
	}

	String claimReturning(int max, boolean counting) {
		return sql("with due as (select id, ping_due from {table} where " + limited(DUE, max)
				+ "), claimed as (update {table} t set ping_due = {now} + ? from due where t.id = due.id"
				+ " returning t.id, due.ping_due, " + COLUMNS + ") select * from (" + (counting ? count() : tellTime())
				+ ") told left join claimed on true order by ping_due, id");
	}

	private static String limited(String sql, int max) {
		return sql.replace("{max}", Integer.toString(max));
	}

	private String sql(String template) {
		return template.replace("{table}", this.table).replace("{now}", this.database.now());
	}

	private static String parameters(int number) {
		return String.join(", ", Collections.nCopies(number, "?"));
	}

}

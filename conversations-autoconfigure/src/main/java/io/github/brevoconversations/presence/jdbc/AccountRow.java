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

import java.time.Instant;
import java.util.List;

import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountStates;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The row that holds the state of the account. It is changed only while it is locked.
 */
final class AccountRow {

	private final AgentTableSql sql;

	private final String namespace;

	AccountRow(AgentTableSql sql, String namespace) {
		this.sql = sql;
		this.namespace = namespace;
	}

	static AccountState read(@Nullable String text) {
		return AccountStates.read(text);
	}

	/**
	 * Lock the row until the end of the transaction. The row is inserted if it is
	 * missing.
	 * @param jdbc the connection
	 * @return the state and the time
	 */
	Locked lock(JdbcTemplate jdbc) {
		List<Locked> found = doLock(jdbc);
		if (found.isEmpty()) {
			jdbc.update(this.sql.insertAccount(), this.namespace);
			found = doLock(jdbc);
		}
		return found.get(0);
	}

	private List<Locked> doLock(JdbcTemplate jdbc) {
		return jdbc.query(this.sql.lockAccount(),
				(row, number) -> new Locked(Instant.ofEpochMilli(row.getLong("store_time")),
						read(row.getString("account_state"))),
				this.namespace);
	}

	void update(JdbcTemplate jdbc, AccountState before, AccountState after) {
		if (!after.equals(before)) {
			jdbc.update(this.sql.updateAccount(), AccountStates.write(after), this.namespace);
		}
	}

	/**
	 * The state of the account while it is locked.
	 *
	 * @param when the database's time
	 * @param state the state
	 */
	record Locked(Instant when, AccountState state) {

	}

}

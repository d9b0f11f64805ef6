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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs statements in their own transactions, and retries a transaction that the database
 * gave up in favor of another.
 */
final class DatabaseSession {

	private static final int ATTEMPTS = 10;

	private static final int LONGEST_PAUSE_MILLIS = 200;

	/**
	 * MariaDB's "Record has changed since last read".
	 */
	private static final int MARIADB_CHANGED = 1020;

	private static final int QUERY_TIMEOUT_SECONDS = 5;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final Database database;

	private final boolean commitsByItself;

	/**
	 * Create a session. Connects to the database to find out which one it is.
	 * @param dataSource the connections to the database
	 */
	DatabaseSession(DataSource dataSource) {
		this.jdbc = new JdbcTemplate(dataSource);
		this.jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.database = required(this.jdbc.execute((ConnectionCallback<Database>) (connection) -> Database
			.of(connection.getMetaData().getDatabaseProductName())));
		boolean serializable = required(this.jdbc.execute((ConnectionCallback<Boolean>) (
				connection) -> connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE));
		if (serializable) {
			// the statements do not rely on each other's reads, so this isolation is
			// enough
			this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
		}
		this.commitsByItself = !serializable && required(
				this.jdbc.execute((ConnectionCallback<Boolean>) (connection) -> connection.getAutoCommit()));
	}

	Database database() {
		return this.database;
	}

	/**
	 * Run a single statement. If the connections commit each statement automatically,
	 * this saves the round trips that begin and end a transaction.
	 * @param <T> the type of the result
	 * @param statement the statement
	 * @return the result
	 */
	<T> T run(Function<JdbcTemplate, ? extends @Nullable T> statement) {
		return this.commitsByItself ? retry(() -> required(statement.apply(this.jdbc))) : runAsOne(statement);
	}

	/**
	 * Run statements that take effect together or not at all. If the connections are
	 * serializable, the isolation is lowered to "read committed", which is enough here.
	 * @param <T> the type of the result
	 * @param statements the statements
	 * @return the result
	 */
	<T> T runAsOne(Function<JdbcTemplate, ? extends @Nullable T> statements) {
		return retry(() -> required(this.transaction.execute((status) -> statements.apply(this.jdbc))));
	}

	private static <T> T retry(Attempt<T> attempt) {
		for (int made = 1;; made++) {
			try {
				return attempt.make();
			}
			catch (DataAccessException ex) {
				if (made == ATTEMPTS || !isConcurrent(ex)) {
					throw ex;
				}
				pause(made);
			}
		}
	}

	private static boolean isConcurrent(DataAccessException failure) {
		return failure instanceof ConcurrencyFailureException || failure instanceof DuplicateKeyException
				|| (failure.getRootCause() instanceof SQLException cause && cause.getErrorCode() == MARIADB_CHANGED);
	}

	private static void pause(int made) {
		long longest = Math.min(LONGEST_PAUSE_MILLIS, 5L << made);
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(1, longest)));
	}

	private static <T> T required(@Nullable T result) {
		if (result == null) {
			throw new IllegalStateException("No result");
		}
		return result;
	}

	/**
	 * Work that may be done more than once.
	 *
	 * @param <T> the type of the result
	 */
	private interface Attempt<T> {

		T make();

	}

}

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

package io.github.brevoconversations.webhook.jdbc;

import java.util.Arrays;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The databases that can hold an inbox, and where their SQL differs.
 */
enum InboxDialect {

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL("postgresql", "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)", "insert into",
			"on conflict do nothing", "on conflict (%s) do update set namespace = excluded.namespace"),

	/**
	 * MySQL from 8.0.1.
	 */
	MYSQL("mysql", "(timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000)",
			"insert ignore into", "", "on duplicate key update namespace = values(namespace)"),

	/**
	 * MariaDB from 10.6.
	 */
	MARIADB("mariadb", MYSQL.now, MYSQL.insertIfAbsent, MYSQL.ifPresent, MYSQL.lock),

	/**
	 * H2.
	 */
	H2("h2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)", "", "", "");

	private final String platform;

	private final String now;

	private final String insertIfAbsent;

	private final String ifPresent;

	private final String lock;

	InboxDialect(String platform, String now, String insertIfAbsent, String ifPresent, String lock) {
		this.platform = platform;
		this.now = now;
		this.insertIfAbsent = insertIfAbsent;
		this.ifPresent = ifPresent;
		this.lock = lock;
	}

	/**
	 * Return the dialect of the given database.
	 * @param productName the product name from the driver's metadata
	 * @return the dialect
	 * @throws InvalidDataAccessApiUsageException if the database is not supported
	 */
	static InboxDialect of(String productName) {
		return Arrays.stream(values())
			.filter((dialect) -> dialect.platform.equalsIgnoreCase(productName))
			.findFirst()
			.orElseThrow(() -> new InvalidDataAccessApiUsageException(
					"The inbox of webhooks cannot be stored in '%s', only in %s".formatted(productName,
							"PostgreSQL, MySQL, MariaDB and H2")));
	}

	/**
	 * Return the expression for the time.
	 * @return an expression for the milliseconds since 1970 in UTC
	 */
	String now() {
		return this.now;
	}

	/**
	 * Return a statement that inserts a row unless its key exists. It affects one row if
	 * the key did not exist.
	 * @param table the table
	 * @param key the columns of its key, the first ones of the row
	 * @param others its other columns
	 * @return the statement, with a parameter for each column
	 */
	String insertIfAbsent(String table, String key, String others) {
		return (this != H2) ? insert(this.insertIfAbsent, table, key, others) + " " + this.ifPresent
				: merge(table, key, others, "");
	}

	/**
	 * Return a statement that inserts a row unless its key exists, and locks the row in
	 * either case.
	 * @param table the table
	 * @param key the columns of its key, the first ones of the row
	 * @param others its other columns
	 * @return the statement, with a parameter for each column
	 */
	String insertOrLock(String table, String key, String others) {
		return (this != H2) ? insert("insert into", table, key, others) + " " + this.lock.formatted(key)
				: merge(table, key, others, " when matched then update set t.namespace = s.namespace");
	}

	private static String insert(String verb, String table, String key, String others) {
		String columns = key + ", " + others;
		return "%s %s (%s) values (%s)".formatted(verb, table, columns, columns.replaceAll("\\w+", "?"));
	}

	private static String merge(String table, String key, String others, String whenMatched) {
		String columns = key + ", " + others;
		String on = String.join(" and ",
				Arrays.stream(key.split(", ")).map((column) -> "t.%s = s.%s".formatted(column, column)).toList());
		String values = "(%s)".formatted(columns.replaceAll("\\w+", "s.$0"));
		return "merge into %s t using (values (%s)) s (%s) on %s%s when not matched then insert (%s) values %s"
			.formatted(table, columns.replaceAll("\\w+", "?"), columns, on, whenMatched, columns, values);
	}

}

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

import java.util.Arrays;

import org.springframework.dao.InvalidDataAccessApiUsageException;

/**
 * The databases that can store active agents, and the differences in their SQL.
 */
enum Database {

	/**
	 * PostgreSQL.
	 */
	POSTGRESQL("postgresql", "cast(extract(epoch from statement_timestamp()) * 1000 as bigint)"),

	/**
	 * MySQL from 8.0.1.
	 */
	MYSQL("mysql", "(timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(3)) div 1000)"),

	/**
	 * MariaDB from 10.6.
	 */
	MARIADB("mariadb", MYSQL.now),

	/**
	 * H2.
	 */
	H2("h2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)");

	private final String platform;

	private final String now;

	Database(String platform, String now) {
		this.platform = platform;
		this.now = now;
	}

	/**
	 * Return the database of the given name.
	 * @param productName the product's name according to the driver's metadata
	 * @return the database
	 */
	static Database of(String productName) {
		return Arrays.stream(values())
			.filter((database) -> database.platform.equalsIgnoreCase(productName))
			.findFirst()
			.orElseThrow(
					() -> new InvalidDataAccessApiUsageException("Active agents cannot be stored in '%s', only in %s"
						.formatted(productName, "PostgreSQL, MySQL, MariaDB and H2")));
	}

	/**
	 * Return the expression for the current time. It has the same value everywhere in a
	 * statement, and does not depend on the time zone of the session.
	 * @return an expression for the milliseconds since 1970 in UTC
	 */
	String now() {
		return this.now;
	}

}

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

package io.github.brevoconversations.upgrade;

import javax.sql.DataSource;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@link AbstractDatabaseUpgradeTests} with MariaDB.
 */
@EnabledIfEnvironmentVariable(named = "TEST_MARIADB_URL", matches = ".+")
class MariaDbUpgradeTests extends AbstractDatabaseUpgradeTests {

	@Override
	DataSource database() {
		DriverManagerDataSource database = new DriverManagerDataSource(System.getenv("TEST_MARIADB_URL"),
				System.getenv("TEST_MARIADB_USER"), System.getenv("TEST_MARIADB_PASSWORD"));
		new JdbcTemplate(database).execute("create database if not exists brevo_upgrade");
		database.setCatalog("brevo_upgrade");
		return database;
	}

	@Override
	String platform() {
		return "mariadb";
	}

	@Override
	String literal(String text) {
		return super.literal(text.replace("\\", "\\\\"));
	}

	@Override
	String insert(String table, String columns, String values) {
		return "insert into %s (%s) values (%s)".formatted(table, columns, values);
	}

}

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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.github.brevoconversations.presence.jdbc.PostgresServer;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * {@link AbstractDatabaseUpgradeTests} with PostgreSQL.
 */
class PostgresUpgradeTests extends AbstractDatabaseUpgradeTests {

	@Override
	DataSource database() {
		DataSource server = PostgresServer.shared();
		new JdbcTemplate(server).execute("create schema if not exists upgrade");
		return new DelegatingDataSource(server) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				connection.setSchema("upgrade");
				return connection;
			}

		};
	}

	@Override
	String platform() {
		return "postgresql";
	}

	@Override
	String insert(String table, String columns, String values) {
		return "insert into %s (%s) overriding system value values (%s)".formatted(table, columns, values);
	}

	@Override
	List<String> continueWith(String table, long id) {
		return List.of("alter table %s alter column id restart with %s".formatted(table, id));
	}

}

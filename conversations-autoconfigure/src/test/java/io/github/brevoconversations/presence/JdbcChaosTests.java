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

package io.github.brevoconversations.presence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.presence.jdbc.JdbcActiveAgentStore;
import io.github.brevoconversations.presence.jdbc.PostgresServer;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * {@link AbstractPresenceChaosTests} on a real PostgreSQL.
 */
class JdbcChaosTests extends AbstractPresenceChaosTests {

	@Test
	void keepsMarkedAgentsOnlineWithPostgresql() {
		try (PostgresStore postgres = new PostgresStore()) {
			run(postgres);
		}
	}

	/**
	 * PostgreSQL.
	 */
	private static final class PostgresStore implements FaultyStore {

		private static final String DEADLOCK = "40P01";

		private final PostgresServer server = new PostgresServer();

		private final HikariDataSource pool = new HikariDataSource();

		private final JdbcActiveAgentStore store;

		private PostgresStore() {
			this.pool.setDataSource(this.server.dataSource());
			this.pool.setConnectionTimeout(1000);
			DatabasePopulatorUtils.execute(
					new ResourceDatabasePopulator(
							new ClassPathResource("schema-postgresql.sql", JdbcActiveAgentStore.class)),
					this.server.dataSource());
			this.store = new JdbcActiveAgentStore(this.pool, "chaos");
		}

		@Override
		public ActiveAgentStore store() {
			return this.store;
		}

		@Override
		public void disturb(SplittableRandom random) {
			switch (random.nextInt(Boolean.getBoolean("soak") ? 6 : 5)) {
				case 0 -> execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> "
						+ "pg_backend_pid() and backend_type = 'client backend'");
				case 1 -> execute(
						"begin; set local lock_timeout = '20s'; lock table brevo_active_agent in access exclusive mode; "
								+ "select pg_sleep(0.4); rollback");
				case 2 -> execute("update brevo_active_agent set ping_due = ping_due + 600000 where kind = 'agent'");
				case 3 -> execute("update brevo_active_agent set ping_due = ping_due - 600000 where kind = 'agent'");
				case 4 -> execute("delete from brevo_active_agent where kind = 'account'");
				default -> {
					this.server.stop();
					this.server.restart();
				}
			}
		}

		// PostgreSQL may choose this of two transactions to end a deadlock
		private void execute(String sql) {
			try (Connection connection = this.server.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(30);
				statement.execute(sql);
			}
			catch (SQLException ex) {
				if (!DEADLOCK.equals(ex.getSQLState())) {
					throw new IllegalStateException(ex);
				}
			}
		}

		@Override
		public void recover() {
		}

		@Override
		public void close() {
			this.store.close();
			this.pool.close();
			this.server.close();
		}

	}

}

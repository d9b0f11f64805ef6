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
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore.ClaimRequest;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.NextPing;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a {@link JdbcActiveAgentStore} does while its database does not answer.
 */
@Timeout(180)
class PostgresOutageTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final Duration HOUR = Duration.ofHours(1);

	private final PostgresServer server = new PostgresServer();

	private final HikariDataSource pool = new HikariDataSource();

	private JdbcActiveAgentStore store;

	@BeforeEach
	void open() {
		this.pool.setDataSource(this.server.dataSource());
		this.pool.setConnectionTimeout(3000);
		DatabasePopulatorUtils.execute(
				new ResourceDatabasePopulator(
						new ClassPathResource("schema-postgresql.sql", JdbcActiveAgentStore.class)),
				this.server.dataSource());
		this.store = new JdbcActiveAgentStore(this.pool, "account");
	}

	@AfterEach
	void close() {
		this.store.close();
		this.pool.close();
		this.server.close();
	}

	@Test
	void failsWhileTheServerIsStoppedAndForgetsNothing() {
		this.store.add(LIZ, null).block();
		this.store.claimDue(ClaimRequest.of(1, HOUR)).block();
		this.store.schedule(List.of(new NextPing(LIZ, HOUR, Duration.ZERO))).block();
		List<ActiveAgent> before = this.store.list(10).block();
		this.server.stop();
		assertThatExceptionOfType(ActiveAgentStoreException.class)
			.isThrownBy(this.store.add(AgentIdentity.ofId("tom"), null)::block);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(this.store.claimDue(ClaimRequest.of(1, HOUR))::block);
		this.server.restart();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.store.list(10).block().equals(before));
		assertThat(this.store.claimDue(ClaimRequest.of(1, HOUR)).block().active()).isOne();
	}

	@Test
	void abandonsAnEndlessStatement() throws SQLException {
		this.store.size().block();
		try (Connection connection = this.server.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table brevo_active_agent in access exclusive mode");
			assertThatExceptionOfType(QueryTimeoutException.class)
				.isThrownBy(this.store.claimDue(ClaimRequest.of(1, HOUR))::block);
			connection.rollback();
		}
		assertThat(this.store.claimDue(ClaimRequest.of(1, HOUR)).block().active()).isZero();
	}

}

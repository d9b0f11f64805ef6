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

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;

import javax.sql.DataSource;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link JdbcActiveAgentStore} that need no database.
 */
class JdbcActiveAgentStoreTests {

	private final DataSource dataSource = new DriverManagerDataSource("jdbc:none:");

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a;drop table b", "a--", "\"a\"", "1a", "a.b.c", ".a", "a.", "ä", "a\n" })
	void rejectsAnInvalidTableName(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new JdbcActiveAgentStore(this.dataSource, "account", name))
			.withMessageContaining("'tableName'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "A_1", "_a", "my_schema.agents" })
	void acceptsATableName(String name) {
		assertThatNoException().isThrownBy(() -> new JdbcActiveAgentStore(this.dataSource, "account", name).close());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a ", "\ta", "12345678901234567890123456789012345678901234567890"
			+ "123456789012345678901234567890123456789012345678901" })
	void rejectsAnAmbiguousNamespace(String namespace) {
		assertThatIllegalArgumentException().isThrownBy(() -> new JdbcActiveAgentStore(this.dataSource, namespace))
			.withMessageContaining("'namespace'");
	}

	@Test
	void namesTheSupportedDatabases() {
		JdbcActiveAgentStore store = new JdbcActiveAgentStore(new OtherDatabase(), "account");
		assertThatExceptionOfType(ActiveAgentStoreException.class)
			.isThrownBy(store.add(AgentIdentity.ofId("liz"), null)::block)
			.havingCause()
			.isInstanceOf(InvalidDataAccessApiUsageException.class)
			.withMessageContaining("'Ingres'")
			.withMessageContaining("PostgreSQL, MySQL, MariaDB and H2");
		store.close();
	}

	/**
	 * A database of which no more is known than its name.
	 */
	private static final class OtherDatabase extends AbstractDataSource {

		@Override
		public Connection getConnection() {
			Object metaData = Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { DatabaseMetaData.class }, (proxy, method, arguments) -> "Ingres");
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> method.getName().equals("getMetaData") ? metaData : null);
		}

		@Override
		public Connection getConnection(String username, String password) {
			return getConnection();
		}

	}

}

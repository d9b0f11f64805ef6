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

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AccountState;
import io.github.brevoconversations.presence.AccountUpdate;
import io.github.brevoconversations.presence.ActiveAgent;
import io.github.brevoconversations.presence.ActiveAgentStore;
import io.github.brevoconversations.presence.ActiveAgentStoreException;
import io.github.brevoconversations.presence.LockedAgentsException;
import io.github.brevoconversations.presence.Mark;
import io.github.brevoconversations.presence.NextPing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.Assert;

/**
 * {@link ActiveAgentStore} in a table of PostgreSQL, MySQL, MariaDB or H2, which
 * instances share. Times are by the database's clock, so the clocks of the instances do
 * not matter. The files {@code schema-*.sql} beside this class create the table.
 * Thread-safe.
 * <p>
 * The store uses the database on at most four threads of its own, which end when idle,
 * and on further ones in place of those that are stuck in a call that was given up. It
 * uses its own transactions, never one of the application. Marks are stored one after
 * another, in the order in which they were made. A mark of an agent whose row somebody
 * else has locked soon fails with a {@link LockedAgentsException}, so that others need
 * not wait for it. A statement that takes more than five seconds fails.
 * <p>
 * The database user needs the privileges to select, insert, update and delete in the
 * table. The privilege to create it is needed only if the application creates it.
 * <p>
 * Calls fail with an {@link ActiveAgentStoreException} if marks were certainly not
 * stored, or if something else has locked agents; with an
 * {@link IllegalArgumentException} if the database cannot store an identity; and usually
 * with a {@link org.springframework.dao.DataAccessException} otherwise.
 */
public class JdbcActiveAgentStore implements ActiveAgentStore, AutoCloseable {

	/**
	 * Default name of the table.
	 */
	public static final String DEFAULT_TABLE_NAME = "brevo_active_agent";

	private static final Pattern TABLE_NAME = Pattern
		.compile("([A-Za-z_][A-Za-z0-9_]{0,62}\\.)?[A-Za-z_][A-Za-z0-9_]{0,62}");

	private static final int MAX_NAMESPACE_LENGTH = 100;

	private final DataSource dataSource;

	private final String namespace;

	private final String tableName;

	// a single thread keeps the marks in their order, even if one is stuck
	private final BlockingCalls marks = new BlockingCalls("brevo-marks-", 1, 1);

	private final BlockingCalls others = new BlockingCalls("brevo-agents-", 3, 16);

	private volatile @Nullable AgentTable table;

	/**
	 * Create a store in the table {@value #DEFAULT_TABLE_NAME}. Does not use the database
	 * yet.
	 * @param dataSource the connections to the database
	 * @param namespace separates users of the same table, such as Brevo accounts: the
	 * same for all instances that share their agents, at most 100 characters, without
	 * leading or trailing blanks
	 */
	public JdbcActiveAgentStore(DataSource dataSource, String namespace) {
		this(dataSource, namespace, DEFAULT_TABLE_NAME);
	}

	/**
	 * Create a store. Does not use the database yet.
	 * @param dataSource the connections to the database
	 * @param namespace separates users of the same table, such as Brevo accounts: the
	 * same for all instances that share their agents, at most 100 characters, without
	 * leading or trailing blanks
	 * @param tableName the name of the table, which consists of letters, digits and
	 * underscores, optionally preceded by the name of its schema and a dot
	 * @throws IllegalArgumentException if the namespace or the name of the table is not
	 * valid
	 */
	public JdbcActiveAgentStore(DataSource dataSource, String namespace, String tableName) {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		Assert.hasText(namespace, "'namespace' must not be blank");
		Assert.isTrue(namespace.length() <= MAX_NAMESPACE_LENGTH && namespace.equals(namespace.strip()),
				"'namespace' must have at most 100 characters, and must not start or end with a blank");
		Assert.isTrue(TABLE_NAME.matcher(tableName).matches(),
				() -> "'tableName' must be the name of a table, but is '" + tableName + "'");
		this.dataSource = dataSource;
		this.namespace = namespace;
		this.tableName = tableName;
	}

	@Override
	public Mono<Void> mark(Collection<Mark> marks) {
		return this.marks.call(() -> doMark(marks)).then();
	}

	private boolean doMark(Collection<Mark> marks) {
		AtomicBoolean committing = new AtomicBoolean();
		try {
			List<AgentIdentity> locked = use((table) -> table.marks().mark(marks, committing));
			if (!locked.isEmpty()) {
				throw new LockedAgentsException(locked);
			}
			return true;
		}
		catch (DataAccessException | TransactionException ex) {
			throw committing.get() ? ex : new ActiveAgentStoreException("The database did not store the marks", ex);
		}
	}

	@Override
	public Mono<Boolean> drop(AgentIdentity agent, Duration refusedAgo) {
		return this.others.call(() -> use((table) -> table.marks().drop(agent, refusedAgo)));
	}

	@Override
	public Mono<Void> configure(Collection<AgentIdentity> agents) {
		return this.others.call(() -> doConfigure(agents)).then();
	}

	@Override
	public Mono<Void> restore(Collection<ActiveAgent> agents, @Nullable AccountState account, Instant now) {
		List<AgentIdentity> configured = agents.stream()
			.filter(ActiveAgent::configured)
			.map(ActiveAgent::identity)
			.toList();
		return ActiveAgentStore.super.restore(agents, account, now)
			.then(this.others.call(() -> use((table) -> table.marks().setConfigured(configured))))
			.then();
	}

	@Override
	public Mono<List<ActiveAgent>> list(int max) {
		return this.others.call(() -> use((table) -> table.list(max)));
	}

	@Override
	public Mono<List<ActiveAgent>> find(Collection<AgentIdentity> agents) {
		return this.others.call(() -> use((table) -> table.find(agents)));
	}

	@Override
	public Mono<Integer> size() {
		return this.others.call(() -> use(AgentTable::size));
	}

	@Override
	public Mono<Claim> claimDue(ClaimRequest request) {
		return this.others.call(() -> use((table) -> table.claimDue(request)));
	}

	@Override
	public Mono<Scheduled> schedule(Collection<NextPing> pings, AccountUpdate update) {
		return this.others.call(() -> use((table) -> table.schedule(pings, update)));
	}

	/**
	 * Return whether other instances may use the table.
	 * @return {@code true}
	 */
	@Override
	public boolean isShared() {
		return true;
	}

	/**
	 * Accept no more calls. Does not wait for the calls that were begun before, which
	 * still end.
	 */
	@Override
	public void close() {
		this.marks.close();
		this.others.close();
	}

	private boolean doConfigure(Collection<AgentIdentity> agents) {
		int locked = use((table) -> table.marks().configure(agents));
		if (locked > 0) {
			throw new ActiveAgentStoreException(
					"Another transaction has locked the rows of %s configured agents".formatted(locked), null, true);
		}
		return true;
	}

	private <T> T use(Function<AgentTable, T> work) {
		try {
			return work.apply(table());
		}
		catch (BadSqlGrammarException ex) {
			throw new InvalidDataAccessResourceUsageException(
					("The table '%s' of active agents is missing, or this version cannot use it or the database. "
							+ "Create it with the schema-*.sql for this database in the package %s")
						.formatted(this.tableName, JdbcActiveAgentStore.class.getPackageName()),
					ex);
		}
	}

	private AgentTable table() {
		AgentTable table = this.table;
		if (table == null) {
			DatabaseSession session = new DatabaseSession(this.dataSource);
			table = new AgentTable(session, new AgentTableSql(this.tableName, session.database()), this.namespace);
			this.table = table;
		}
		return table;
	}

}

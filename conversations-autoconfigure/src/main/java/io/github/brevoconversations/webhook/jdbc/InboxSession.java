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

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs work in its own transactions, on a few threads of its own, which end when idle.
 * Work that conflicts with another transaction is retried. Cancelled work is not
 * interrupted but runs to its end, since an interrupt would close the files of an
 * embedded database.
 */
final class InboxSession implements AutoCloseable {

	private static final int ATTEMPTS = 10;

	private static final int THREADS = 4;

	private static final int MAX_WAITING = 10_000;

	private static final int IDLE_SECONDS = 30;

	private static final int QUERY_TIMEOUT_SECONDS = 5;

	private final ThreadPoolExecutor executor;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private volatile @Nullable InboxTables tables;

	InboxSession(DataSource dataSource) {
		CustomizableThreadFactory factory = new CustomizableThreadFactory("brevo-inbox-");
		factory.setDaemon(true);
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(MAX_WAITING), factory);
		this.executor.allowCoreThreadTimeOut(true);
		this.jdbc = new JdbcTemplate(dataSource, true);
		this.jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	/**
	 * Do some work in a transaction once subscribed to, even if nobody waits for it
	 * anymore.
	 * @param <T> the type of the result
	 * @param work the work, which may be run several times and must return a result
	 * @return the result
	 */
	<T> Mono<T> run(Function<InboxTables, T> work) {
		return Mono.fromFuture(() -> submit(() -> retry(work, new AtomicBoolean())), true);
	}

	/**
	 * Do some work in a transaction once subscribed to. If nobody waits for it anymore,
	 * it is not done, or undone: a claim that comes too late would keep its conversations
	 * from everybody.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result
	 */
	<T> Mono<T> runWhileAwaited(Function<InboxTables, T> work) {
		return Mono.defer(() -> {
			AtomicBoolean cancelled = new AtomicBoolean();
			return Mono.fromFuture(submit(() -> retry(work, cancelled)), true).doOnCancel(() -> cancelled.set(true));
		});
	}

	private <T> CompletableFuture<T> submit(Callable<T> work) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return work.call();
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, this.executor);
	}

	private <T> T retry(Function<InboxTables, T> work, AtomicBoolean cancelled) {
		for (int made = 1;; made++) {
			if (cancelled.get()) {
				throw new CancellationException();
			}
			try {
				InboxTables tables = tables();
				return Objects.requireNonNull(this.transaction.execute((status) -> {
					T result = work.apply(tables);
					if (cancelled.get()) {
						status.setRollbackOnly();
					}
					return result;
				}));
			}
			catch (ConcurrencyFailureException | DuplicateKeyException ex) {
				if (made == ATTEMPTS) {
					throw ex;
				}
			}
			catch (BadSqlGrammarException ex) {
				throw missing(ex);
			}
		}
	}

	private static DataAccessException missing(BadSqlGrammarException ex) {
		return new InvalidDataAccessResourceUsageException(
				("The tables 'brevo_inbox_*' of webhooks are missing, or they "
						+ "or the database cannot be used by this version. Create them with the schema-*.sql for this "
						+ "database in the package %s")
					.formatted(JdbcConversationInbox.class.getPackageName()),
				ex);
	}

	private InboxTables tables() {
		InboxTables tables = this.tables;
		if (tables == null) {
			String product = this.jdbc.execute(
					(ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
			tables = new InboxTables(this.jdbc, InboxDialect.of(String.valueOf(product)));
			this.tables = tables;
		}
		return tables;
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}

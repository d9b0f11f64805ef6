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

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
 * Does work in transactions of its own, on a few threads of its own, which end when idle.
 * Work that the database gave up in favour of another's is done again. What is cancelled
 * ends by itself, since an interrupt closes the files of a database in this process.
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
	 * Do some work in a transaction once subscribed to.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result
	 */
	<T> Mono<T> run(Function<InboxTables, T> work) {
		return Mono.fromFuture(() -> submit(() -> repeat(work)), true);
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

	private <T> T repeat(Function<InboxTables, T> work) {
		for (int made = 1;; made++) {
			try {
				InboxTables tables = tables();
				T result = this.transaction.execute((status) -> work.apply(tables));
				if (result == null) {
					throw new IllegalStateException("No result");
				}
				return result;
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
						+ "or the database are not as they must be. Create them with the statements of schema-@@platform@@.sql "
						+ "beside %s")
					.formatted(JdbcConversationInbox.class.getName()),
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

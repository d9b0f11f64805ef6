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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Lets marks that are made in a transaction take effect after its commit, and not at all
 * after a rollback.
 */
final class TransactionalMarks {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			TransactionalMarks.class.getClassLoader());

	private TransactionalMarks() {
	}

	/**
	 * Make a mark now, or once the transaction of this thread is committed, if there is
	 * one.
	 * @param mark makes the mark, or several
	 * @return a future that completes once the mark is stored, and is cancelled if the
	 * transaction is rolled back, even if only to a savepoint before the mark. If the
	 * transaction has not ended after {@link Tuning#COMMIT_TIMEOUT}, it fails, so that
	 * the transaction does not wait for it forever
	 */
	static CompletableFuture<@Nullable Void> make(Supplier<CompletableFuture<@Nullable Void>> mark) {
		return (PRESENT && Transaction.isActive()) ? Transaction.afterCommit(mark) : mark.get();
	}

	/**
	 * The mark of one transaction. The only class here that needs spring-tx.
	 *
	 * @param mark makes the mark
	 * @param made the future that the caller has
	 * @param ended whether the transaction has ended, or was rolled back to a savepoint
	 * before the mark
	 * @param savepoints the savepoints that were created after the mark
	 */
	private record Transaction(Supplier<CompletableFuture<@Nullable Void>> mark, CompletableFuture<@Nullable Void> made,
			AtomicBoolean ended, Set<Object> savepoints) implements TransactionSynchronization {

		private static boolean isActive() {
			return TransactionSynchronizationManager.isSynchronizationActive()
					&& TransactionSynchronizationManager.isActualTransactionActive();
		}

		private static CompletableFuture<@Nullable Void> afterCommit(Supplier<CompletableFuture<@Nullable Void>> mark) {
			AtomicBoolean ended = new AtomicBoolean();
			CompletableFuture<@Nullable Void> made = new MadeAfterCommit<>(Thread.currentThread(), ended);
			TransactionSynchronizationManager.registerSynchronization(
					new Transaction(mark, made, ended, Collections.newSetFromMap(new IdentityHashMap<>())));
			Disposable timeout = Mono.delay(Tuning.COMMIT_TIMEOUT)
				.subscribe((waited) -> made.completeExceptionally(notYetCommitted()));
			CompletableFuture<@Nullable Void> unused = made.whenComplete((done, failure) -> timeout.dispose());
			return made;
		}

		// A future that is derived from this one, for example by allOf(), does not notice
		// who waits for it, so there is a time limit as well.
		private static ActiveAgentStoreException notYetCommitted() {
			return new ActiveAgentStoreException(
					"The transaction has not ended within %s seconds. Marks take effect after the commit, so the transaction must not wait for them"
						.formatted(Tuning.COMMIT_TIMEOUT.toSeconds()),
					null, true);
		}

		@Override
		public void savepoint(Object savepoint) {
			this.savepoints.add(savepoint);
		}

		@Override
		public void savepointRollback(Object savepoint) {
			if (!this.savepoints.contains(savepoint)) {
				this.ended.set(true);
				this.made.cancel(false);
			}
		}

		/**
		 * Make the mark here rather than in {@code afterCommit()}, which Spring does not
		 * call on synchronizations that are registered while it runs, as marks in
		 * listeners are.
		 */
		@Override
		public void afterCompletion(int status) {
			if (this.ended.getAndSet(true)) {
				return;
			}
			switch (status) {
				case STATUS_COMMITTED -> complete();
				case STATUS_ROLLED_BACK -> this.made.cancel(false);
				default -> this.made.completeExceptionally(new ActiveAgentStoreException(
						"Nothing is marked, because it is unknown whether the transaction was committed", null));
			}
		}

		private void complete() {
			CompletableFuture<@Nullable Void> unused = this.mark.get().whenComplete((done, failure) -> {
				if (failure != null) {
					this.made.completeExceptionally(failure);
				}
				else {
					this.made.complete(null);
				}
			});
		}

	}

	/**
	 * A future that throws an exception if the transaction itself waits for it, which
	 * would last forever.
	 *
	 * @param <T> the type of the result
	 */
	private static final class MadeAfterCommit<T> extends CompletableFuture<T> {

		private final Thread thread;

		private final AtomicBoolean ended;

		private MadeAfterCommit(Thread thread, AtomicBoolean ended) {
			this.thread = thread;
			this.ended = ended;
		}

		@Override
		public <U> CompletableFuture<U> newIncompleteFuture() {
			return new MadeAfterCommit<>(this.thread, this.ended);
		}

		@Override
		public T join() {
			checkWait();
			return super.join();
		}

		@Override
		public T get() throws InterruptedException, ExecutionException {
			checkWait();
			return super.get();
		}

		@Override
		public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
			checkWait();
			return super.get(timeout, unit);
		}

		private void checkWait() {
			if (!isDone() && !this.ended.get() && Thread.currentThread() == this.thread) {
				throw new IllegalStateException(
						"A mark takes effect after the commit, so the transaction must not wait for it");
			}
		}

	}

}

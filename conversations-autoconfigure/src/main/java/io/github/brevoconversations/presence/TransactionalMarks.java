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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Marks that are made in a transaction: they take effect after its commit, and not at all
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
	 * @param mark makes the mark
	 * @return completion once it is stored, cancelled if the transaction is rolled back
	 */
	static CompletableFuture<@Nullable Void> make(Supplier<CompletableFuture<@Nullable Void>> mark) {
		return (PRESENT && Transaction.isActive()) ? Transaction.afterCommit(mark) : mark.get();
	}

	/**
	 * What needs the classes of spring-tx.
	 *
	 * @param mark makes the mark
	 * @param made what came of it
	 * @param ended whether the transaction has ended
	 */
	private record Transaction(Supplier<CompletableFuture<@Nullable Void>> mark, CompletableFuture<@Nullable Void> made,
			AtomicBoolean ended) implements TransactionSynchronization {

		private static boolean isActive() {
			return TransactionSynchronizationManager.isSynchronizationActive()
					&& TransactionSynchronizationManager.isActualTransactionActive();
		}

		private static CompletableFuture<@Nullable Void> afterCommit(Supplier<CompletableFuture<@Nullable Void>> mark) {
			AtomicBoolean ended = new AtomicBoolean();
			CompletableFuture<@Nullable Void> made = new MadeAfterCommit<>(Thread.currentThread(), ended);
			TransactionSynchronizationManager.registerSynchronization(new Transaction(mark, made, ended));
			return made;
		}

		/**
		 * Make the mark now rather than in {@code afterCommit()}, which is not called of
		 * what other listeners register there.
		 */
		@Override
		public void afterCompletion(int status) {
			this.ended.set(true);
			switch (status) {
				case STATUS_COMMITTED -> complete();
				case STATUS_ROLLED_BACK -> this.made.cancel(false);
				default -> this.made.completeExceptionally(new ActiveAgentStoreException(
						"Nothing is marked, because it is not known whether the transaction was committed", null));
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
	 * A future that says so if the transaction waits for it, which would be for ever.
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
						"A mark takes effect after the transaction is committed, which must not wait for it");
			}
		}

	}

}

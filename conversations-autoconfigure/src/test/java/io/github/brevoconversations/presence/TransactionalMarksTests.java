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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.AgentIdentity;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TransactionalMarks}.
 */
class TransactionalMarksTests {

	private static final AgentIdentity LIZ = AgentIdentity.ofId("liz");

	private static final AgentIdentity TOM = AgentIdentity.ofId("tom");

	private static final AgentIdentity ANN = AgentIdentity.ofId("ann");

	private final AgentPresence presence = AgentPresence.of(new InMemoryActiveAgentStore());

	private final TransactionTemplate transaction = transaction();

	@Test
	void marksOnceTheTransactionIsCommitted() {
		CompletableFuture<?> mark = this.transaction.execute((status) -> {
			CompletableFuture<?> made = this.presence.markActive(List.of(LIZ, TOM));
			assertThat(this.presence.activeAgents().join()).isEmpty();
			return made;
		});
		assertThat(mark).isCompleted();
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
	}

	@Test
	void marksNothingIfTheTransactionIsRolledBack() {
		this.presence.markActive(TOM).join();
		List<CompletableFuture<?>> marks = this.transaction.execute((status) -> {
			status.setRollbackOnly();
			return List.of(this.presence.markActive(LIZ, Duration.ofHours(1)), this.presence.markInactive(TOM));
		});
		assertThat(marks).allMatch(CompletableFuture::isCancelled);
		assertThat(this.presence.activeAgents().join()).containsExactly(TOM);
	}

	@Test
	void marksWhatIsMarkedAfterTheCommit() {
		AtomicReference<CompletableFuture<?>> mark = new AtomicReference<>();
		this.transaction.executeWithoutResult(
				(status) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						mark.set(TransactionalMarksTests.this.presence.markActive(LIZ));
					}

				}));
		assertThat(mark.get()).isCompleted();
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	@Test
	void knowsNothingOfReactiveTransactions() {
		TransactionalOperator transactional = TransactionalOperator.create(new ReactiveTransactions());
		Mono<Void> mark = Mono.defer(() -> Mono.fromFuture(() -> this.presence.markActive(LIZ)));
		Mono<Void> rolledBack = mark.then(Mono.error(new IllegalStateException("rolled back")));
		assertThatIllegalStateException().isThrownBy(() -> rolledBack.as(transactional::transactional).block());
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	@Test
	void marksWhatFollowsAReactiveTransaction() {
		TransactionalOperator transactional = TransactionalOperator.create(new ReactiveTransactions());
		Mono<Void> mark = Mono.fromFuture(() -> this.presence.markActive(LIZ));
		Mono<String> failing = Mono.error(new IllegalStateException("rolled back"));
		assertThatIllegalStateException().isThrownBy(() -> failing.as(transactional::transactional).then(mark).block());
		assertThat(this.presence.activeAgents().join()).isEmpty();
		Mono.just("saved").as(transactional::transactional).then(mark).block();
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	@Test
	void refusesToWaitInTheTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			CompletableFuture<?> mark = this.presence.markActive(LIZ);
			assertThatIllegalStateException().isThrownBy(mark::join).withMessageContaining("must not wait");
			assertThatIllegalStateException().isThrownBy(mark.thenApply((done) -> 1)::get);
		});
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	@Test
	void refusesToWaitForSeveralMarksInTheTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			CompletableFuture<?> marks = this.presence.markActive(List.of(LIZ, TOM));
			assertThatIllegalStateException().isThrownBy(marks::join).withMessageContaining("must not wait");
			assertThatIllegalStateException().isThrownBy(() -> marks.get(1, TimeUnit.MINUTES));
		});
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
	}

	@Test
	void letsNothingThatDependsOnAMarkWaitForever() {
		ManualTaskScheduler time = ManualTaskScheduler.ofAllSchedulers();
		try {
			this.transaction.executeWithoutResult((status) -> {
				CompletableFuture<?> mark = this.presence.markActive(LIZ);
				List<CompletableFuture<?>> waiting = List.of(CompletableFuture.allOf(mark),
						CompletableFuture.anyOf(mark), mark.thenCombine(this.presence.markActive(TOM), (a, b) -> a),
						Mono.fromFuture(mark).toFuture());
				time.advance(Tuning.COMMIT_TIMEOUT.minusSeconds(1));
				assertThat(waiting).noneMatch(CompletableFuture::isDone);
				time.advance(Duration.ofSeconds(1));
				assertThat(waiting).allSatisfy((future) -> assertThat(future).failsWithin(Duration.ZERO)
					.withThrowableThat()
					.havingRootCause()
					.isInstanceOfSatisfying(ActiveAgentStoreException.class,
							(failure) -> assertThat(failure.isOutcomeUnknown()).isTrue())
					.withMessageContaining("after the commit"));
			});
			assertThat(this.presence.activeAgents().join()).containsExactly(LIZ, TOM);
		}
		finally {
			ManualTaskScheduler.reset();
		}
	}

	@Test
	void marksNothingThatIsRolledBackToASavepoint() {
		this.presence.markActive(TOM).join();
		TransactionTemplate nested = new TransactionTemplate(this.transaction.getTransactionManager());
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		this.transaction.executeWithoutResult((outer) -> {
			CompletableFuture<?> before = this.presence.markActive(LIZ);
			CompletableFuture<?> rolledBack = nested.execute((inner) -> {
				inner.setRollbackOnly();
				return this.presence.markInactive(TOM);
			});
			CompletableFuture<?> released = nested.execute((inner) -> this.presence.markActive(ANN));
			assertThat(rolledBack).isCancelled();
			assertThat(List.of(before, released)).noneMatch(CompletableFuture::isDone);
		});
		assertThat(this.presence.activeAgents().join()).containsExactly(TOM, LIZ, ANN);
	}

	@Test
	void marksNothingAfterASavepointThatIsReturnedTo() {
		this.transaction.executeWithoutResult((status) -> {
			Object first = status.createSavepoint();
			CompletableFuture<?> unused = this.presence.markActive(LIZ);
			Object second = status.createSavepoint();
			unused = this.presence.markActive(TOM);
			status.rollbackToSavepoint(second);
			unused = this.presence.markActive(ANN);
			status.rollbackToSavepoint(first);
			unused = this.presence.markActive(TOM);
		});
		assertThat(this.presence.activeAgents().join()).containsExactly(TOM);
	}

	private static TransactionTemplate transaction() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:");
		return new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

	/**
	 * Begins and ends reactive transactions, with nothing in them.
	 */
	@SuppressWarnings("serial") // never serialized
	private static final class ReactiveTransactions extends AbstractReactiveTransactionManager {

		@Override
		protected Object doGetTransaction(
				org.springframework.transaction.reactive.TransactionSynchronizationManager synchronizations) {
			return new Object();
		}

		@Override
		protected Mono<Void> doBegin(
				org.springframework.transaction.reactive.TransactionSynchronizationManager synchronizations,
				Object transaction, TransactionDefinition definition) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doCommit(
				org.springframework.transaction.reactive.TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

		@Override
		protected Mono<Void> doRollback(
				org.springframework.transaction.reactive.TransactionSynchronizationManager synchronizations,
				GenericReactiveTransaction status) {
			return Mono.empty();
		}

	}

}

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
import java.util.concurrent.atomic.AtomicReference;

import io.github.brevoconversations.client.AgentIdentity;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.support.JdbcTransactionManager;
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
	void refusesToWaitInTheTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			CompletableFuture<?> mark = this.presence.markActive(LIZ);
			assertThatIllegalStateException().isThrownBy(mark::join).withMessageContaining("must not wait");
			assertThatIllegalStateException().isThrownBy(mark.thenApply((done) -> 1)::get);
		});
		assertThat(this.presence.activeAgents().join()).containsExactly(LIZ);
	}

	private static TransactionTemplate transaction() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:mem:");
		return new TransactionTemplate(new JdbcTransactionManager(dataSource));
	}

}

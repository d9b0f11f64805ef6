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

package io.github.brevoconversations.reference.presence;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import io.github.brevoconversations.presence.InMemoryActiveAgentStore;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of the snippet that marks an agent after a reactive transaction.
 */
class ReactiveShiftTests {

	private final AgentPresence presence = AgentPresence.of(new InMemoryActiveAgentStore());

	private final RecordedTransactions transactions = new RecordedTransactions();

	private final ReactiveShift shift = new ReactiveShift(this.presence,
			TransactionalOperator.create(this.transactions));

	@Test
	void marksAfterTheCommit() {
		this.shift.begin("omar", Mono.empty()).block();
		assertThat(this.transactions.ends).containsExactly("commit while [] are active");
		assertThat(this.presence.activeAgents().join()).containsExactly(AgentIdentity.ofId("omar"));
	}

	@Test
	void marksNothingAfterARollback() {
		Mono<Void> save = Mono.error(new IllegalStateException("It could not be saved"));
		assertThatIllegalStateException().isThrownBy(() -> this.shift.begin("omar", save).block());
		assertThat(this.transactions.ends).containsExactly("rollback while [] are active");
		assertThat(this.presence.activeAgents().join()).isEmpty();
	}

	private final class RecordedTransactions implements ReactiveTransactionManager {

		private final List<String> ends = new CopyOnWriteArrayList<>();

		@Override
		public Mono<ReactiveTransaction> getReactiveTransaction(TransactionDefinition definition) {
			return Mono.just(new ReactiveTransaction() {
			});
		}

		@Override
		public Mono<Void> commit(ReactiveTransaction transaction) {
			return end("commit");
		}

		@Override
		public Mono<Void> rollback(ReactiveTransaction transaction) {
			return end("rollback");
		}

		private Mono<Void> end(String kind) {
			return Mono.fromRunnable(() -> this.ends
				.add("%s while %s are active".formatted(kind, ReactiveShiftTests.this.presence.activeAgents().join())));
		}

	}

}

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

// tag::code[]
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.presence.AgentPresence;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;

@Component
class ReactiveShift {

	private final AgentPresence presence;

	private final TransactionalOperator transaction;

	ReactiveShift(AgentPresence presence, TransactionalOperator transaction) {
		this.presence = presence;
		this.transaction = transaction;
	}

	Mono<Void> begin(String agentId, Mono<Void> save) {
		return save.as(this.transaction::transactional)
			.then(Mono.fromFuture(() -> this.presence.markActive(AgentIdentity.ofId(agentId))));
	}

}
// end::code[]

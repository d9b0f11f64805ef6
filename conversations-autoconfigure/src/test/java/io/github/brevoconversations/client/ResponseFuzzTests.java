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

package io.github.brevoconversations.client;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests that whatever answers a call, it ends with a value or a {@link BrevoException}.
 */
class ResponseFuzzTests {

	private static final long SEED = 20261123;

	private static final int CASES = Boolean.getBoolean("soak") ? 42_000 : 9_000;

	private static final Duration HANG = Duration.ofSeconds(30);

	private final Map<Operation, Integer> values = new EnumMap<>(Operation.class);

	private final Map<Class<?>, Integer> exceptions = new HashMap<>();

	private @Nullable RandomResponse answer;

	private final ConversationsClient client = ConversationsClient.builder()
		.apiKey("secret")
		.retry(RetrySettings.none())
		.webClientBuilder(
				WebClient.builder().exchangeFunction((request) -> Mono.fromSupplier(() -> this.answer.response())))
		.build();

	@Test
	@Timeout(300)
	void completesWithAValueOrABrevoException() {
		Operation[] operations = Operation.values();
		for (int number = 0; number < CASES; number++) {
			check(number, operations[number % operations.length]);
		}
		assertThat(this.values).as("operations that gave values")
			.hasSize(operations.length)
			.allSatisfy((operation, count) -> assertThat(count).isGreaterThan(CASES / operations.length / 12));
		assertThat(this.exceptions).as("exceptions")
			.hasSize(7)
			.allSatisfy((type, count) -> assertThat(count).isGreaterThan(CASES / 200));
	}

	private void check(int number, Operation operation) {
		this.answer = new RandomResponses(SEED + number).next();
		Supplier<String> description = () -> "case %d of seed %d, %s, answered with %s".formatted(number, SEED,
				operation, this.answer);
		boolean givesMessage = operation != Operation.PING_AGENT_ONLINE && !operation.isDeletion();
		try {
			Object value = call(operation).block(HANG);
			assertThat(value != null).as(description).isEqualTo(givesMessage);
			assertThat(String.valueOf(value)).as(description).isNotEmpty();
			this.values.merge(operation, 1, Integer::sum);
		}
		catch (BrevoException ex) {
			assertThat(this.answer.isReadable() && givesMessage).as(description).isFalse();
			assertThat(ex.getMessage()).as(description)
				.hasSizeLessThan(2000)
				.matches((message) -> message.chars().noneMatch(Character::isISOControl), "no control characters");
			this.exceptions.merge(ex.getClass(), 1, Integer::sum);
		}
		catch (RuntimeException | StackOverflowError ex) {
			fail(description.get(), ex);
		}
	}

	private Mono<?> call(Operation operation) {
		AgentIdentity agent = AgentIdentity.ofId("liz");
		return switch (operation) {
			case SEND_MESSAGE -> this.client.sendMessage(SendMessageRequest.of("v1", "Hello", agent));
			case GET_MESSAGE -> this.client.getMessage(this.answer.id());
			case UPDATE_MESSAGE -> this.client.updateMessage(this.answer.id(), "Hi");
			case DELETE_MESSAGE -> this.client.deleteMessage("m1");
			case SEND_PUSHED_MESSAGE -> this.client.sendPushedMessage(SendPushedMessageRequest.of("v1", "Hello"));
			case GET_PUSHED_MESSAGE -> this.client.getPushedMessage(this.answer.id());
			case UPDATE_PUSHED_MESSAGE -> this.client.updatePushedMessage(this.answer.id(), "Hi");
			case DELETE_PUSHED_MESSAGE -> this.client.deletePushedMessage("m1");
			case PING_AGENT_ONLINE -> this.client.pingAgentOnline(agent);
		};
	}

}

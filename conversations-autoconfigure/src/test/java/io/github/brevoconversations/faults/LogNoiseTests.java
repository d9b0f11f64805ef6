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

package io.github.brevoconversations.faults;

import java.time.Duration;

import io.github.brevoconversations.client.ConversationsClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that calls which nobody waits for any more, or whose time is up, leave no error
 * in the log: their caller has it, or does not want it.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class LogNoiseTests {

	private FaultyServer server;

	@BeforeEach
	void setUp() {
		this.server = FaultyServer.start();
	}

	@AfterEach
	void tearDown() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void logsNoErrorForCallsThatAreCancelled(Connector connector, CapturedOutput output) {
		assertQuiet(output, connector, Behaviour.silence());
	}

	@ParameterizedTest
	@EnumSource
	void logsNoErrorForCallsThatAreCancelledInTheResponse(Connector connector, CapturedOutput output) {
		assertQuiet(output, connector, Behaviour.halfAnswerThen(Behaviour.silence()));
	}

	private void assertQuiet(CapturedOutput output, Connector connector, Behaviour behaviour) {
		this.server.answerWith(behaviour);
		try (Application application = new Application(connector.builder())) {
			ConversationsClient client = application.client(this.server.url());
			Flux.fromArray(Call.values())
				.repeat(1)
				.index((index, call) -> cancelled(call.on(client), index))
				.flatMap((call) -> call, 20)
				.blockLast(FaultyServer.PATIENCE);
		}
		assertThat(output.getAll()).doesNotContain("ERROR");
	}

	private Mono<?> cancelled(Mono<?> call, long which) {
		return call.takeUntilOther(
				Flux.interval(Duration.ofMillis(5 + which)).filter((tick) -> !this.server.requests().isEmpty()));
	}

}

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

import java.util.List;

import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.Call;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends messages on connections that are lost.
 */
public final class AllMethodRetryMain {

	private AllMethodRetryMain() {
	}

	/**
	 * Send them.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		try (FaultyServer server = FaultyServer.start();
				Application application = new Application(Connector.JDK.builder())) {
			for (Behaviour fault : List.of(Behaviour.close(), Behaviour.reset())) {
				loseOnConnectionUsedAgain(server, application, fault);
			}
		}
	}

	private static void loseOnConnectionUsedAgain(FaultyServer server, Application application, Behaviour fault) {
		for (Call call : List.of(Call.SEND_MESSAGE, Call.SEND_PUSHED_MESSAGE)) {
			server.respondWith(Behaviour.message());
			assertThat(Application.failure(Call.GET_MESSAGE, application.client(server.url()))).isNull();
			server.requests().clear();
			server.respondWith(fault);
			Throwable failure = Application.failure(call, application.client(server.url()));
			assertThat(server.requests()).hasSize(1);
			assertThat(failure).isInstanceOfSatisfying(BrevoCommunicationException.class,
					(exception) -> assertThat(exception.isRequestSent()).isTrue());
		}
	}

}

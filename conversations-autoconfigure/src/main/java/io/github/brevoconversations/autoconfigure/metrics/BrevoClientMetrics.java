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

package io.github.brevoconversations.autoconfigure.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.brevoconversations.autoconfigure.BrevoCallObserverFactory;
import io.github.brevoconversations.client.BrevoCommunicationException;
import io.github.brevoconversations.client.BrevoException;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the calls of all accounts: the calls by outcome, and their retries. The
 * names of the meters begin with {@code brevo.client}. Spring's own timer counts HTTP
 * requests, of which a call may make several or none. No tag contains an id.
 */
public class BrevoClientMetrics implements MeterBinder, BrevoCallObserverFactory {

	static final String PREFIX = "brevo.client.";

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	/**
	 * Create metrics, which count as soon as they are bound to a registry.
	 */
	public BrevoClientMetrics() {
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
	}

	@Override
	public CallObserver callObserver(String account) {
		return new Meters(account);
	}

	private void count(String meter, String description, String unit, Tags tags) {
		for (MeterRegistry registry : this.registries) {
			Counter.builder(PREFIX + meter)
				.description(description)
				.baseUnit(unit)
				.tags(tags)
				.register(registry)
				.increment();
		}
	}

	private static String outcome(BrevoException failure) {
		return failure.getKind().name().toLowerCase(Locale.ROOT);
	}

	private static boolean isSent(BrevoException failure) {
		return (failure instanceof BrevoCommunicationException communication) ? communication.isRequestSent()
				: failure.getStatusCode() != null;
	}

	/**
	 * The meters of an account.
	 */
	private final class Meters implements CallObserver {

		private final String account;

		Meters(String account) {
			this.account = account;
		}

		@Override
		public void retried(String operation, BrevoException failure, Duration delay) {
			count("retries", "Failed attempts that were followed by another one", "retries",
					Tags.of("account", this.account, "operation", operation, "outcome", outcome(failure)));
		}

		@Override
		public void succeeded(String operation, @Nullable ConversationsMessage message) {
			ended(operation, "success", true);
		}

		@Override
		public void failed(String operation, BrevoException failure) {
			ended(operation, outcome(failure), isSent(failure));
		}

		private void ended(String operation, String outcome, boolean sent) {
			count("calls", "Completed calls, by outcome and by whether the request may have reached Brevo", "calls",
					Tags.of("account", this.account, "operation", operation, "outcome", outcome, "sent",
							Boolean.toString(sent)));
		}

	}

}

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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.brevoconversations.webhook.WebhookOutcome;
import io.github.brevoconversations.webhook.WebhookRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Receives a webhook inside an observation, as a producer that puts events into a queue.
 * So the trace of the request is stored with the events, and continues where they are
 * handled.
 */
final class WebhookReception {

	static final String OBSERVATION = "brevo.webhook.receive";

	private static final Log logger = LogFactory.getLog(WebhookReception.class);

	private final ObservationRegistry observations;

	private final Map<String, BodyBudget> budgets = new ConcurrentHashMap<>();

	WebhookReception(ObservationRegistry observations) {
		this.observations = observations;
	}

	/**
	 * Return the budget for the bodies of a webhook.
	 * @param webhook the webhook
	 * @return the budget, the same one for each call
	 */
	BodyBudget budget(BrevoWebhook webhook) {
		return this.budgets.computeIfAbsent(webhook.account(),
				(account) -> new BodyBudget(webhook.receiver().maxBodySize()));
	}

	/**
	 * Receive a webhook. The observation is the child of the one in the Reactor context,
	 * or else of the current one. If observing fails, the webhook is received all the
	 * same.
	 * @param webhook the webhook
	 * @param request the request, admitted before
	 * @param body its body
	 * @return how to respond; never fails
	 */
	Mono<WebhookOutcome> receive(BrevoWebhook webhook, WebhookRequest request, byte[] body) {
		return Mono.deferContextual((context) -> {
			Map<String, String> trace = new ConcurrentHashMap<>();
			Observation observation = start(webhook, trace, context);
			return webhook.receiver()
				.receive(request, body, trace)
				.doOnNext((outcome) -> observe(() -> observation.lowCardinalityKeyValue("outcome", outcome.reason())))
				.doFinally((signal) -> observe(observation::stop));
		});
	}

	private Observation start(BrevoWebhook webhook, Map<String, String> trace, ContextView context) {
		Observation[] observation = { Observation.NOOP };
		observe(() -> observation[0] = observation(webhook, trace, context).start());
		return observation[0];
	}

	private static void observe(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			logger.debug("Observing a webhook failed: " + ex.getClass().getName());
		}
	}

	private Observation observation(BrevoWebhook webhook, Map<String, String> trace, ContextView context) {
		SenderContext<Map<String, String>> sender = new SenderContext<>(WebhookReception::put, Kind.PRODUCER);
		sender.setCarrier(trace);
		Observation observation = Observation.createNotStarted(OBSERVATION, () -> sender, this.observations)
			.contextualName("brevo webhook")
			.lowCardinalityKeyValue("account", webhook.account());
		Observation parent = context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return (parent != null) ? observation.parentObservation(parent) : observation;
	}

	private static void put(@Nullable Map<String, String> trace, String name, String value) {
		if (trace != null) {
			trace.put(name, value);
		}
	}

}

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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.autoconfigure.ConversationsClientBuilderCustomizer;
import io.github.brevoconversations.client.Call;
import io.github.brevoconversations.client.CallObserver;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.client.ConversationsClientBuilder;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on the starter, which retries fast and counts its attempts.
 */
final class Application implements AutoCloseable {

	private static final Duration CALL_DURATION = Duration.ofSeconds(100);

	private static final String KEY = "secret-key";

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final AtomicReference<ConversationsClientBuilder> builder = new AtomicReference<>();

	private final AtomicInteger attempts = new AtomicInteger();

	private volatile WebClientCustomizer webClientCustomizer = (builder) -> {
	};

	private volatile IntConsumer onAttempt = (attempt) -> {
	};

	Application(ClientHttpConnectorBuilder<?> connectorBuilder, String... properties) {
		this.context.registerBean(ClientHttpConnectorBuilder.class, () -> connectorBuilder);
		this.context.registerBean(WebClientCustomizer.class, () -> this::countAttempts);
		this.context.registerBean(ConversationsClientBuilderCustomizer.class, () -> this.builder::set);
		this.context.register(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, SslAutoConfiguration.class,
				ConversationsClientAutoConfiguration.class);
		// far above what a loaded machine takes, so that only a test that sets a timeout
		// itself meets one
		TestPropertyValues
			.of("brevo.api-key=" + KEY, "brevo.http.connect-timeout=30s", "brevo.http.read-timeout=30s",
					"brevo.http.call-timeout=90s", "brevo.retry.delay=1ms", "brevo.retry.max-delay=5ms")
			.and(properties)
			.applyTo(this.context);
		this.context.refresh();
	}

	private void countAttempts(WebClient.Builder builder) {
		this.webClientCustomizer.customize(builder);
		builder.filter((request, next) -> Mono.defer(() -> {
			this.onAttempt.accept(this.attempts.incrementAndGet());
			return next.exchange(request);
		}));
	}

	/**
	 * Create a client as the starter does, but for a server of its own, and begin to
	 * count its attempts.
	 * @param url the URL of the server
	 * @return the client
	 */
	ConversationsClient client(String url) {
		this.attempts.set(0);
		return this.builder.get().baseUrl(url + "/v3").build();
	}

	/**
	 * Observe the calls of all clients that are created from now on.
	 * @param observer the observer
	 */
	void observe(CallObserver observer) {
		this.builder.get().callObserver(observer);
	}

	WebClient webClient() {
		return this.context.getBean(WebClient.Builder.class).build();
	}

	/**
	 * Customize what makes the calls, of clients that are created from now on.
	 * @param customizer the customizer
	 */
	void customizeWebClient(WebClientCustomizer customizer) {
		this.webClientCustomizer = customizer;
	}

	void onAttempt(IntConsumer onAttempt) {
		this.onAttempt = onAttempt;
	}

	int attempts() {
		return this.attempts.get();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * Make a call and wait for its end.
	 * @param call the call
	 * @param client the client
	 * @return its failure, or {@code null} if it succeeded
	 */
	static Throwable failure(Call call, ConversationsClient client) {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		call.on(client).doOnError(failure::set).onErrorComplete().block(CALL_DURATION);
		return failure.get();
	}

	/**
	 * Check that a call came to what it must, and that its error does not hold the key.
	 * @param failure the failure, or {@code null} if it succeeded
	 * @param outcome what it must come to
	 */
	static void assertOutcome(Throwable failure, Outcome outcome) {
		if (outcome.error() == null) {
			assertThat(failure).isNull();
			return;
		}
		assertThat(failure).isExactlyInstanceOf(outcome.error());
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain(KEY).doesNotContain("WebClientRe");
	}

}

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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.github.brevoconversations.autoconfigure.ConversationsClientAutoConfiguration;
import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BlockingConversationsClient;
import io.github.brevoconversations.client.ConversationsClient;
import io.github.brevoconversations.presence.redis.LocalRedis;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleTraceContext;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a trace goes from the request of a webhook, through the inbox, to listeners,
 * handlers and what they send.
 */
class WebhookTraceTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private final List<String> parents = new CopyOnWriteArrayList<>();

	private HttpServer brevo;

	@BeforeEach
	void start() throws IOException {
		this.brevo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.brevo.createContext("/", (exchange) -> {
			this.parents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
			exchange.getRequestBody().readAllBytes();
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, 2);
			exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		this.brevo.start();
	}

	@AfterEach
	void stop() {
		this.brevo.stop(0);
	}

	@ParameterizedTest
	@MethodSource
	void goesFromTheRequestToTheListenerAndItsReply(WebApplicationType type, String inbox) throws Exception {
		Class<?> server = (type == WebApplicationType.SERVLET) ? AbstractWebhookRouteTests.MvcServer.class
				: AbstractWebhookRouteTests.FluxServer.class;
		try (WebhookApplication application = WebhookApplication.start(type, List.of(server, Traced.class),
				Map.of("brevo.api-key", "key", "brevo.base-url",
						"http://127.0.0.1:" + this.brevo.getAddress().getPort(), "brevo.webhook.inbox.type", inbox,
						"spring.application.name", UUID.randomUUID().toString(), "spring.data.redis.url",
						LocalRedis.sharedUrl().toString(), "spring.datasource.url",
						"jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1"))) {
			application.send(WebhookApplication.PATH,
					(request) -> request.header("Authorization", WebhookApplication.basic(WebhookApplication.SECRET))
						.header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
						.POST(BodyPublishers.ofString(WebhookApplication.message("m1", "Hello"))));
			Awaitility.await().until(() -> this.parents.size() == 2);
		}
		assertThat(this.parents).allSatisfy((parent) -> assertThat(parent).startsWith("00-" + TRACE));
	}

	static Stream<Arguments> goesFromTheRequestToTheListenerAndItsReply() {
		return Stream.of(WebApplicationType.SERVLET, WebApplicationType.REACTIVE)
			.flatMap((type) -> Stream.of("memory", "redis", "jdbc").map((inbox) -> Arguments.of(type, inbox)));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ConversationsClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			WebClientObservationAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			WebMvcObservationAutoConfiguration.class, WebFluxObservationAutoConfiguration.class,
			DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class,
			DataSourceAutoConfiguration.class })
	static class Traced {

		private final BlockingConversationsClient blockingClient;

		private final ConversationsClient client;

		Traced(BlockingConversationsClient blockingClient, ConversationsClient client) {
			this.blockingClient = blockingClient;
			this.client = client;
		}

		@EventListener
		void on(VisitorMessageReceived event) {
			this.blockingClient.sendMessage(event.reply("Of the listener", AgentIdentity.ofId("liz")));
		}

		@Bean
		ConversationEventHandler handler() {
			return (event) -> (event instanceof VisitorMessageReceived message)
					? this.client.sendMessage(message.reply("Of the handler", AgentIdentity.ofId("liz"))).then()
					: Mono.empty();
		}

		@Bean
		static ObservationRegistry observationRegistry() {
			SimpleTracer tracer = new SimpleTracer();
			TraceParents parents = new TraceParents(tracer);
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig()
				.observationHandler(new FirstMatchingCompositeObservationHandler(
						new PropagatingSenderTracingObservationHandler<>(tracer, parents),
						new PropagatingReceiverTracingObservationHandler<>(tracer, parents),
						new DefaultTracingObservationHandler(tracer)));
			return registry;
		}

	}

	/**
	 * Trace contexts in the header {@code traceparent}.
	 *
	 * @param tracer makes spans
	 */
	record TraceParents(SimpleTracer tracer) implements Propagator {

		@Override
		public List<String> fields() {
			return List.of("traceparent");
		}

		@Override
		public <C> void inject(TraceContext context, C carrier, Setter<C> setter) {
			setter.set(carrier, "traceparent", "00-%s-%s-01".formatted(context.traceId(), context.spanId()));
		}

		@Override
		public <C> Span.Builder extract(C carrier, Getter<C> getter) {
			String parent = getter.get(carrier, "traceparent");
			Span.Builder builder = this.tracer.spanBuilder();
			if (parent == null) {
				return builder.setNoParent();
			}
			SimpleTraceContext context = new SimpleTraceContext();
			context.setTraceId(parent.split("-", -1)[1]);
			context.setSpanId(parent.split("-", -1)[2]);
			return builder.setParent(context);
		}

	}

}

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

package io.github.brevoconversations.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhookAutoConfiguration;
import io.github.brevoconversations.autoconfigure.webhook.BrevoWebhookWebFluxAutoConfiguration;
import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationInbox;
import io.github.brevoconversations.webhook.InboxSettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.context.reactive.AnnotationConfigReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/**
 * An application on Spring WebFlux that receives webhooks, with the inbox that the
 * argument names, or a bare handler. It prints its port, and then responds to questions.
 */
public final class WebhookServer {

	static final String BARE = "bare";

	static final String MEMORY = "memory";

	static final List<String> INBOXES = List.of(MEMORY, "redis", "postgresql");

	static final String PATH = "/brevo/webhook";

	static final String SECRET = "a-secret-of-the-benchmark";

	static final String HEAP = "heap";

	static final String EMPTY = "empty";

	static final String FORGET = "forget";

	static final String TIMES = "times";

	private static final int CAPACITY = 1_000_000;

	private static final long PATIENCE = 20;

	private static final long PAUSE = 10;

	private WebhookServer() {
	}

	/**
	 * Start, and respond until the input ends.
	 * @param arguments the name of the inbox
	 * @throws Exception if the server does not start
	 */
	public static void main(String[] arguments) throws Exception {
		PrintStream responses = System.out;
		System.setOut(System.err);
		LoggingSystem.get(WebhookServer.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
		try (InboxServer inbox = InboxServer.start(arguments[0]);
				AnnotationConfigReactiveWebApplicationContext context = application(arguments[0], inbox)) {
			DisposableServer server = HttpServer.create()
				.host("127.0.0.1")
				.handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(context).build()))
				.bindNow();
			responses.println(server.port());
			respond(responses, context);
			server.disposeNow();
		}
	}

	private static AnnotationConfigReactiveWebApplicationContext application(String name, InboxServer inbox) {
		AnnotationConfigReactiveWebApplicationContext context = new AnnotationConfigReactiveWebApplicationContext();
		Map<String, Object> properties = new HashMap<>(Map.of("brevo.webhook.inbox.capacity", CAPACITY));
		context.register(Times.class);
		if (name.equals(BARE)) {
			context.register(Bare.class);
		}
		else {
			properties.put("brevo.webhook.secrets", SECRET);
			context.registerBean(ConversationInbox.class,
					() -> inbox.create(InboxSettings.defaults().withCapacity(CAPACITY)));
			context.register(Webhooks.class);
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("benchmark", properties));
		context.refresh();
		return context;
	}

	private static void respond(PrintStream responses, ApplicationContext context) throws Exception {
		Times times = context.getBean(Times.class);
		ConversationInbox inbox = context.getBeanProvider(ConversationInbox.class).getIfAvailable();
		BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String question = questions.readLine(); question != null; question = questions.readLine()) {
			String response = switch (question) {
				case HEAP -> heap();
				case EMPTY -> String.valueOf(awaitEmpty(inbox));
				case FORGET -> times.forget();
				default -> times.toString();
			};
			responses.println(response);
		}
	}

	private static long awaitEmpty(@Nullable ConversationInbox inbox) throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
		long waiting = waiting(inbox);
		while (waiting > 0 && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(PAUSE);
			waiting = waiting(inbox);
		}
		return waiting;
	}

	private static long waiting(@Nullable ConversationInbox inbox) {
		ConversationInbox.InboxSize size = (inbox != null) ? inbox.size().block() : null;
		return (size != null) ? size.waiting() : 0;
	}

	private static String heap() {
		Runtime runtime = Runtime.getRuntime();
		System.gc();
		return String.valueOf((runtime.totalMemory() - runtime.freeMemory()) / (1024 * 1024));
	}

	/**
	 * Records how long events take to reach a listener.
	 */
	@EnableWebFlux
	@Configuration(proxyBeanMethods = false)
	static class Times {

		private final Queue<Duration> times = new ConcurrentLinkedQueue<>();

		private volatile boolean recording;

		@EventListener
		void on(VisitorMessageReceived event) {
			if (this.recording) {
				this.times.add(Duration.between(event.receivedAt(), Instant.now()));
			}
		}

		String forget() {
			this.times.clear();
			this.recording = true;
			return "";
		}

		@Override
		public String toString() {
			List<Duration> sorted = this.times.stream().sorted().toList();
			return sorted.isEmpty() ? "-" : "%.2f, %.2f, of %,d".formatted(millis(sorted.get(sorted.size() / 2)),
					millis(sorted.get((int) (sorted.size() * 0.999))), sorted.size());
		}

		private static double millis(Duration duration) {
			return duration.toNanos() / 1e6;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TaskExecutionAutoConfiguration.class, BrevoWebhookAutoConfiguration.class,
			BrevoWebhookWebFluxAutoConfiguration.class })
	static class Webhooks {

	}

	/**
	 * The handler with which the inboxes are compared.
	 */
	@RestController
	static class Bare {

		@PostMapping(PATH)
		Mono<Void> receive(@RequestBody Mono<byte[]> body) {
			return body.then();
		}

	}

}

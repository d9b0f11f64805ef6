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

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import io.github.brevoconversations.webhook.ConversationEvent;
import io.github.brevoconversations.webhook.ConversationInbox.InboxSize;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the route of webhooks works under Spring Security, and leaves all other
 * paths as protected as they are.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookSecurityTests {

	private static final String[] OTHER_PATHS = { "/", "/orders", "/brevo", "/brevo/webhook/", "/brevo/webhook/x",
			"/brevo/webhookx", "/brevo/%77ebhook", "/BREVO/WEBHOOK", "/brevo//webhook", "/brevo/webhook;a=b",
			"/x/brevo/webhook", "/brevo/webhook/..%2forders" };

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void worksWithTheDefaultSecurityAndKeepsIt(WebApplicationType type) {
		try (WebhookApplication application = start(type, List.of(Orders.class))) {
			hears(application);
			for (String path : OTHER_PATHS) {
				assertThat(statusOfGet(application, path)).as(path).isIn(302, 400, 401, 403);
				assertThat(statusOfPost(application, path)).as(path).isIn(302, 400, 401, 403);
			}
			HttpResponse<String> login = application.send("/orders",
					(request) -> request.header("Authorization", credentials()).GET());
			assertThat(login.statusCode()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void protectsAllOtherPathsAsBefore(WebApplicationType type) {
		try (WebhookApplication application = start(type, List.of(Orders.class));
				WebhookApplication without = start(type, List.of(Orders.class), Map.of("brevo.webhook.secrets", ""))) {
			for (String path : OTHER_PATHS) {
				assertThat(statusOfGet(application, path)).as(path).isEqualTo(statusOfGet(without, path));
				assertThat(statusOfPost(application, path)).as(path).isEqualTo(statusOfPost(without, path));
			}
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void worksWithTheApplicationsFilterChain(WebApplicationType type) {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? OwnServletChain.class : OwnReactiveChain.class;
		try (WebhookApplication application = start(type, List.of(Orders.class, chain))) {
			hears(application);
			assertThat(statusOfGet(application, "/orders")).isEqualTo(401);
			assertThat(statusOfGet(application, "/open")).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void startsWithoutAWarning(WebApplicationType type, CapturedOutput output) {
		Class<?> chain = (type == WebApplicationType.SERVLET) ? OwnServletChain.class : OwnReactiveChain.class;
		try (WebhookApplication application = start(type, List.of(Orders.class, chain))) {
			hears(application);
			assertThat(output).doesNotContain("WARN");
		}
	}

	@Test
	void worksWhileSecurityIsDebugged() {
		try (WebhookApplication application = start(WebApplicationType.SERVLET,
				List.of(Orders.class, DebuggedSecurity.class))) {
			hears(application);
			assertThat(statusOfGet(application, "/orders")).isEqualTo(401);
		}
	}

	@Test
	void rejectsAWrongSecretWithSecurity() {
		try (WebhookApplication application = start(WebApplicationType.SERVLET, List.of(Orders.class))) {
			HttpResponse<String> response = application.send(WebhookApplication.PATH,
					(request) -> request.header("Authorization", credentials()).POST(BodyPublishers.ofString("{}")));
			assertThat(response.statusCode()).isEqualTo(401);
		}
	}

	@Test
	void deliversWithoutASecurityContext() {
		try (WebhookApplication application = start(WebApplicationType.SERVLET,
				List.of(Orders.class, MethodSecurity.class), Map.of("brevo.webhook.max-attempts", "1"))) {
			application.post(WebhookApplication.message("m1", "Hello"));
			BrevoWebhook webhook = application.context().getBean(BrevoWebhooks.class).all().get(0);
			Awaitility.await()
				.until(() -> webhook.inbox()
					.parked(10)
					.block()
					.stream()
					.anyMatch((parked) -> parked.outcome().contains("AuthenticationCredentialsNotFound")));
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void worksWithMethodSecurity(WebApplicationType type) {
		Class<?> security = (type == WebApplicationType.SERVLET) ? MethodSecurityOfServices.class
				: ReactiveMethodSecurity.class;
		try (WebhookApplication application = start(type, List.of(Orders.class, security),
				Map.of("brevo.webhook.max-attempts", "1"))) {
			hears(application);
			BrevoWebhook webhook = application.context().getBean(BrevoWebhooks.class).all().get(0);
			assertThatOneIsParkedAsUnauthorized(webhook);
			Answers answers = application.context().getBean(Answers.class);
			assertThat(answers.given).isEmpty();
			application.post(WebhookApplication.message("m2", "as an agent"));
			Awaitility.await().until(() -> answers.given.equals(List.of("m2")));
			application.post(WebhookApplication.message("m3", "as nobody"));
			Awaitility.await().until(() -> webhook.inbox().size().block().equals(new InboxSize(0, 2)));
			assertThat(answers.given).containsExactly("m2");
			assertThat(statusOfGet(application, "/orders")).isEqualTo(401);
		}
	}

	@Test
	void protectsAReactiveListener() {
		try (WebhookApplication application = start(WebApplicationType.REACTIVE,
				List.of(Orders.class, GuardedReactiveListener.class), Map.of("brevo.webhook.max-attempts", "1"))) {
			hears(application);
			BrevoWebhook webhook = application.context().getBean(BrevoWebhooks.class).all().get(0);
			assertThatOneIsParkedAsUnauthorized(webhook);
		}
	}

	private static void assertThatOneIsParkedAsUnauthorized(BrevoWebhook webhook) {
		Awaitility.await().until(() -> webhook.inbox().size().block().equals(new InboxSize(0, 1)));
		assertThat(webhook.inbox().parked(10).block()).singleElement()
			.satisfies((parked) -> assertThat(parked.outcome()).containsAnyOf("AuthenticationCredentialsNotFound",
					"AuthorizationDenied"));
	}

	private static void hears(WebhookApplication application) {
		assertThat(application.post(WebhookApplication.message("m1", "Hello")).statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> !application.events().isEmpty());
		HttpResponse<String> refused = application.send(WebhookApplication.PATH,
				(request) -> request.POST(BodyPublishers.ofString("{}")));
		assertThat(refused.statusCode()).isEqualTo(401);
	}

	private static WebhookApplication start(WebApplicationType type, List<Class<?>> sources) {
		return start(type, sources, Map.of());
	}

	private static WebhookApplication start(WebApplicationType type, List<Class<?>> sources,
			Map<String, Object> properties) {
		List<Class<?>> all = new ArrayList<>(sources);
		all.add((type == WebApplicationType.SERVLET) ? AbstractWebhookRouteTests.MvcServer.class
				: AbstractWebhookRouteTests.FluxServer.class);
		all.add((type == WebApplicationType.SERVLET) ? ServletSecurity.class : ReactiveSecurity.class);
		Map<String, Object> merged = new HashMap<>(properties);
		merged.put("spring.security.user.name", "user");
		merged.put("spring.security.user.password", "password");
		return WebhookApplication.start(type, all, merged);
	}

	private static int statusOfGet(WebhookApplication application, String path) {
		return status(application, path, (request) -> request.GET());
	}

	private static int statusOfPost(WebhookApplication application, String path) {
		return status(application, path,
				(request) -> request.header("Authorization", "Bearer " + WebhookApplication.SECRET)
					.POST(BodyPublishers.ofString("{}")));
	}

	private static int status(WebhookApplication application, String path, UnaryOperator<HttpRequest.Builder> request) {
		return application.send(path, request).statusCode();
	}

	private static Authentication agent() {
		return new TestingAuthenticationToken("liz", "", "ROLE_AGENT");
	}

	private static String credentials() {
		return "Basic " + Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class })
	static class ServletSecurity {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ReactiveWebSecurityAutoConfiguration.class,
			ReactiveUserDetailsServiceAutoConfiguration.class })
	static class ReactiveSecurity {

	}

	@RestController
	static class Orders {

		@RequestMapping("/orders")
		String orders() {
			return "orders";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServletChain {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/open").permitAll().anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnReactiveChain {

		@Bean
		SecurityWebFilterChain ownChain(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/open").permitAll().anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity(debug = true)
	static class DebuggedSecurity {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class MethodSecurity {

		@Bean
		Guarded guarded() {
			return new Guarded();
		}

	}

	/**
	 * What a guarded service answered.
	 */
	static class Answers {

		private final List<String> given = new CopyOnWriteArrayList<>();

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class MethodSecurityOfServices extends Answers {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		Bot bot(Service service) {
			return new Bot(service, super.given);
		}

	}

	/**
	 * Answers by means of a guarded service.
	 *
	 * @param service the service
	 * @param given the answers
	 */
	record Bot(Service service, List<String> given) {

		@EventListener
		void on(ConversationEvent.VisitorMessageReceived event) {
			if ("as an agent".equals(event.message().text())) {
				SecurityContextHolder.getContext().setAuthentication(agent());
			}
			try {
				this.given.add(this.service.answer(event));
			}
			finally {
				SecurityContextHolder.clearContext();
			}
		}

	}

	static class Service {

		@PreAuthorize("hasRole('AGENT')")
		String answer(ConversationEvent.VisitorMessageReceived event) {
			return String.valueOf(event.message().id());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class ReactiveMethodSecurity extends Answers {

		@Bean
		ReactiveService service() {
			return new ReactiveService();
		}

		@Bean
		ReactiveBot bot(ReactiveService service) {
			return new ReactiveBot(service, super.given);
		}

	}

	static class ReactiveService {

		@PreAuthorize("hasRole('AGENT')")
		Mono<String> answer(ConversationEvent.VisitorMessageReceived event) {
			return Mono.fromSupplier(() -> String.valueOf(event.message().id()));
		}

	}

	/**
	 * Answers by means of a guarded service.
	 *
	 * @param service the service
	 * @param given the answers
	 */
	record ReactiveBot(ReactiveService service, List<String> given) {

		@EventListener
		Mono<Void> on(ConversationEvent.VisitorMessageReceived event) {
			Mono<Void> answer = this.service.answer(event).doOnNext(this.given::add).then();
			return "as an agent".equals(event.message().text())
					? answer.contextWrite(ReactiveSecurityContextHolder.withAuthentication(agent())) : answer;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class GuardedReactiveListener {

		@Bean
		GuardedReactive guarded() {
			return new GuardedReactive();
		}

	}

	static class GuardedReactive {

		@EventListener
		@PreAuthorize("hasRole('AGENT')")
		Mono<Void> on(ConversationEvent event) {
			return Mono.empty();
		}

	}

	static class Guarded {

		@EventListener
		@PreAuthorize("hasRole('AGENT')")
		void on(ConversationEvent event) {
		}

	}

}

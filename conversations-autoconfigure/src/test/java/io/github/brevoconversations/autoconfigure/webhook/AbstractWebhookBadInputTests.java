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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.brevoconversations.webhook.ConversationEvent.VisitorMessageReceived;
import io.github.brevoconversations.webhook.ConversationEventHandler;
import io.github.brevoconversations.webhook.WebhookListener;
import io.github.brevoconversations.webhook.WebhookOutcome;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of requests to the webhook that Brevo would not send, byte by byte,
 * on both web stacks: a clear status and a counted reason, no event, no stack trace,
 * nothing of a body in the log, and no more memory than there is for bodies.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AbstractWebhookBadInputTests {

	static final Duration SHORT = Duration.ofMillis(200);

	private static final int MAX_BODY = 64 * 1024;

	private static final String SECRET = "Odd Secret";

	private static final String SECRET_FIELD = "Authorization: Bearer " + SECRET;

	private static final String HEARD = "{\"eventName\":\"conversationFragment\",\"conversationId\":\"c1\","
			+ "\"messages\":[{\"id\":\"%s\",\"type\":\"visitor\",\"text\":\"%s\"}]}";

	private static final String SMALL = "{\"eventName\":\"conversationFragment\",\"messages\":[{}]}";

	private static final String PARTS = "--part\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n%s\r\n--part--\r\n";

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private static final String PRIVATE = "a private text";

	private WebhookApplication application;

	private Observer observer;

	@BeforeAll
	void start() {
		this.application = WebhookApplication.start(type(), List.of(server(), handlers(), Observer.class),
				Map.of("brevo.webhook.secrets", SECRET, "brevo.webhook.max-body-size", MAX_BODY + "B",
						"brevo.webhook.header", "X-Secret", "brevo.accounts.sales.webhook.secrets", SECRET,
						"brevo.webhook.inbox.capacity", "50", "brevo.webhook.concurrency", "1"));
		this.observer = this.application.context().getBean(Observer.class);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@BeforeEach
	void forget() {
		await().until(() -> budgets().allMatch((left) -> left == (long) BodyBudget.MAX_BODIES * MAX_BODY));
		await().until(this::isHandled);
		this.observer.reasons.clear();
		this.application.events().clear();
	}

	abstract WebApplicationType type();

	abstract Class<?> server();

	/**
	 * Return a configuration of the route of account {@code slow}, whose bodies have to
	 * arrive sooner.
	 * @return the configuration
	 */
	abstract Class<?> handlers();

	private boolean isHandled() {
		return this.application.context()
			.getBean(BrevoWebhooks.class)
			.all()
			.stream()
			.allMatch((webhook) -> webhook.inbox().size().block().waiting() == 0);
	}

	private Stream<Long> budgets() {
		WebhookReception reception = this.application.context().getBean(WebhookReception.class);
		return this.application.context()
			.getBean(BrevoWebhooks.class)
			.all()
			.stream()
			.map((webhook) -> reception.budget(webhook).left());
	}

	static Stream<Arguments> refusedRequests() {
		String body = HEARD.formatted("refused", PRIVATE);
		return Stream.of(request("no secret", "POST", 401, "no-credential", body),
				request("a wrong secret", "POST", 401, "wrong-credential", body, "Authorization: Bearer wrong"),
				request("the secret in lower case", "POST", 401, "wrong-credential", body,
						"Authorization: Bearer odd secret"),
				request("the secret with two spaces", "POST", 401, "wrong-credential", body,
						"Authorization: Bearer Odd  Secret"),
				request("the secret without its space", "POST", 401, "wrong-credential", body, "X-Secret: OddSecret"),
				request("half of the secret", "POST", 401, "wrong-credential", body, "X-Secret: Odd Secre"),
				request("the secret twice", "POST", 401, "wrong-credential", body, "X-Secret: Odd SecretOdd Secret"),
				request("an empty secret", "POST", 401, "wrong-credential", body, "X-Secret:"),
				request("two wrong secrets", "POST", 401, "wrong-credential", body, "X-Secret: Odd",
						"X-Secret: Secret"),
				request("the secret as the user's name", "POST", 401, "wrong-credential", body,
						basic(SECRET + ":password")),
				request("no Base64", "POST", 401, "wrong-credential", body, "Authorization: Basic ~~~"),
				request("another scheme", "POST", 401, "no-credential", body, "Authorization: Digest " + SECRET),
				request("the name of a scheme alone", "POST", 401, "no-credential", body, "Authorization: Bearer"),
				request("the secret in a cookie", "POST", 401, "no-credential", body, "Cookie: X-Secret=Odd"),
				request("nothing", "POST", 400, "not-json", "", SECRET_FIELD),
				request("a text", "POST", 400, "not-json", PRIVATE, SECRET_FIELD),
				request("a form", "POST", 400, "not-json", "text=" + PRIVATE, SECRET_FIELD,
						"Content-Type: application/x-www-form-urlencoded"),
				request("a number", "POST", 400, "not-json", "1e999999999", SECRET_FIELD),
				request("null", "POST", 400, "not-json", "null", SECRET_FIELD),
				request("a text in quotes", "POST", 400, "not-json", "\"x\"", SECRET_FIELD),
				request("a batch with a number", "POST", 400, "not-json", "[" + body + ",1]", SECRET_FIELD),
				request("a batch with null", "POST", 400, "not-json", "[null," + body + "]", SECRET_FIELD),
				request("a batch of batches", "POST", 400, "not-json", "[[" + body + "]]", SECRET_FIELD),
				request("half a batch", "POST", 400, "not-json", "[" + body + ",", SECRET_FIELD),
				request("a batch of many messages", "POST", 413, "too-large",
						"[" + (SMALL + ",").repeat(1010) + SMALL + "]", SECRET_FIELD),
				request("a form of several parts", "POST", 400, "not-json", PARTS.formatted(PRIVATE), SECRET_FIELD,
						"Content-Type: multipart/form-data; boundary=part"),
				request("a form of several parts without an end", "POST", 400, "not-json",
						PARTS.formatted(PRIVATE).substring(0, 80), SECRET_FIELD,
						"Content-Type: multipart/form-data; boundary=part"),
				request("several parts that are no form", "POST", 400, "not-json", PARTS.formatted(PRIVATE),
						SECRET_FIELD, "Content-Type: multipart/mixed; boundary=part"),
				request("several parts without the secret", "POST", 401, "no-credential", PARTS.formatted(PRIVATE),
						"Content-Type: multipart/form-data; boundary=part"),
				request("a large form of several parts", "POST", 413, "too-large",
						PARTS.formatted("x".repeat(MAX_BODY)), SECRET_FIELD,
						"Content-Type: multipart/form-data; boundary=part"),
				request("half an object", "POST", 400, "not-json", body.substring(0, 90), SECRET_FIELD),
				request("zero bytes", "POST", 400, "not-json", "\0".repeat(1000), SECRET_FIELD),
				request("nested arrays", "POST", 400, "not-json", "{\"a\":" + "[".repeat(30_000), SECRET_FIELD),
				request("nested objects", "POST", 400, "not-json", "{\"a\":".repeat(1000) + "1" + "}".repeat(1000),
						SECRET_FIELD),
				request("many small parts", "POST", 413, "too-large", "{\"a\":[" + "0,".repeat(30_000) + "0]}",
						SECRET_FIELD),
				request("many messages", "POST", 413, "too-large",
						"{\"eventName\":\"conversationFragment\",\"messages\":[" + "{},".repeat(1500) + "{}]}",
						SECRET_FIELD),
				request("too large", "POST", 413, "too-large", " ".repeat(MAX_BODY) + "{", SECRET_FIELD),
				request("compressed", "POST", 400, "encoded", gzip(body), SECRET_FIELD, "Content-Encoding: gzip"),
				request("compressed in capitals", "POST", 400, "encoded", gzip(body), SECRET_FIELD,
						"content-encoding:  GZIP"),
				request("compressed twice", "POST", 400, "encoded", gzip(body), SECRET_FIELD,
						"Content-Encoding: identity", "Content-Encoding: br"),
				request("a bomb", "POST", 400, "encoded", gzip(" ".repeat(10_000_000)), SECRET_FIELD,
						"Content-Encoding: deflate"),
				request("compressed without saying so", "POST", 400, "not-json", gzip(body), SECRET_FIELD),
				request("GET", "GET", 405, "method", "", SECRET_FIELD),
				request("GET with a body", "GET", 405, "method", body, SECRET_FIELD),
				request("HEAD", "HEAD", 405, "method", "", SECRET_FIELD),
				request("OPTIONS", "OPTIONS", 405, "method", "", SECRET_FIELD),
				request("PUT", "PUT", 405, "method", body, SECRET_FIELD),
				request("a form in PUT", "PUT", 405, "method", body, SECRET_FIELD,
						"Content-Type: application/x-www-form-urlencoded"),
				request("an unknown method", "BREW", 405, "method", body, SECRET_FIELD),
				request("a method in lower case", "post", 405, "method", body, SECRET_FIELD),
				request("another method in a header", "GET", 405, "method", body, SECRET_FIELD,
						"X-HTTP-Method-Override: POST"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("refusedRequests")
	void refuses(String name, byte[] request, int status, String reason, CapturedOutput output) throws IOException {
		String response = send(request);
		assertThat(response).startsWith("HTTP/1.1 " + status + " ");
		assertThat(response).doesNotContain(PRIVATE, SECRET);
		assertThat(this.observer.next()).isEqualTo(reason);
		assertQuiet(output);
		assertThat(this.application.events()).isEmpty();
	}

	static Stream<Arguments> acceptedRequests() {
		return Stream.of(accepted("a scheme in capitals", "POST", "BEARER   " + SECRET, "/brevo/webhook"),
				accepted("a content type that is none", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: /"),
				accepted("another content type", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: multipart/form-data"),
				accepted("a content type of several parts", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: multipart/form-data; boundary=part"),
				accepted("a content type of a form", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: application/x-www-form-urlencoded"),
				accepted("a charset that is none", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: application/json; charset=klingon"),
				accepted("a charset that is wrong", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Type: application/json; charset=UTF-16"),
				accepted("an encoding that is none", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Content-Encoding: identity"),
				accepted("a response that cannot be produced", "POST", "Bearer " + SECRET, "/brevo/webhook",
						"Accept: image/png"),
				accepted("a wrong and a right secret", "POST", "Bearer " + SECRET, "/brevo/webhook", "X-Secret: wrong"),
				accepted("an origin", "POST", "Bearer " + SECRET, "/brevo/webhook", "Origin: https://example.com"),
				accepted("a query", "POST", "Bearer " + SECRET, "/brevo/webhook?a=&=&&b"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("acceptedRequests")
	void accepts(String name, byte[] request, CapturedOutput output) throws IOException {
		assertThat(send(request)).startsWith("HTTP/1.1 200 ");
		assertThat(this.observer.next()).isEqualTo("accepted");
		await().until(() -> texts().contains(name));
		assertQuiet(output);
	}

	@ParameterizedTest(name = "{0}")
	@ValueSource(strings = { "/brevo/webhook/", "/brevo", "/brevo/webhook/x", "/brevo//webhook", "/BREVO/webhook",
			"/brevo/webhook/../x", "/brevo/webhook/%2e%2e/x", "/brevo/webhook%2f", "/brevo%2fwebhook",
			"/brevo/webhook%00", "/brevo/webhook.json", "/x/../../brevo/webhook/x", "/brevo/webhook/nobody" })
	void servesNoOtherPath(String path) throws IOException {
		assertThat(send(
				bytes("POST", path, HEARD.formatted(path, PRIVATE).getBytes(StandardCharsets.UTF_8), SECRET_FIELD)))
			.containsPattern("\\AHTTP/1.1 40[04] ");
		assertThat(this.application.events()).isEmpty();
		assertThat(this.observer.reasons).isEmpty();
	}

	@Test
	void rejectsABodyThatStopsInTheMiddle(CapturedOutput output) throws IOException {
		for (boolean chunked : new boolean[] { false, true }) {
			try (Socket socket = connect()) {
				String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 1000";
				String request = "POST /brevo/webhook HTTP/1.1\r\nHost: x\r\n%s\r\n%s\r\n\r\n%s".formatted(SECRET_FIELD,
						length, chunked ? "ff\r\n{\"a" : "{\"a\":\"" + PRIVATE);
				socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
				await().until(() -> budgets().anyMatch((left) -> left < (long) BodyBudget.MAX_BODIES * MAX_BODY));
			}
			assertThat(this.observer.next()).isEqualTo("incomplete");
		}
		assertQuiet(output);
	}

	@Test
	void rejectsABodyThatIsNotHttp(CapturedOutput output) throws IOException {
		assertThat(send(("POST /brevo/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + SECRET_FIELD
				+ "\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n" + PRIVATE + "\r\n0\r\n\r\n")
			.getBytes(StandardCharsets.UTF_8))).startsWith("HTTP/1.1 400 ");
		assertThat(this.observer.next()).isIn("incomplete", "not-json");
		// the server's own line, without a stack trace
		assertThat(output).doesNotContain(PRIVATE, SECRET, "\tat ", "ERROR", "LEAK");
		assertThat(this.application.events()).isEmpty();
	}

	@Test
	void readsABodyThatTrickles() throws IOException {
		byte[] body = HEARD.formatted("trickle", "drop by drop").getBytes(StandardCharsets.UTF_8);
		try (Socket socket = connect()) {
			for (byte current : bytes("POST", "/brevo/webhook", body, SECRET_FIELD)) {
				socket.getOutputStream().write(current);
				socket.getOutputStream().flush();
			}
			assertThat(response(socket)).startsWith("HTTP/1.1 200 ");
		}
	}

	@Test
	void rejectsABodyThatTakesTooLong(CapturedOutput output) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write(("POST /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + SECRET_FIELD
						+ "\r\nContent-Length: 60000\r\n\r\n{")
					.getBytes(StandardCharsets.UTF_8));
			await().until(() -> {
				try {
					socket.getOutputStream().write(' ');
					return !this.observer.reasons.isEmpty();
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
		assertThat(this.observer.next()).isEqualTo("incomplete");
		assertQuiet(output);
	}

	@Test
	void keepsTheFirstOfTwoTextsWithOneId() throws IOException {
		post("/brevo/webhook", HEARD.formatted("twice", "the first"), SECRET_FIELD);
		post("/brevo/webhook", HEARD.formatted("twice", "the second"), SECRET_FIELD);
		post("/brevo/webhook", HEARD.formatted("once", "the last"), SECRET_FIELD);
		await().until(() -> texts().contains("the last"));
		assertThat(texts()).containsExactly("the first", "the last");
	}

	@Test
	void keepsTheIdsOfAccountsApart() throws IOException {
		post("/brevo/webhook", HEARD.formatted("shared", "of one"), SECRET_FIELD);
		post("/brevo/webhook/sales", HEARD.formatted("shared", "of the other"), SECRET_FIELD);
		await().until(() -> texts().size() == 2);
		assertThat(texts()).containsExactlyInAnyOrder("of one", "of the other");
		assertThat(this.application.events()).extracting("account").containsExactlyInAnyOrder("default", "sales");
	}

	@Test
	void asksToComeAgainWhileTheInboxIsFull(CapturedOutput output) throws IOException {
		this.observer.gate = new CountDownLatch(1);
		try {
			String response = "";
			for (int i = 0; i < 60; i++) {
				response = post("/brevo/webhook", HEARD.formatted("flood-" + i, PRIVATE), SECRET_FIELD);
			}
			assertThat(response).startsWith("HTTP/1.1 429 ").containsIgnoringCase("Retry-After: 60");
			assertThat(this.observer.reasons).contains("full");
		}
		finally {
			this.observer.gate.countDown();
		}
		await().until(() -> post("/brevo/webhook", HEARD.formatted("after", "after the flood"), SECRET_FIELD)
			.startsWith("HTTP/1.1 200 "));
		await().until(() -> texts().contains("after the flood"));
		assertQuiet(output);
	}

	@Test
	void holdsNoMoreThanSomeLargeBodiesAtOnce(CapturedOutput output) throws IOException {
		List<Socket> flood = new ArrayList<>();
		byte[] body = (HEARD.formatted("large", "kept") + " ".repeat(MAX_BODY)).substring(0, MAX_BODY)
			.getBytes(StandardCharsets.UTF_8);
		byte[] request = bytes("POST", "/brevo/webhook", body, SECRET_FIELD);
		try {
			for (int i = 0; i < 100; i++) {
				Socket socket = connect();
				flood.add(socket);
				socket.getOutputStream().write(request, 0, request.length - 1);
			}
			await().until(
					() -> this.observer.reasons.stream().filter("busy"::equals).count() >= 100 - BodyBudget.MAX_BODIES);
			assertThat(this.observer.reasons).containsOnly("busy");
			assertThat(budgets()).allMatch((left) -> left >= 0);
			for (Socket socket : flood) {
				write(socket, request[request.length - 1]);
			}
			await().until(() -> this.observer.reasons.contains("accepted"));
		}
		finally {
			for (Socket socket : flood) {
				socket.close();
			}
		}
		assertQuiet(output);
	}

	@Test
	void servesManySmallBodiesThatAreSlow() throws IOException {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 100; i++) {
				Socket socket = connect();
				sockets.add(socket);
				byte[] body = HEARD.formatted("small", "small").getBytes(StandardCharsets.UTF_8);
				socket.getOutputStream()
					.write(bytes("POST", "/brevo/webhook", body, SECRET_FIELD), 0,
							bytes("POST", "/brevo/webhook", body, SECRET_FIELD).length - 1);
			}
			for (Socket socket : sockets) {
				write(socket, (byte) '}');
				assertThat(response(socket)).startsWith("HTTP/1.1 200 ");
			}
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
	}

	private static void write(Socket socket, byte value) {
		try {
			socket.getOutputStream().write(value);
		}
		catch (IOException ex) {
			// refused before
		}
	}

	private static void assertQuiet(CapturedOutput output) {
		assertThat(output).doesNotContain(PRIVATE, SECRET, "\tat ", "Exception", "ERROR", "LEAK");
	}

	private List<String> texts() {
		return this.application.events()
			.stream()
			.filter(VisitorMessageReceived.class::isInstance)
			.map((event) -> String.valueOf(((VisitorMessageReceived) event).message().text()))
			.toList();
	}

	private String post(String path, String body, String... fields) throws IOException {
		return send(bytes("POST", path, body.getBytes(StandardCharsets.UTF_8), fields));
	}

	private String send(byte[] request) throws IOException {
		try (Socket socket = connect()) {
			try {
				socket.getOutputStream().write(request);
			}
			catch (IOException ex) {
				// refused before its end
			}
			return response(socket);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(),
				Integer.parseInt(this.application.context().getEnvironment().getProperty("local.server.port")));
		socket.setSoTimeout(30_000);
		return socket;
	}

	private static String response(Socket socket) throws IOException {
		StringBuilder response = new StringBuilder();
		while (response.indexOf("\r\n\r\n") < 0) {
			int next = socket.getInputStream().read();
			if (next < 0) {
				break;
			}
			response.append((char) next);
		}
		Matcher length = CONTENT_LENGTH.matcher(response);
		if (length.find()) {
			response.append(new String(socket.getInputStream().readNBytes(Integer.parseInt(length.group(1))),
					StandardCharsets.UTF_8));
		}
		return response.toString();
	}

	private static Arguments request(String name, String method, int status, String reason, String body,
			String... fields) {
		return request(name, method, status, reason, body.getBytes(StandardCharsets.UTF_8), fields);
	}

	private static Arguments request(String name, String method, int status, String reason, byte[] body,
			String... fields) {
		return Arguments.of(name, bytes(method, "/brevo/webhook", body, fields), status, reason);
	}

	private static Arguments accepted(String name, String method, String authorization, String path, String... fields) {
		List<String> all = new ArrayList<>(Arrays.asList(fields));
		all.add("Authorization: " + authorization);
		return Arguments.of(name, bytes(method, path, HEARD.formatted(name, name).getBytes(StandardCharsets.UTF_8),
				all.toArray(String[]::new)));
	}

	private static byte[] bytes(String method, String path, byte[] body, String... fields) {
		StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
		for (String field : fields) {
			head.append(field).append("\r\n");
		}
		if (body.length > 0 || method.equals("POST")) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
		request.writeBytes(body);
		return request.toByteArray();
	}

	private static String basic(String credentials) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
			output.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Counts the reasons, and can hold up the events.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Observer implements WebhookListener {

		private final LinkedBlockingQueue<String> reasons = new LinkedBlockingQueue<>();

		private volatile CountDownLatch gate = new CountDownLatch(0);

		@Override
		public void onRequest(String account, WebhookOutcome outcome) {
			this.reasons.add(outcome.reason());
		}

		String next() {
			return await().until(this.reasons::poll, (reason) -> reason != null);
		}

		@Bean
		ConversationEventHandler gate() {
			return (event) -> Mono.<Void>fromCallable(() -> {
				this.gate.await();
				return null;
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

}

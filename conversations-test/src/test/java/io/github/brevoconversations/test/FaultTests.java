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

package io.github.brevoconversations.test;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Fault}.
 */
@Timeout(30)
class FaultTests {

	private final BrevoConversationsServer server = BrevoConversationsServer.builder().rateLimit(100).start();

	private final TestClient client = new TestClient(this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 402, 403, 404, 405, 406, 413, 418, 422, 429, 500, 503 })
	void respondsWithAStatus(int status) throws Exception {
		this.server.fail(Fault.status(status));
		var response = this.client.ping("liz");
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(TestClient.read(response).get("code").stringValue()).isNotBlank();
		assertThat(response.headers().firstValue("sib-request-id")).isPresent();
		assertThat(response.headers().firstValue("x-sib-ratelimit-remaining")).hasValue("100");
		assertThat(this.server.isOnline("liz")).isFalse();
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsExactly(status);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 204, 302, 304 })
	void respondsWithAnEmptyBodyBelow400(int status) throws Exception {
		this.server.fail(Fault.status(status).header("Location", "http://127.0.0.1:9/"));
		var response = this.client.ping("liz");
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValue("location")).hasValue("http://127.0.0.1:9/");
	}

	@Test
	void respondsWithABody() throws Exception {
		this.server.fail(Fault.body(502, "text/html", "<html>Bad gateway</html>"));
		var response = this.client.ping("liz");
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
		assertThat(response.body()).isEqualTo("<html>Bad gateway</html>");
	}

	@Test
	void replacesHeaders() throws Exception {
		this.server.fail(Fault.status(429).header("Retry-After", "7").header("X-Sib-Ratelimit-Reset", "8"));
		var headers = this.client.ping("liz").headers();
		assertThat(headers.allValues("retry-after")).containsExactly("7");
		assertThat(headers.allValues("x-sib-ratelimit-reset")).containsExactly("8");
	}

	@Test
	void respondsLateToWhatIsDoneAtOnce() throws Exception {
		this.server.fail(Fault.delay(Duration.ofMillis(150)));
		this.server.fail(Fault.delay(Duration.ofMillis(150)));
		long start = System.nanoTime();
		var answer = this.client.sendAsync("POST", TestClient.PING, TestClient.json("agentId", "liz"));
		Awaitility.await().until(() -> this.server.isOnline("liz"));
		assertThat(answer.get().statusCode()).isEqualTo(201);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
	}

	@Test
	void servesOthersWhileOneIsDelayed() throws Exception {
		this.server.fail(Fault.delay(Duration.ofHours(1)).times(1));
		var delayed = this.client.sendAsync("POST", TestClient.PING, TestClient.json("agentId", "liz"));
		Awaitility.await().until(() -> this.server.isOnline("liz"));
		assertThat(this.client.ping("tom").statusCode()).isEqualTo(201);
		assertThat(delayed).isNotDone();
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsExactly(null, 201);
	}

	@Test
	void delaysOtherFaults() throws Exception {
		this.server.fail(Fault.status(503));
		this.server.fail(Fault.delay(Duration.ofMillis(100)));
		long start = System.nanoTime();
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(503);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
	}

	@Test
	void resetsTheConnection() throws Exception {
		this.server.fail(Fault.reset());
		try (Socket socket = open("liz")) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
		}
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsOnlyNulls();
		assertThat(this.server.isOnline("liz")).isFalse();
	}

	@Test
	void hangs() throws Exception {
		this.server.fail(Fault.hang().times(1));
		try (Socket socket = open("liz")) {
			Awaitility.await().until(() -> this.server.requests().size() == 1);
			assertThat(this.client.ping("tom").statusCode()).isEqualTo(201);
			assertThat(socket.getInputStream().available()).isZero();
		}
		assertThat(this.server.requests()).extracting(ReceivedRequest::status).containsExactly(null, 201);
		assertThat(this.server.isOnline("liz")).isFalse();
	}

	@Test
	void cutsTheResponseOff() throws Exception {
		this.server.fail(Fault.cutOff().times(1));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.client.sendMessage("visitor", "Hello"))
			.withRootCauseInstanceOf(EOFException.class);
		assertThat(this.server.messages("visitor")).hasSize(1);
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(201);
	}

	@Test
	void sendsHalfABodyIfTheResponseHasNone() throws Exception {
		this.server.fail(Fault.cutOff());
		try (Socket socket = open("liz")) {
			InputStream in = socket.getInputStream();
			String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 201 ").containsIgnoringCase("content-length: 2").endsWith("\r\n{");
		}
		assertThat(this.server.isOnline("liz")).isTrue();
		String id = this.server.addVisitorMessage("visitor", "Hi");
		assertThat(id).isNotBlank();
	}

	@Test
	void turnsADeletionThatIsCutOffIntoA200() throws Exception {
		String id = this.client.sendMessage("visitor", "Hello");
		this.server.fail(Fault.cutOff());
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.client.send("DELETE", TestClient.MESSAGES + "/" + id, ""));
		assertThat(this.server.messages("visitor")).isEmpty();
		assertThat(this.server.requests().get(1).status()).isEqualTo(200);
	}

	@Test
	void hitsANumberOfRequests() throws Exception {
		this.server.fail(Fault.status(503).times(2));
		this.server.fail(Fault.status(500).times(1));
		assertThat(statuses(4)).containsExactly(503, 503, 500, 201);
		assertThat(this.server.faults()).isEmpty();
	}

	@Test
	void hitsAShareOfTheRequests() throws Exception {
		this.server.fail(Fault.status(503).share(0.25));
		assertThat(statuses(8)).containsExactly(201, 201, 201, 503, 201, 201, 201, 503);
	}

	@Test
	void hitsAnExactShareEvenIfItIsNotABinaryFraction() throws Exception {
		this.server.fail(Fault.status(503).share(0.3));
		assertThat(statuses(20)).filteredOn((status) -> status == 503).hasSize(6);
	}

	@Test
	void hitsNoneOrAll() throws Exception {
		this.server.fail(Fault.status(503).share(0));
		assertThat(statuses(2)).containsOnly(201);
		this.server.fail(Fault.status(502).share(1));
		assertThat(statuses(2)).containsOnly(502);
	}

	@Test
	void hitsOneOperation() throws Exception {
		this.server.fail(Fault.status(503).on("post", TestClient.PING));
		this.server.fail(Fault.status(502).on("GET", "/v3/conversations/messages/"));
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(503);
		assertThat(this.client.send("GET", TestClient.MESSAGES + "/1", "").statusCode()).isEqualTo(502);
		assertThat(this.client.send("GET", TestClient.PUSHED_MESSAGES + "/1", "").statusCode()).isEqualTo(404);
	}

	@Test
	void hitsOneAgent() throws Exception {
		this.server.fail(Fault.status(404).on((request) -> request.body().contains("liz")));
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(404);
		assertThat(this.client.ping("tom").statusCode()).isEqualTo(201);
	}

	@Test
	void clearsFaults() throws Exception {
		Fault fault = Fault.status(503);
		this.server.fail(fault);
		assertThat(this.server.faults()).containsExactly(fault);
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(503);
		this.server.clearFaults();
		assertThat(this.client.ping("liz").statusCode()).isEqualTo(201);
		assertThat(this.server.faults()).isEmpty();
	}

	@Test
	void narrowsACopy() throws Exception {
		Fault fault = Fault.status(503);
		assertThat(fault.times(1)).isNotSameAs(fault);
		this.server.fail(fault);
		assertThat(statuses(2)).containsOnly(503);
	}

	@Test
	void describesItself() {
		assertThat(Fault.status(503).times(2)).hasToString("response 503, times 2");
		assertThat(Fault.delay(Duration.ofSeconds(1)).share(0.5)).hasToString("delay PT1S, share 0.5");
		assertThat(Fault.cutOff()).hasToString("cut_off");
	}

	@Test
	void rejectsInvalidArguments() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(199));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.body(600, "text/plain", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofDays(2)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.hang().times(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.hang().share(1.1));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.hang().share(Double.NaN));
	}

	private List<Integer> statuses(int requests) throws Exception {
		List<Integer> statuses = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			statuses.add(this.client.ping("liz").statusCode());
		}
		return statuses;
	}

	private Socket open(String agentId) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port());
		String body = TestClient.json("agentId", agentId);
		String request = "POST /v3/conversations/agentOnlinePing HTTP/1.1\r\nHost: a\r\napi-key: "
				+ this.server.apiKey() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}

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

package io.github.brevoconversations.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WebhookReceiver} and {@link WebhookCredentials}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookReceiverTests {

	private final FaultyInbox inbox = new FaultyInbox(new InMemoryConversationInbox());

	private final List<WebhookOutcome> outcomes = new ArrayList<>();

	private final List<String> receptions = new ArrayList<>();

	private final AtomicInteger wakeUps = new AtomicInteger();

	private final WebhookReceiver receiver = builder(credentials()).build();

	@AfterEach
	void logsNothingOfABodyAndNoSecret(CapturedOutput output) {
		assertThat(output).doesNotContain("s3cret", "text of");
	}

	@Test
	void storesEventsBeforeItAccepts() {
		assertThat(post(Webhooks.fragment("a", "1", "2"))).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.inbox.size().block().waiting()).isEqualTo(2);
		assertThat(this.wakeUps).hasValue(1);
		assertThat(post(Webhooks.fragment("a", "1", "2"))).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.wakeUps).hasValue(1);
		assertThat(this.receptions).containsExactly("KEPT", "KEPT", "DUPLICATE", "DUPLICATE");
		assertThat(this.outcomes).containsExactly(WebhookOutcome.ACCEPTED, WebhookOutcome.ACCEPTED);
	}

	@Test
	void acceptsAWebhookWithoutEvents() {
		assertThat(post(Payloads.EMPTY)).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.inbox.size().block().waiting()).isZero();
	}

	@Test
	void doesNotStoreTheApplicationsOwnMessages() {
		assertThat(post("""
				{"eventName":"conversationFragment","conversationId":"a","messages":[
				{"id":"1","type":"agent","receivedFrom":"mine"},{"id":"2","type":"agent","receivedFrom":"other"},
				{"id":"3","type":"visitor","receivedFrom":"mine"},{"id":"4","type":"agent","receivedFrom":"Mine"}]}"""))
			.isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(this.receptions).containsExactly("OWN", "KEPT", "KEPT", "KEPT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'type':'visitor','text':'text of'}", "{'type':'agent','text':'text of'}",
			"{'text':'text of','createdAt':1}", "{'type':'visitor','messageType':'email_bounce'}" })
	void storesTheSameMessageWithoutAnIdOfSeveralConversations(String message) {
		for (String sender : List.of("'conversationId':'a'", "'conversationId':'b'", "'visitor':{'id':'a'}",
				"'visitor':{'id':'b'}", "'visitor':{'threadId':'c'}", "'conversationId':'b'")) {
			String json = "{'eventName':'conversationFragment',%s,'messages':[%s]}".formatted(sender, message);
			assertThat(post(json.replace('\'', '"'))).isEqualTo(WebhookOutcome.ACCEPTED);
		}
		assertThat(this.receptions).containsExactly("KEPT", "KEPT", "KEPT", "KEPT", "KEPT", "DUPLICATE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer s3cret", "bearer   s3cret", "BEARER old-s3cret", "Basic user:s3cret",
			"basic :s3cret", "Basic a b:old-s3cret" })
	void acceptsASecretAsBearerTokenOrPassword(String authorization) {
		assertThat(this.receiver.admit(request("POST", authorization(authorization)))).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer s3cre", "Bearer s3crets", "Bearer S3CRET", "Basic s3cret:", "Basic s3cret:x",
			"Bearer ", "Basic", "s3cret", "Digest s3cret", "Basic user: s3cret" })
	void rejectsAnyOtherSecret(String authorization) {
		assertThat(this.receiver.admit(request("POST", authorization(authorization))).status()).isEqualTo(401);
	}

	@Test
	void rejectsMalformedBasicAuthentication() {
		for (String value : List.of("Basic !!!", "Basic s3cret", "Basic \u00e9")) {
			HttpHeaders headers = new HttpHeaders();
			headers.set(HttpHeaders.AUTHORIZATION, value);
			assertThat(this.receiver.admit(request("POST", headers))).isEqualTo(WebhookOutcome.WRONG_CREDENTIAL);
		}
	}

	@Test
	void acceptsASecretInAConfiguredHeaderOrParameter() {
		HttpHeaders header = new HttpHeaders();
		header.set("X-Token", "s3cret");
		WebhookRequest parameter = new WebhookRequest("POST", new HttpHeaders(), Map.of("token", List.of("s3cret")),
				null);
		assertThat(this.receiver.admit(request("POST", header))).isEqualTo(WebhookOutcome.NO_CREDENTIAL);
		assertThat(this.receiver.admit(parameter)).isEqualTo(WebhookOutcome.NO_CREDENTIAL);
		WebhookReceiver other = builder(credentials().withHeader("x-token").withQueryParameter("token")).build();
		assertThat(other.admit(request("POST", header))).isNull();
		assertThat(other.admit(parameter)).isNull();
		header.set("X-Token", "wrong");
		assertThat(other.admit(request("POST", header))).isEqualTo(WebhookOutcome.WRONG_CREDENTIAL);
		assertThat(credentials().toString() + parameter).doesNotContain("s3cret");
	}

	@Test
	void requiresASecret() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookCredentials.of(List.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookCredentials.of(List.of("a", " ")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "HEAD", "OPTIONS", "post" })
	void rejectsOtherMethods(String method) {
		assertThat(this.receiver.admit(request(method, authorization("Bearer s3cret"))))
			.isEqualTo(WebhookOutcome.WRONG_METHOD);
	}

	@Test
	void rejectsWhatIsTooLargeBeforeAndAfterItIsRead() {
		HttpHeaders headers = authorization("Bearer s3cret");
		headers.setContentLength(1025);
		assertThat(this.receiver.admit(request("POST", headers))).isEqualTo(WebhookOutcome.TOO_LARGE);
		assertThat(post("{\"text\":\"" + "x".repeat(1024) + "\"}")).isEqualTo(WebhookOutcome.TOO_LARGE);
	}

	@Test
	void rejectsCompressedBodies() {
		HttpHeaders headers = authorization("Bearer s3cret");
		headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
		assertThat(this.receiver.admit(request("POST", headers))).isEqualTo(WebhookOutcome.ENCODED);
	}

	@Test
	void rejectsWhatIsNotJson() {
		for (String body : List.of("", "text of", "[1]", "{\"a\":", "a=b&c=d")) {
			assertThat(post(body)).isEqualTo(WebhookOutcome.NOT_JSON);
		}
		assertThat(this.inbox.size().block().waiting()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "\n{}", ",{}", "[]", "1", "\"a\"", "x", "}", "]", "\0", "\u00a0" })
	void rejectsWhatFollowsTheJson(String rest) {
		assertThat(post(Webhooks.fragment("a", "1") + rest)).isEqualTo(WebhookOutcome.NOT_JSON);
		assertThat(this.inbox.size().block().waiting()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"a\":\"}{\\\"}\"}", "{\"a\":[{},{\"b\":1}]} \r\n\t", "\ufeff {}" })
	void acceptsWhiteSpaceAroundTheJsonAndBracesInItsTexts(String body) {
		assertThat(post(body)).isEqualTo(WebhookOutcome.ACCEPTED);
	}

	@Test
	void asksForARetryWhileTheInboxIsFull() {
		WebhookReceiver small = WebhookReceiver
			.builder("default", credentials(), new InMemoryConversationInbox(InboxSettings.defaults().withCapacity(1)))
			.build();
		WebhookRequest request = request("POST", authorization("Bearer s3cret"));
		assertThat(small.receive(request, Webhooks.bytes(Webhooks.fragment("a", "1"))).block())
			.isEqualTo(WebhookOutcome.ACCEPTED);
		WebhookOutcome full = small.receive(request, Webhooks.bytes(Webhooks.fragment("a", "2"))).block();
		assertThat(full).isEqualTo(WebhookOutcome.FULL);
		assertThat(full.status()).isEqualTo(429);
		assertThat(full.retryAfter()).isPositive();
	}

	@Test
	void asksForARetryWhileTheInboxFailsAndWarnsOnce(CapturedOutput output) {
		for (FaultyInbox.Fault fault : List.of(FaultyInbox.Fault.FAILS, FaultyInbox.Fault.THROWS,
				FaultyInbox.Fault.THROWS_ERROR)) {
			this.inbox.fault = fault;
			assertThat(post(Webhooks.fragment("a", "1"))).isEqualTo(WebhookOutcome.UNAVAILABLE);
		}
		this.inbox.fault = null;
		assertThat(post(Webhooks.fragment("a", "1"))).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(post(Webhooks.fragment("a", "2"))).isEqualTo(WebhookOutcome.ACCEPTED);
		assertThat(output.getOut().split("cannot be reached", -1)).hasSize(2);
		assertThat(output.getOut().split("can be reached again", -1)).hasSize(2);
	}

	@Test
	void asksForARetryWhileItStops() {
		this.receiver.setAccepting(false);
		assertThat(this.receiver.admit(request("POST", authorization("Bearer s3cret"))))
			.isEqualTo(WebhookOutcome.STOPPING);
		assertThat(post(Webhooks.fragment("a", "1"))).isEqualTo(WebhookOutcome.STOPPING);
		assertThat(this.receiver.admit(request("POST", new HttpHeaders()))).isEqualTo(WebhookOutcome.NO_CREDENTIAL);
	}

	@Test
	void neverRespondsWithAServerError() {
		assertThat(WebhookOutcome.values()).extracting(WebhookOutcome::status)
			.containsOnly(200, 400, 401, 405, 413, 429);
		assertThat(WebhookOutcome.values())
			.allSatisfy((outcome) -> assertThat(outcome.retryAfter() != null).isEqualTo(outcome.status() == 429));
	}

	@Test
	void rejectsOtherAddressesIfConfigured() throws UnknownHostException {
		AllowedAddresses brevo = AllowedAddresses.of(List.of("1.179.112.0/20", "172.246.240.0/20", "2001:db8::/33"));
		WebhookReceiver strict = builder(credentials()).allowedAddresses(brevo, true).build();
		WebhookReceiver lenient = builder(credentials()).allowedAddresses(brevo, false).build();
		for (String allowed : List.of("1.179.112.0", "1.179.127.255", "172.246.250.1", "2001:db8:7fff::1")) {
			assertThat(strict.admit(from(allowed))).isNull();
		}
		for (String other : List.of("1.179.128.0", "1.179.111.255", "127.0.0.1", "2001:db8:8000::1", "::1")) {
			assertThat(strict.admit(from(other))).isEqualTo(WebhookOutcome.ADDRESS_NOT_ALLOWED);
			assertThat(lenient.admit(from(other))).isNull();
		}
		assertThat(strict.admit(request("POST", authorization("Bearer s3cret"))))
			.isEqualTo(WebhookOutcome.ADDRESS_NOT_ALLOWED);
		assertThat(this.receptions).hasSize(11).containsOnly("UNEXPECTED");
	}

	@Test
	void reportsEachOtherAddressThatKnowsTheSecretOnce(CapturedOutput output) throws UnknownHostException {
		WebhookReceiver lenient = builder(credentials())
			.allowedAddresses(AllowedAddresses.of(List.of("1.179.112.0/20")), false)
			.build();
		for (String address : List.of("1.179.112.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")) {
			lenient.admit(from(address));
		}
		lenient.admit(new WebhookRequest("POST", new HttpHeaders(), Map.of(), InetAddress.getByName("192.0.2.3")));
		assertThat(output).containsOnlyOnce("came from the address 192.0.2.1")
			.containsOnlyOnce("came from the address 192.0.2.2")
			.doesNotContain("1.179.112.1", "192.0.2.3");
		for (int i = 0; i < 1000; i++) {
			lenient.admit(from("2001:db8::" + Integer.toHexString(i)));
		}
		assertThat(output.getOut().split("came from the address", -1)).hasSizeLessThan(110);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.org", "abc", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "::/129",
			"1.2.3.4.5", "999.1.1.1" })
	void rejectsAnInvalidAddressBlock(String block) {
		assertThatIllegalArgumentException().isThrownBy(() -> AllowedAddresses.of(List.of(block)));
	}

	private WebhookReceiver.Builder builder(WebhookCredentials credentials) {
		return WebhookReceiver.builder("default", credentials, this.inbox)
			.maxBodySize(1024)
			.receivedFrom("mine")
			.onAdded(this.wakeUps::incrementAndGet)
			.clock(Clock.fixed(Webhooks.NOW, ZoneOffset.UTC))
			.listener(new WebhookListener() {

				@Override
				public void onRequest(String account, WebhookOutcome outcome) {
					WebhookReceiverTests.this.outcomes.add(outcome);
				}

				@Override
				public void onUnexpectedAddress(String account) {
					WebhookReceiverTests.this.receptions.add("UNEXPECTED");
				}

				@Override
				public void onReceived(String account, ConversationEventKind kind, Reception reception) {
					WebhookReceiverTests.this.receptions.add(reception.name());
				}

			});
	}

	private static WebhookCredentials credentials() {
		return WebhookCredentials.of(List.of("s3cret", "old-s3cret"));
	}

	private WebhookOutcome post(String body) {
		return this.receiver.receive(request("POST", authorization("Bearer s3cret")), Webhooks.bytes(body))
			.block(Duration.ofSeconds(30));
	}

	private static WebhookRequest request(String method, HttpHeaders headers) {
		return new WebhookRequest(method, headers, Map.of(), null);
	}

	private static WebhookRequest from(String address) throws UnknownHostException {
		return new WebhookRequest("POST", authorization("Bearer s3cret"), Map.of(), InetAddress.getByName(address));
	}

	private static HttpHeaders authorization(String value) {
		HttpHeaders headers = new HttpHeaders();
		String encoded = value;
		if (value.toLowerCase(Locale.ROOT).startsWith("basic ")) {
			encoded = "Basic "
					+ Base64.getEncoder().encodeToString(value.substring(6).getBytes(StandardCharsets.UTF_8));
		}
		headers.set(HttpHeaders.AUTHORIZATION, encoded);
		return headers;
	}

}

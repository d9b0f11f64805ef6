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

package io.github.brevoconversations.sample;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.brevoconversations.test.BrevoConversationsServer;
import io.github.brevoconversations.test.StoredMessage;
import org.awaitility.Awaitility;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.BodyInserters.FormInserter;

/**
 * Uses a desk over HTTP, as a browser does.
 */
final class DeskHttp {

	private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

	private final WebTestClient client;

	DeskHttp(String url) {
		this.client = WebTestClient.bindToServer().baseUrl(url).responseTimeout(TIME_LIMIT).build();
	}

	DeskHttp(int port) {
		this("http://127.0.0.1:" + port);
	}

	WebTestClient client() {
		return this.client;
	}

	static FormInserter<String> form(String name, String value) {
		return BodyInserters.fromFormData(name, value);
	}

	static FormInserter<String> draft(String from, String text) {
		return form("token", newToken()).with("from", from).with("text", text);
	}

	static String newToken() {
		return UUID.randomUUID().toString();
	}

	static String newVisitor() {
		return UUID.randomUUID().toString().replace("-", "");
	}

	/**
	 * Let a visitor write, and wait until the desk has heard of it.
	 * @return the visitor's id
	 */
	String hears(BrevoConversationsServer brevo, String name, String text) {
		String id = newVisitor();
		hears(brevo, id, name, text);
		return id;
	}

	void hears(BrevoConversationsServer brevo, String id, String name, String text) {
		brevo.visitor(id).named(name).writes(text);
		List<StoredMessage> messages = brevo.messages(id);
		String newest = "id=\"m-" + messages.get(messages.size() - 1).id();
		Awaitility.await()
			.atMost(TIME_LIMIT)
			.until(() -> status("/conversations/" + id) == 200
					&& get("/conversations/" + id + "/messages", 200).contains(newest));
	}

	int status(String uri) {
		return this.client.get().uri(uri).exchange().returnResult(Void.class).getStatus().value();
	}

	String get(String uri, int status) {
		return body(this.client.get().uri(uri), status);
	}

	String post(String uri, FormInserter<String> form, int status) {
		return body(this.client.post().uri(uri).body(form), status);
	}

	String post(String uri, int status) {
		return body(this.client.post().uri(uri), status);
	}

	String put(String uri, FormInserter<String> form, int status) {
		return body(this.client.put().uri(uri).body(form), status);
	}

	String delete(String uri, int status) {
		return body(this.client.delete().uri(uri), status);
	}

	private static String body(WebTestClient.RequestHeadersSpec<?> request, int status) {
		return Objects.requireNonNullElse(request.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody(), "");
	}

}

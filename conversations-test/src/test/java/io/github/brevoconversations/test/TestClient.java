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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Talks to a server over a real socket, with the JDK's client.
 */
class TestClient {

	static final String PING = "/conversations/agentOnlinePing";

	static final String MESSAGES = "/conversations/messages";

	static final String PUSHED_MESSAGES = "/conversations/pushedMessages";

	private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final BrevoConversationsServer server;

	TestClient(BrevoConversationsServer server) {
		this.server = server;
	}

	HttpRequest.Builder request(String method, String path, String body) {
		return HttpRequest.newBuilder(URI.create(this.server.baseUrl() + path))
			.timeout(TIME_LIMIT)
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
	}

	HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.http.send(request.build(), BodyHandlers.ofString());
	}

	HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
		return send(request(method, path, body).header("api-key", this.server.apiKey()));
	}

	CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String body) {
		return this.http.sendAsync(request(method, path, body).header("api-key", this.server.apiKey()).build(),
				BodyHandlers.ofString());
	}

	HttpResponse<String> ping(String agentId) throws IOException, InterruptedException {
		return send("POST", PING, json("agentId", agentId));
	}

	String sendMessage(String visitorId, String text) throws IOException, InterruptedException {
		return id(send("POST", MESSAGES, json("visitorId", visitorId, "text", text, "agentId", "agent-1")));
	}

	String sendPushedMessage(String visitorId, String text) throws IOException, InterruptedException {
		return id(send("POST", PUSHED_MESSAGES, json("visitorId", visitorId, "text", text)));
	}

	static String id(HttpResponse<String> response) {
		return read(response).get("id").stringValue();
	}

	static JsonNode read(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	static String json(String... namesAndValues) {
		var json = JsonMapper.shared().createObjectNode();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			json.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return json.toString();
	}

}

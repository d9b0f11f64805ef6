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

import java.io.IOException;
import java.util.Map;

import io.github.brevoconversations.client.ConversationsMessage;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * OkHttp, called with as little code as possible.
 */
final class OkHttpCallsClient extends BlockingClient {

	private static final MediaType JSON = MediaType.get("application/json");

	private final JsonMapper mapper = JsonMapper.shared();

	private final OkHttpClient client = new OkHttpClient();

	private final String url;

	OkHttpCallsClient(String baseUrl) {
		this.url = baseUrl + "/conversations/";
	}

	@Override
	void call(MeasuredCall operation) throws IOException {
		switch (operation) {
			case SEND -> read(request("messages",
					Map.of("visitorId", Sample.VISITOR_ID, "text", Sample.TEXT, "agentId", Sample.AGENT_ID)));
			case GET -> read(request("messages/" + Sample.MESSAGE_ID, null));
			case PING -> respond(request("agentOnlinePing", Map.of("agentId", Sample.AGENT_ID)));
		}
	}

	private Request request(String path, @Nullable Object body) {
		Request.Builder request = new Request.Builder().url(this.url + path).header("api-key", Sample.API_KEY);
		if (body != null) {
			request.post(RequestBody.create(this.mapper.writeValueAsBytes(body), JSON));
		}
		return request.build();
	}

	private void read(Request request) throws IOException {
		ConversationsMessage message = this.mapper.readValue(respond(request), ConversationsMessage.class);
		Assert.state(Sample.MESSAGE_ID.equals(message.id()), "No message");
	}

	private byte[] respond(Request request) throws IOException {
		try (Response response = this.client.newCall(request).execute()) {
			Assert.state(response.isSuccessful() && response.body() != null, "The call failed");
			return response.body().bytes();
		}
	}

	@Override
	public void close() {
		super.close();
		this.client.connectionPool().evictAll();
	}

}

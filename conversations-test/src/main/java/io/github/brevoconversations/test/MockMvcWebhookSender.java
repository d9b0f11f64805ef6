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

import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/**
 * Sends webhooks through {@link MockMvc}, to an application on Spring MVC that has no web
 * server in a test. With {@link AutoConfigureBrevoConversationsServer}, this happens
 * automatically.
 *
 * @see BrevoConversationsServer#sendWebhooksTo(WebhookTarget, WebhookSender)
 */
public final class MockMvcWebhookSender implements WebhookSender {

	private final MockMvc mockMvc;

	/**
	 * Create a sender.
	 * @param mockMvc reaches the application
	 */
	public MockMvcWebhookSender(MockMvc mockMvc) {
		this.mockMvc = mockMvc;
	}

	@Override
	public int send(WebhookRequest request) throws Exception {
		HttpHeaders headers = new HttpHeaders();
		request.headers().forEach(headers::set);
		MockHttpServletRequestBuilder post = MockMvcRequestBuilders.post(request.uri())
			.headers(headers)
			.content(request.body());
		return this.mockMvc.perform(post).andReturn().getResponse().getStatus();
	}

}

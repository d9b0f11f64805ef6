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

import brevo.ApiClient;
import brevo.ApiException;
import brevoApi.ConversationsApi;
import brevoModel.Body15;
import brevoModel.Body19;

/**
 * Brevo's own SDK with its own settings.
 */
final class SdkClient extends BlockingClient {

	private final ApiClient apiClient;

	private final ConversationsApi api;

	SdkClient(String baseUrl) {
		this.apiClient = new ApiClient().setBasePath(baseUrl);
		this.apiClient.setApiKey(Sample.API_KEY);
		this.api = new ConversationsApi(this.apiClient);
	}

	@Override
	void call(MeasuredCall operation) throws ApiException {
		switch (operation) {
			case SEND -> this.api.conversationsMessagesPost(
					new Body15().visitorId(Sample.VISITOR_ID).text(Sample.TEXT).agentId(Sample.AGENT_ID));
			case GET -> this.api.conversationsMessagesIdGet(Sample.MESSAGE_ID);
			case PING -> this.api.conversationsAgentOnlinePingPost(new Body19().agentId(Sample.AGENT_ID));
		}
	}

	@Override
	public void close() {
		super.close();
		this.apiClient.getHttpClient().connectionPool().evictAll();
	}

}

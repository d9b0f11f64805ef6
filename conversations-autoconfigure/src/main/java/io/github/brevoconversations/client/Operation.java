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

package io.github.brevoconversations.client;

import org.springframework.http.HttpMethod;

/**
 * The operations of the API, as far as the HTTP request is concerned.
 */
enum Operation {

	SEND_MESSAGE("sendMessage", HttpMethod.POST, "/conversations/messages", false),

	GET_MESSAGE("getMessage", HttpMethod.GET, "/conversations/messages/{id}", true),

	UPDATE_MESSAGE("updateMessage", HttpMethod.PUT, "/conversations/messages/{id}", true),

	DELETE_MESSAGE("deleteMessage", HttpMethod.DELETE, "/conversations/messages/{id}", true),

	SEND_PUSHED_MESSAGE("sendPushedMessage", HttpMethod.POST, "/conversations/pushedMessages", false),

	GET_PUSHED_MESSAGE("getPushedMessage", HttpMethod.GET, "/conversations/pushedMessages/{id}", true),

	UPDATE_PUSHED_MESSAGE("updatePushedMessage", HttpMethod.PUT, "/conversations/pushedMessages/{id}", true),

	DELETE_PUSHED_MESSAGE("deletePushedMessage", HttpMethod.DELETE, "/conversations/pushedMessages/{id}", true),

	PING_AGENT_ONLINE("pingAgentOnline", HttpMethod.POST, "/conversations/agentOnlinePing", true);

	private final String description;

	private final HttpMethod method;

	private final String uriTemplate;

	private final boolean idempotent;

	Operation(String description, HttpMethod method, String uriTemplate, boolean idempotent) {
		this.description = description;
		this.method = method;
		this.uriTemplate = uriTemplate;
		this.idempotent = idempotent;
	}

	HttpMethod method() {
		return this.method;
	}

	String uriTemplate() {
		return this.uriTemplate;
	}

	/**
	 * Return whether carrying out the operation twice has the same effect as once.
	 * @return whether it may be retried although it may have been processed
	 */
	boolean isIdempotent() {
		return this.idempotent;
	}

	boolean isPing() {
		return this == PING_AGENT_ONLINE;
	}

	boolean isDeletion() {
		return this.method.equals(HttpMethod.DELETE);
	}

	/**
	 * Return the name of the client's method, by which errors name the operation.
	 */
	@Override
	public String toString() {
		return this.description;
	}

}

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

import org.jspecify.annotations.Nullable;

/**
 * The way in which a request names an agent: by id, or by e-mail, name and origin
 * together.
 *
 * @param id the agent's id, or {@code null} if the e-mail names the agent
 * @param email the agent's e-mail, or {@code null} if the id names the agent
 * @param name the agent's name, never {@code null} along with an e-mail
 * @param receivedFrom the system that the request comes from, never {@code null} along
 * with an e-mail
 */
record AgentReference(@Nullable String id, @Nullable String email, @Nullable String name,
		@Nullable String receivedFrom) {

	/**
	 * Read the agent from a request.
	 * @param fields the request's fields
	 * @return the reference to the agent
	 * @throws RejectedRequestException if the fields name no agent
	 */
	static AgentReference from(RequestFields fields) {
		String id = fields.optional("agentId");
		String email = fields.optional("agentEmail");
		String name = fields.optional("agentName");
		String receivedFrom = fields.optional("receivedFrom");
		if (id == null && (email == null || name == null || receivedFrom == null)) {
			throw new RejectedRequestException(ErrorResponses.missingParameter(
					"Either 'agentId' or all of 'agentEmail', 'agentName' and 'receivedFrom' are needed"));
		}
		return new AgentReference(id, (id != null) ? null : email, name, receivedFrom);
	}

}

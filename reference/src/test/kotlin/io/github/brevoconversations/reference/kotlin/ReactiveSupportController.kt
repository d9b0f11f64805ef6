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

package io.github.brevoconversations.reference.kotlin

// tag::code[]
import io.github.brevoconversations.client.AgentIdentity
import io.github.brevoconversations.client.ConversationsClient
import io.github.brevoconversations.client.SendMessageRequest
import kotlinx.coroutines.reactor.awaitSingle
import org.springframework.http.MediaType
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RestController

@RestController
class ReactiveSupportController(private val conversations: ConversationsClient) {

	@PostMapping(path = ["/visitors/{visitorId}/messages"], consumes = [MediaType.TEXT_PLAIN_VALUE])
	suspend fun reply(@PathVariable visitorId: String, @RequestBody text: String): String? {
		val agent = AgentIdentity.ofId("d9nKoegKSjmCtyK78")
		return conversations.sendMessage(SendMessageRequest.of(visitorId, text, agent)).awaitSingle().id()
	}

}
// end::code[]

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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the bounds of what the server holds.
 */
class BoundsTests {

	@Test
	void theLogKeepsTheNewestRequests() {
		RequestLog log = new RequestLog(2, 100);
		RequestLog.Entry first = log.add(request("1"));
		log.add(request("2"));
		log.add(request("3"));
		first.answered(200);
		assertThat(log.requests()).extracting(ReceivedRequest::body).containsExactly("2", "3");
	}

	@Test
	void theLogKeepsNoMoreCharactersThanItMay() {
		RequestLog log = new RequestLog(10, 5);
		log.add(request("abc"));
		log.add(request("de"));
		assertThat(log.requests()).hasSize(2);
		log.add(request("f"));
		assertThat(log.requests()).extracting(ReceivedRequest::body).containsExactly("de", "f");
	}

	@Test
	void theStoreKeepsTheNewestMessages() {
		MessageStore store = new MessageStore(2, 100);
		store.save(message("1", "a"));
		store.save(message("2", "a"));
		store.save(message("3", "a"));
		assertThat(store.find("1")).isNull();
		assertThat(store.ofVisitor("visitor")).extracting(StoredMessage::id).containsExactly("2", "3");
	}

	@Test
	void theStoreKeepsNoMoreCharactersThanItMay() {
		MessageStore store = new MessageStore(10, 5);
		store.save(message("1", "ab"));
		store.save(message("2", "cd"));
		store.save(message("1", "abc"));
		assertThat(store.ofVisitor("visitor")).extracting(StoredMessage::text).containsExactly("abc", "cd");
		store.save(message("2", "cde"));
		assertThat(store.ofVisitor("visitor")).extracting(StoredMessage::text).containsExactly("cde");
	}

	@Test
	void theDirectoryForgetsTheAgentThatWasNamedFirst() {
		AgentDirectory directory = new AgentDirectory(2);
		directory.ping(new AgentReference(null, "a@example.org", "A", "CRM"), Instant.EPOCH);
		directory.ping(new AgentReference("b", null, null, null), Instant.EPOCH);
		directory.ping(new AgentReference("c", null, null, null), Instant.EPOCH);
		assertThat(directory.lastPing("a@example.org")).isNull();
		assertThat(directory.lastPing("b")).isEqualTo(Instant.EPOCH);
		assertThat(directory.lastPing("c")).isEqualTo(Instant.EPOCH);
	}

	@Test
	void theHeadersOfARequestAreImmutable() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> request("a").headers().put("b", List.of()));
	}

	private static ReceivedRequest request(String body) {
		return new ReceivedRequest(Instant.EPOCH, "POST", "/", Map.of(), body, null);
	}

	private static StoredMessage message(String id, String text) {
		return new StoredMessage(id, "agent", text, "visitor", null, null, Instant.EPOCH, false, null);
	}

}

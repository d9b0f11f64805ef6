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

package io.github.brevoconversations.presence.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.github.brevoconversations.client.AgentIdentity;

/**
 * Creates keys of identities. They all have the same length, and do not depend on what
 * databases consider equal, such as upper and lower case.
 */
final class AgentKeys {

	private AgentKeys() {
	}

	/**
	 * Return the key of an identity.
	 * @param agent the identity
	 * @return 64 hexadecimal digits, which differ if the identities differ
	 */
	static String of(AgentIdentity agent) {
		if (agent instanceof AgentIdentity.Email email) {
			return hash(email.foldedEmail(), email.receivedFrom());
		}
		return hash(((AgentIdentity.Id) agent).id());
	}

	/**
	 * Check that a database can store an identity unchanged.
	 * @param agent the identity
	 * @throws IllegalArgumentException if it cannot
	 */
	static void requireStorable(AgentIdentity agent) {
		if (agent instanceof AgentIdentity.Email email) {
			requireStorable(email.email());
			requireStorable(email.name());
			requireStorable(email.receivedFrom());
		}
		else {
			requireStorable(((AgentIdentity.Id) agent).id());
		}
	}

	private static void requireStorable(String value) {
		if (value.indexOf('\0') != -1 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
			throw new IllegalArgumentException(
					"The agent cannot be stored: its identity contains a NUL character or an unpaired surrogate");
		}
	}

	private static String hash(String... values) {
		MessageDigest digest = sha256();
		for (String value : values) {
			ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + value.length() * Character.BYTES);
			bytes.putInt(value.length()).asCharBuffer().put(value);
			digest.update(bytes.array());
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

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

package io.github.brevoconversations.webhook;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * Keys of events and conversations. All have the same length, whatever Brevo's ids look
 * like, and consist of characters that every store can hold and distinguish.
 */
final class EventKeys {

	private static final int BYTES = 24;

	private EventKeys() {
	}

	/**
	 * Return the key of a message.
	 * @param id the message's id
	 * @return the key
	 */
	static String message(String id) {
		return of("message", id);
	}

	/**
	 * Return the key for some values.
	 * @param values the values
	 * @return 32 characters, different for different values
	 */
	static String of(@Nullable String... values) {
		MessageDigest digest = sha256();
		for (String value : values) {
			int length = (value != null) ? value.length() : 0;
			ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + length * Character.BYTES);
			bytes.putInt((value != null) ? length : -1);
			if (value != null) {
				bytes.asCharBuffer().put(value);
			}
			digest.update(bytes.array());
		}
		return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
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

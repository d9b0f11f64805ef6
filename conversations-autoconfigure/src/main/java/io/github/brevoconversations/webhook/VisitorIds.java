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

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Visitor ids that nobody can guess without knowing a secret. Whoever knows a visitor's
 * id can read and continue their chat, and Brevo checks nothing else. So pass this id to
 * the widget on a user's page, as {@code BrevoConversationsSetup.visitorId} before the
 * widget's script loads, and clear the widget's storage when the user logs out.
 * <p>
 * The id is an HMAC-SHA-256 whose key is the secret. It is computed over the account's
 * length in bytes (4 bytes, big-endian), the account and the user, with all text in
 * UTF-8. The result, as an unsigned number modulo 62<sup>32</sup>, is written with 32 of
 * the digits {@code 0-9A-Za-z}. The same user has the same id for as long as the secret
 * stays the same.
 * <p>
 * Immutable and thread-safe.
 */
public final class VisitorIds {

	private static final String ALGORITHM = "HmacSHA256";

	private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final int LENGTH = 32;

	private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

	private final SecretKeySpec secret;

	private final byte[] account;

	/**
	 * Create ids for the account {@code default}.
	 * @param secret the secret; 32 random characters or more
	 * @throws IllegalArgumentException if it is blank
	 */
	public VisitorIds(String secret) {
		this(secret, "default");
	}

	/**
	 * Create ids for an account.
	 * @param secret the secret; 32 random characters or more
	 * @param account the name of the account, so that a user has a different id in each
	 * @throws IllegalArgumentException if one of them is blank, or the account contains
	 * an unpaired surrogate
	 */
	public VisitorIds(String secret, String account) {
		Assert.hasText(secret, "'secret' must not be blank");
		Assert.hasText(account, "'account' must not be blank");
		this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
		this.account = utf8(account);
	}

	/**
	 * Return the id of a user.
	 * @param user the application's identifier of the user, which must never be reused
	 * for another user
	 * @return the id: 32 letters and digits
	 * @throws IllegalArgumentException if the user is blank, or contains an unpaired
	 * surrogate
	 */
	public String of(String user) {
		Assert.hasText(user, "'user' must not be blank");
		BigInteger rest = new BigInteger(1, hmac(utf8(user)));
		char[] id = new char[LENGTH];
		for (int i = LENGTH - 1; i >= 0; i--) {
			BigInteger[] division = rest.divideAndRemainder(BASE);
			id[i] = DIGITS.charAt(division[1].intValue());
			rest = division[0];
		}
		return new String(id);
	}

	/**
	 * Return whether a visitor is the given user, which an e-mail address in a webhook
	 * does not prove. The comparison takes constant time.
	 * @param visitorId the visitor's id, from a webhook
	 * @param user the application's identifier of the user
	 * @return whether the id is the user's; {@code false} for {@code null}
	 * @throws IllegalArgumentException if the user is blank, or contains an unpaired
	 * surrogate
	 */
	public boolean matches(@Nullable String visitorId, String user) {
		byte[] expected = of(user).getBytes(StandardCharsets.UTF_8);
		return visitorId != null && MessageDigest.isEqual(expected, visitorId.getBytes(StandardCharsets.UTF_8));
	}

	private byte[] hmac(byte[] user) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.secret);
			mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(this.account.length).array());
			mac.update(this.account);
			return mac.doFinal(user);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] utf8(String value) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
			byte[] result = new byte[bytes.remaining()];
			bytes.get(result);
			return result;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("The name contains an unpaired surrogate, so it has no id", ex);
		}
	}

	@Override
	public String toString() {
		return "VisitorIds";
	}

}

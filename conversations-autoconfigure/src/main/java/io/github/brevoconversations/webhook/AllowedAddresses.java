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

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The addresses that webhooks may come from. Immutable.
 */
public final class AllowedAddresses {

	private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

	private final List<Block> blocks;

	private AllowedAddresses(List<Block> blocks) {
		this.blocks = blocks;
	}

	/**
	 * Create allowed addresses.
	 * @param blocks the IP addresses, or blocks of them in CIDR notation, such as
	 * {@code 1.179.112.0/20}; no host names. If there are none, all addresses are allowed
	 * @return the addresses
	 * @throws IllegalArgumentException if one of them is neither an address nor a block
	 */
	public static AllowedAddresses of(List<String> blocks) {
		return new AllowedAddresses(blocks.stream().map(AllowedAddresses::parse).toList());
	}

	/**
	 * Return whether an address is allowed.
	 * @param address the address, or {@code null} if it is not known
	 * @return whether it is in one of the blocks, or there are no blocks
	 */
	boolean contains(@Nullable InetAddress address) {
		return this.blocks.isEmpty()
				|| (address != null && this.blocks.stream().anyMatch((block) -> block.contains(address.getAddress())));
	}

	private static Block parse(String text) {
		String block = text.strip();
		int slash = block.indexOf('/');
		byte[] address = address((slash < 0) ? block : block.substring(0, slash), text);
		int bits = (slash < 0) ? address.length * Byte.SIZE : prefix(block.substring(slash + 1), text);
		Assert.isTrue(bits <= address.length * Byte.SIZE,
				() -> "The prefix of '%s' is longer than its address".formatted(text));
		return new Block(address, bits);
	}

	private static byte[] address(String literal, String text) {
		Assert.isTrue(IPV4.matcher(literal).matches() || IPV6.matcher(literal).matches(),
				() -> "'%s' is neither an IP address nor a block of addresses, such as 192.0.2.0/24".formatted(text));
		try {
			return InetAddress.getByName(literal).getAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(
					"'%s' is neither an IP address nor a block of addresses, such as 192.0.2.0/24".formatted(text), ex);
		}
	}

	private static int prefix(String digits, String text) {
		Assert.isTrue(digits.matches("\\d{1,3}"),
				() -> "'%s' has no valid prefix length after the slash".formatted(text));
		return Integer.parseInt(digits);
	}

	@Override
	public String toString() {
		return "AllowedAddresses[" + this.blocks.size() + " blocks]";
	}

	/**
	 * Addresses that begin with the same bits.
	 */
	private static final class Block {

		private final byte[] address;

		private final int bits;

		Block(byte[] address, int bits) {
			this.address = address;
			this.bits = bits;
		}

		boolean contains(byte[] other) {
			if (other.length != this.address.length) {
				return false;
			}
			for (int bit = 0; bit < this.bits; bit++) {
				int mask = 0x80 >> (bit % Byte.SIZE);
				if (((this.address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
					return false;
				}
			}
			return true;
		}

	}

}

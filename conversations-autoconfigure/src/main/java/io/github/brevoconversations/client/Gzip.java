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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Unpacks bodies that are compressed although nobody asked for it, or because a header of
 * the application asked for it and the connector does not unpack them.
 */
final class Gzip {

	private Gzip() {
	}

	/**
	 * Unpack bytes.
	 * @param bytes the bytes, which may be compressed; uncompressed JSON and HTML never
	 * begin with the signature of gzip
	 * @param maxBytes the maximum size of the unpacked bytes
	 * @return the unpacked bytes, or the given ones if they are not compressed or cut off
	 * @throws DataBufferLimitException if the unpacked bytes are too large
	 */
	static byte[] unpack(byte[] bytes, int maxBytes) {
		if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
			return bytes;
		}
		byte[] unpacked;
		try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			unpacked = stream.readNBytes(maxBytes + 1);
		}
		catch (IOException ex) {
			return bytes;
		}
		if (unpacked.length > maxBytes) {
			throw new DataBufferLimitException("Exceeded limit on max bytes to buffer : " + maxBytes);
		}
		return unpacked;
	}

}

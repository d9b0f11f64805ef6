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

package io.github.brevoconversations.client.http;

import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes that a server refuses the certificate of the client, or demands one. With
 * TLS 1.3, the client only learns that when its own part of the handshake is complete,
 * and so when it may have written a request, which the server then does not read.
 */
public final class RefusedCertificate {

	// alert names as the JDK and OpenSSL write them
	private static final Pattern ALERT = Pattern.compile("alert.*(certificate|unknown_ca)", Pattern.CASE_INSENSITIVE);

	private static final int MAX_CAUSES = 20;

	private RefusedCertificate() {
	}

	/**
	 * Return whether an exception says that the certificate of the client was refused.
	 * @param failure the exception, without its causes
	 * @return whether it says so
	 */
	public static boolean isIn(Throwable failure) {
		return failure instanceof SSLException && failure.getMessage() != null
				&& ALERT.matcher(failure.getMessage()).find();
	}

	/**
	 * Return whether a request on a new connection was not read, because the certificate
	 * of the client was refused. Before TLS 1.3, the request may have been read first,
	 * and the certificate demanded because of it.
	 * @param failure the failure of the request
	 * @param session the session of the connection, on which there was no response yet
	 * @return whether the request was not read
	 */
	static boolean preventedRequest(Throwable failure, @Nullable SSLSession session) {
		if (session == null || !"TLSv1.3".equals(session.getProtocol())) {
			return false;
		}
		Throwable candidate = failure;
		for (int i = 0; candidate != null && i < MAX_CAUSES; i++) {
			if (isIn(candidate)) {
				return true;
			}
			candidate = candidate.getCause();
		}
		return false;
	}

}

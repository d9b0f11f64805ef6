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

import java.net.ConnectException;
import java.util.Locale;

/**
 * The failure of a request that certainly was not sent, because it had no connection. A
 * hardened connector knows that of each of its requests, whatever the failure is called.
 *
 * @serial exclude
 */
public final class NotConnectedException extends ConnectException {

	private static final long serialVersionUID = 1L;

	private NotConnectedException(String message) {
		super(message);
	}

	/**
	 * Return the failure of a request that was never sent.
	 * @param failure why there was no connection
	 * @return the failure, with that as its cause
	 */
	static NotConnectedException because(Throwable failure) {
		if (failure instanceof NotConnectedException exception) {
			return exception;
		}
		NotConnectedException exception = new NotConnectedException(message(failure));
		exception.initCause(failure);
		return exception;
	}

	private static String message(Throwable failure) {
		String message = failure.getMessage();
		// some of Jetty's messages are the state of an object, and nothing else
		if (message == null || message.isEmpty() || message.indexOf('@') != -1) {
			return failure.getClass().getSimpleName();
		}
		// of some timeouts, the message is only the time
		return message.matches("\\d+ [A-Z]+") ? "timed out after " + message.toLowerCase(Locale.ROOT) : message;
	}

	/**
	 * Return the failure of a request that a proxy did not connect.
	 * @param status the status that it responded with
	 * @return the failure
	 */
	static NotConnectedException refusedByProxy(int status) {
		return new NotConnectedException("The proxy responded with status " + status);
	}

}

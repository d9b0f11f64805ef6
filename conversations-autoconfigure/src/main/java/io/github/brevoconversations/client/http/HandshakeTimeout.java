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

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends Jetty's connections whose TLS handshake hangs, for which Jetty has no timeout.
 *
 * @param client the client
 * @param timeout how long a handshake may take
 */
record HandshakeTimeout(HttpClient client, Duration timeout) implements Connection.Listener {

	@Override
	public void onOpened(Connection connection) {
		if (connection instanceof SslConnection secure) {
			Scheduler.Task timer = this.client.getScheduler()
				.schedule(() -> secure.getEndPoint().close(new SocketTimeoutException("The TLS handshake timed out")),
						this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			secure.addHandshakeListener(new Timed(timer));
		}
	}

	/**
	 * A handshake that is waited for.
	 *
	 * @param timer ends the connection
	 */
	private record Timed(Scheduler.Task timer) implements SslHandshakeListener {

		@Override
		public void handshakeSucceeded(Event event) {
			this.timer.cancel();
		}

		@Override
		public void handshakeFailed(Event event, Throwable failure) {
			this.timer.cancel();
		}

	}

}

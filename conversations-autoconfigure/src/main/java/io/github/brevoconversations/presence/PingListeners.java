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

package io.github.brevoconversations.presence;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Passes pings on to listeners. If a listener throws, whatever it is, the ping is still
 * made and the other listeners are still called. Thread-safe.
 */
final class PingListeners implements PingListener {

	private final HeartbeatLog log;

	private final List<PingListener> listeners = new CopyOnWriteArrayList<>();

	PingListeners(HeartbeatLog log) {
		this.log = log;
	}

	void add(PingListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void pingBegun(Duration lateness) {
		Duration notNegative = lateness.isNegative() ? Duration.ZERO : lateness;
		tell((listener) -> listener.pingBegun(notNegative));
	}

	@Override
	public void pingEnded(Outcome outcome) {
		tell((listener) -> listener.pingEnded(outcome));
	}

	private void tell(Consumer<PingListener> what) {
		for (PingListener listener : this.listeners) {
			try {
				what.accept(listener);
			}
			catch (Throwable ex) {
				this.log.debug(ex, "A listener to pings failed");
			}
		}
	}

}

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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * The listeners for changes of the server's state.
 */
final class ChangeListeners {

	private static final Logger logger = Loggers.getLogger(ChangeListeners.class);

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	void add(Runnable listener) {
		this.listeners.add(listener);
	}

	void clear() {
		this.listeners.clear();
	}

	void changed() {
		this.listeners.forEach(ChangeListeners::call);
	}

	private static void call(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of the Brevo stand-in failed", ex);
		}
	}

}

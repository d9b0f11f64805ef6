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

import java.util.HashMap;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loggers that say nothing of the faults that a test injects.
 */
final class SilencedLoggers implements AutoCloseable {

	private final Map<Logger, Level> levels = new HashMap<>();

	/**
	 * Silence the heartbeat, and others.
	 * @param others the names of other loggers
	 */
	SilencedLoggers(String... others) {
		silence(AgentPresenceHeartbeat.class.getName());
		silence(AgentPresence.class.getName());
		silence("reactor.core.Exceptions");
		for (String other : others) {
			silence(other);
		}
	}

	private void silence(String name) {
		Logger logger = (Logger) LoggerFactory.getLogger(name);
		this.levels.put(logger, logger.getLevel());
		logger.setLevel(Level.OFF);
	}

	@Override
	public void close() {
		this.levels.forEach(Logger::setLevel);
	}

}

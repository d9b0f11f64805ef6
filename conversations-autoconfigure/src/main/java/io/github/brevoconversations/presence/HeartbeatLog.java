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

import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.log.LogMessage;

/**
 * The log of one heartbeat. Each line names the account if one was set. Never throws,
 * whatever the logging system does. Thread-safe.
 */
final class HeartbeatLog {

	private volatile Log log = LogFactory.getLog(AgentPresenceHeartbeat.class);

	private volatile String prefix = "";

	void setAccount(String account) {
		this.log = LogFactory.getLog(AgentPresenceHeartbeat.class.getName() + "." + account);
		this.prefix = "[" + account + "] ";
	}

	void debug(@Nullable Throwable failure, String format, @Nullable Object... args) {
		write(() -> this.log.debug(line(format, args), failure));
	}

	void info(String format, @Nullable Object... args) {
		write(() -> this.log.info(line(format, args)));
	}

	void warn(@Nullable Throwable failure, String format, @Nullable Object... args) {
		write(() -> this.log.warn(line(format, args), failure));
	}

	void error(Throwable failure, String format, @Nullable Object... args) {
		write(() -> this.log.error(line(format, args), failure));
	}

	private LogMessage line(String format, @Nullable Object... args) {
		return LogMessage.of(() -> this.prefix + String.format(Locale.ROOT, format, args));
	}

	private static void write(Runnable line) {
		try {
			line.run();
		}
		catch (Throwable ex) {
			// there is nowhere else to report it
		}
	}

}

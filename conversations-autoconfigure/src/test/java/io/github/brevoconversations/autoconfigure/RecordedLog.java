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

package io.github.brevoconversations.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Takes down everything that some loggers write, at trace level, in place of the console.
 */
public final class RecordedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final Map<Logger, Level> levels = new LinkedHashMap<>();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	public RecordedLog(String... loggers) {
		start();
		for (String name : loggers) {
			Logger logger = (Logger) LoggerFactory.getLogger(name);
			this.levels.put(logger, logger.getLevel());
			logger.setLevel(Level.TRACE);
			logger.setAdditive(false);
			logger.addAppender(this);
		}
	}

	@Override
	protected void append(ILoggingEvent event) {
		String stackTrace = (event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy())
				: "";
		this.lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
				+ event.getMDCPropertyMap() + stackTrace);
	}

	public List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() {
		this.levels.forEach((logger, level) -> {
			logger.detachAppender(this);
			logger.setAdditive(true);
			logger.setLevel(level);
		});
		stop();
	}

}

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

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells several observers, and bears with those that throw.
 */
final class CompositeRateLimitObserver implements RateLimitObserver {

	private static final Log logger = LogFactory.getLog(CompositeRateLimitObserver.class);

	private final List<RateLimitObserver> observers;

	CompositeRateLimitObserver(List<RateLimitObserver> observers) {
		this.observers = List.copyOf(observers);
	}

	@Override
	public void observe(RateLimit rateLimit) {
		for (RateLimitObserver observer : this.observers) {
			try {
				observer.observe(rateLimit);
			}
			catch (RuntimeException ex) {
				logger.warn("An observer of the rate limit failed", ex);
			}
		}
	}

}

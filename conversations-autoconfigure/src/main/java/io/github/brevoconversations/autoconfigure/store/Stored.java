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

package io.github.brevoconversations.autoconfigure.store;

import org.jspecify.annotations.Nullable;

/**
 * What is stored, as error messages describe it.
 *
 * @param property the property that selects the store
 * @param name the name of what is stored, in the plural
 */
record Stored(String property, String name) {

	static final Stored AGENTS = new Stored("brevo.heartbeat.store.type", "active agents");

	static final Stored EVENTS = new Stored("brevo.webhook.inbox.type", "webhook events");

	/**
	 * Create an exception.
	 * @param type the value of the property that selects the store
	 * @param reason why it cannot be used, as the end of a sentence
	 * @param action what to do about it, in full sentences
	 * @return the exception
	 */
	UnavailableStoreException unavailable(String type, String reason, String action) {
		return unavailable(type, reason, action, null);
	}

	UnavailableStoreException unavailable(String type, String reason, String action, @Nullable Throwable cause) {
		return new UnavailableStoreException(
				"The property '%s' is '%s', but %s.".formatted(this.property, type, reason), action, cause);
	}

	UnavailableStoreException withoutRedis() {
		return unavailable("redis", "Spring Data Redis is missing",
				"Add the dependency org.springframework.boot:spring-boot-starter-data-redis-reactive.");
	}

	UnavailableStoreException withoutJdbc() {
		return unavailable("jdbc", "Spring JDBC is missing",
				"Add the dependency org.springframework.boot:spring-boot-starter-jdbc and the driver of the database.");
	}

}

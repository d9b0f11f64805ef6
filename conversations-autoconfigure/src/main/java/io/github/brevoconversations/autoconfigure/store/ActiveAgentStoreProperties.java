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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the store of active agents.
 */
@ConfigurationProperties("brevo.heartbeat.store")
public class ActiveAgentStoreProperties {

	/**
	 * Where to store the active agents.
	 */
	private StoreType type = StoreType.MEMORY;

	/**
	 * Namespace that separates this account's agents from others in the same Redis or
	 * database: the prefix of the keys in Redis, or the value of a column in a database.
	 * Named accounts append their name. By default, 'brevo:' followed by
	 * 'spring.application.name' or, if that is not set, by the package of the main class.
	 */
	private @Nullable String namespace;

	/**
	 * How long to keep pinging agents while a shared store cannot be asked whether they
	 * are still active.
	 */
	private Duration goOnFor = Duration.ofHours(12);

	public Duration getGoOnFor() {
		return this.goOnFor;
	}

	public void setGoOnFor(Duration goOnFor) {
		this.goOnFor = goOnFor;
	}

	public StoreType getType() {
		return this.type;
	}

	public void setType(StoreType type) {
		this.type = type;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	/**
	 * Where active agents can be stored.
	 */
	public enum StoreType {

		/**
		 * The memory of each instance.
		 */
		MEMORY,

		/**
		 * Redis, through Spring Data Redis.
		 */
		REDIS,

		/**
		 * A database, through Spring JDBC.
		 */
		JDBC

	}

}

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
 * Properties of the inbox of webhooks.
 */
@ConfigurationProperties("brevo.webhook.inbox")
public class ConversationInboxProperties {

	/**
	 * Where to store events until they are handled.
	 */
	private InboxType type = InboxType.MEMORY;

	/**
	 * Namespace that separates this account's events from others in the same Redis or
	 * database. Named accounts append their name. By default, 'brevo-inbox:' followed by
	 * 'spring.application.name' or, if that is not set, by the package of the main class.
	 */
	private @Nullable String namespace;

	/**
	 * Maximum number of waiting events. If the inbox is full, Brevo is asked to send the
	 * webhook again later.
	 */
	private int capacity = 10_000;

	/**
	 * How long to remember the ids of messages, so that repeated webhooks are recognized.
	 */
	private Duration remember = Duration.ofHours(24);

	public InboxType getType() {
		return this.type;
	}

	public void setType(InboxType type) {
		this.type = type;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public int getCapacity() {
		return this.capacity;
	}

	public void setCapacity(int capacity) {
		this.capacity = capacity;
	}

	public Duration getRemember() {
		return this.remember;
	}

	public void setRemember(Duration remember) {
		this.remember = remember;
	}

	/**
	 * Where events can be stored.
	 */
	public enum InboxType {

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

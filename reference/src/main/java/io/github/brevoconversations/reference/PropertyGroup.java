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

package io.github.brevoconversations.reference;

import java.util.List;
import java.util.Locale;

/**
 * What a table of the reference has in common. A property belongs to the first group that
 * names a prefix of it.
 */
enum PropertyGroup {

	/** What is pinged, when, and how much of the rate limit that may use. */
	HEARTBEAT("Agents that stay online", "brevo.presence.", "brevo.heartbeat."),

	/** How webhooks come in and are handled. */
	WEBHOOK("Webhooks and visitors", "brevo.webhook.", "brevo.visitor-ids."),

	/** Timeouts, proxies and TLS. */
	HTTP("HTTP", "brevo.http."),

	/** What happens after a failure, and when requests run out. */
	RETRY("Retries and the rate limit", "brevo.retry.", "brevo.rate-limit."),

	/** What tests may do. */
	TEST("Tests", "brevo.test."),

	/** What Spring Boot's actuator shows. */
	ACTUATOR("Actuator", "management."),

	/** Keys, accounts and everything else. */
	ACCOUNT("Accounts and authentication", "");

	private final String title;

	private final List<String> prefixes;

	PropertyGroup(String title, String... prefixes) {
		this.title = title;
		this.prefixes = List.of(prefixes);
	}

	String title() {
		return this.title;
	}

	String anchor() {
		return "properties." + name().toLowerCase(Locale.ROOT);
	}

	static PropertyGroup of(String property) {
		for (PropertyGroup group : values()) {
			if (group.prefixes.stream().anyMatch(property::startsWith)) {
				return group;
			}
		}
		throw new IllegalArgumentException("No group has a table for '%s'".formatted(property));
	}

}

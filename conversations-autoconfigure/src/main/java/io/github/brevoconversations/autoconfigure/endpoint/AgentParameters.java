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

package io.github.brevoconversations.autoconfigure.endpoint;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.brevoconversations.client.AgentIdentity;
import io.github.brevoconversations.client.BrevoInvalidRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * Converts the parameters of an operation, or rejects them.
 */
final class AgentParameters {

	private static final Duration LONGEST = Duration.ofDays(366);

	private AgentParameters() {
	}

	static AgentIdentity agent(@Nullable String id, @Nullable String email, @Nullable String name,
			@Nullable String receivedFrom) {
		if (StringUtils.hasText(id)) {
			if (email != null || name != null || receivedFrom != null) {
				throw invalid("'id' must not be combined with 'email', 'name' or 'receivedFrom'");
			}
			return valid(() -> AgentIdentity.ofId(id));
		}
		if (!StringUtils.hasText(email) || !StringUtils.hasText(name) || !StringUtils.hasText(receivedFrom)) {
			throw invalid("the agent must be identified by 'id', or by 'email', 'name' and 'receivedFrom' together");
		}
		return valid(() -> AgentIdentity.ofEmail(email, name, receivedFrom));
	}

	private static AgentIdentity valid(Supplier<AgentIdentity> identity) {
		try {
			return identity.get();
		}
		catch (BrevoInvalidRequestException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	static @Nullable Duration atMost(@Nullable String atMost) {
		if (atMost == null) {
			return null;
		}
		Duration duration = duration(atMost);
		if (duration == null || duration.compareTo(Duration.ZERO) <= 0 || duration.compareTo(LONGEST) > 0) {
			throw invalid("'atMost' must be a duration such as 8h, greater than zero and at most %s days"
				.formatted(LONGEST.toDays()));
		}
		return duration;
	}

	private static @Nullable Duration duration(String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			return null;
		}
	}

	static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException("The request is invalid: " + reason, reason);
	}

}

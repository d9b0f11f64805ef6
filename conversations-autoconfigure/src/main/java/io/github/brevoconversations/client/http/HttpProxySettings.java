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

package io.github.brevoconversations.client.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An HTTP proxy.
 *
 * @param host its host
 * @param port its port, from 1 to 65535
 * @param username the user to authenticate as, or {@code null} for none
 * @param password the user's password, or {@code null} for none
 * @param nonProxyHosts the hosts that are connected to directly, in which {@code *}
 * stands for any characters
 */
public record HttpProxySettings(String host, int port, @Nullable String username, @Nullable String password,
		List<String> nonProxyHosts) {

	/**
	 * Check the settings.
	 * @param host its host
	 * @param port its port
	 * @param username the user to authenticate as
	 * @param password the user's password
	 * @param nonProxyHosts the hosts that are connected to directly
	 */
	public HttpProxySettings {
		Assert.hasText(host, "'host' must not be blank");
		Assert.isTrue(port > 0 && port <= 65535, "A port must be from 1 to 65535.");
		nonProxyHosts = List.copyOf(nonProxyHosts);
	}

	/**
	 * Return whether a host is connected to through the proxy.
	 * @param target the host to connect to
	 * @return whether no exception is made for it
	 */
	public boolean isFor(String target) {
		String name = target.toLowerCase(Locale.ROOT);
		return this.nonProxyHosts.stream().noneMatch((pattern) -> matches(pattern, name));
	}

	private static boolean matches(String pattern, String name) {
		String expression = Pattern.quote(pattern.strip().toLowerCase(Locale.ROOT)).replace("*", "\\E.*\\Q");
		return name.matches(expression);
	}

	/**
	 * Return a description without the password.
	 */
	@Override
	public String toString() {
		return "%s:%s".formatted(this.host, this.port);
	}

}

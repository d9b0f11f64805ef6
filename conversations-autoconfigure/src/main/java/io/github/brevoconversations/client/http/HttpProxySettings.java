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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.PatternMatchUtils;
import org.springframework.util.StringUtils;

/**
 * An HTTP proxy.
 *
 * @param host its host
 * @param port its port, from 1 to 65535
 * @param username the user to authenticate as, or {@code null} for none
 * @param password the user's password, or {@code null} for none
 * @param nonProxyHosts the hosts to connect to directly, in which {@code *} matches any
 * characters
 */
public record HttpProxySettings(String host, int port, @Nullable String username, @Nullable String password,
		List<String> nonProxyHosts) {

	private static final String LOOPBACK = "localhost|127.*|[::1]|0.0.0.0|[::0]";

	/**
	 * Create settings.
	 * @param host its host
	 * @param port its port
	 * @param username the user to authenticate as
	 * @param password the user's password
	 * @param nonProxyHosts the hosts to connect to directly
	 * @throws IllegalArgumentException if the host is blank or the port is out of range
	 */
	public HttpProxySettings {
		Assert.hasText(host, "'host' must not be blank");
		Assert.isTrue(port > 0 && port <= 65535, "A port must be between 1 and 65535.");
		nonProxyHosts = List.copyOf(nonProxyHosts);
	}

	/**
	 * Return the proxy for HTTPS from the system properties of the JVM, for a client that
	 * does not read them itself.
	 * @return the proxy, or {@code null} if they name none
	 */
	static @Nullable HttpProxySettings ofSystem() {
		String host = System.getProperty("https.proxyHost");
		if (!StringUtils.hasText(host)) {
			return null;
		}
		return new HttpProxySettings(host, Integer.getInteger("https.proxyPort", 443),
				System.getProperty("https.proxyUser"), System.getProperty("https.proxyPassword"), directHosts());
	}

	// interpreted as the JDK does
	private static List<String> directHosts() {
		String hosts = System.getProperty("http.nonProxyHosts");
		if ("".equals(hosts)) {
			return List.of();
		}
		String all = (hosts != null) ? hosts + "|" + LOOPBACK : LOOPBACK;
		return List.of(StringUtils.delimitedListToStringArray(all, "|"));
	}

	/**
	 * Return whether to connect to a host through the proxy.
	 * @param target the host to connect to
	 * @return whether it is not one of those to connect to directly
	 */
	public boolean isFor(String target) {
		return this.nonProxyHosts.stream()
			.noneMatch((pattern) -> PatternMatchUtils.simpleMatchIgnoreCase(pattern.strip(), target));
	}

	/**
	 * Return a description without the user and the password.
	 */
	@Override
	public String toString() {
		return "%s:%s".formatted(this.host, this.port);
	}

}

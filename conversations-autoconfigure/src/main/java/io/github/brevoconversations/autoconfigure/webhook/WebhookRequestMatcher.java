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

package io.github.brevoconversations.autoconfigure.webhook;

import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Matches requests to webhooks by their exact path, relative to those of the application
 * and its servlet. A path that is spelled differently, or served by another servlet, does
 * not match.
 */
final class WebhookRequestMatcher {

	private final Set<String> paths;

	private WebhookRequestMatcher(Set<String> paths) {
		this.paths = paths;
	}

	static WebhookRequestMatcher of(BrevoWebhooks webhooks) {
		return new WebhookRequestMatcher(
				webhooks.all().stream().map(BrevoWebhook::path).collect(Collectors.toUnmodifiableSet()));
	}

	boolean matches(HttpServletRequest request) {
		return this.paths.contains(ServletRequestPathUtils.parse(request).pathWithinApplication().value())
				&& !isOtherServlet(request);
	}

	private static boolean isOtherServlet(HttpServletRequest request) {
		String name = request.getHttpServletMapping().getServletName();
		ServletRegistration servlet = StringUtils.hasText(name)
				? request.getServletContext().getServletRegistration(name) : null;
		String type = (servlet != null) ? servlet.getClassName() : null;
		return type != null && !isDispatcher(type);
	}

	private static boolean isDispatcher(String type) {
		ClassLoader classLoader = WebhookRequestMatcher.class.getClassLoader();
		return ClassUtils.isPresent(type, classLoader)
				&& DispatcherServlet.class.isAssignableFrom(ClassUtils.resolveClassName(type, classLoader));
	}

	@Override
	public String toString() {
		return "Brevo's webhooks at " + this.paths;
	}

}

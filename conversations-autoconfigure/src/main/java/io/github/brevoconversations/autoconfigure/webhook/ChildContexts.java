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

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Distinguishes requests to the application from requests to the server of a child
 * context, such as the one on a separate management port, which serves no webhooks.
 */
final class ChildContexts {

	private ChildContexts() {
	}

	/**
	 * Return whether a context is a child of another, or a child of such a child.
	 * @param context the context, or {@code null} if it is not known
	 * @param parent the other context
	 * @return whether it is below the other
	 */
	static boolean isChild(@Nullable ApplicationContext context, ApplicationContext parent) {
		ApplicationContext ancestor = (context != null) ? context.getParent() : null;
		while (ancestor != null && ancestor != parent) {
			ancestor = ancestor.getParent();
		}
		return ancestor != null;
	}

}

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

package io.github.brevoconversations.autoconfigure.account;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.util.PlaceholderResolutionException;

/**
 * Thrown if a property refers to a placeholder that is not set.
 */
public final class UnresolvedPlaceholderException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * The placeholder that is not set.
	 */
	private final String placeholder;

	UnresolvedPlaceholderException(ConfigurationProperty property, PlaceholderResolutionException cause) {
		super("The property '%s'%s refers to '%s', which is not set.".formatted(property.getName(),
				(property.getOrigin() != null) ? " (set in %s)".formatted(property.getOrigin()) : "",
				cause.getPlaceholder()));
		this.placeholder = cause.getPlaceholder();
	}

	/**
	 * Return the placeholder that is not set.
	 * @return the name of a property or an environment variable
	 */
	public String getPlaceholder() {
		return this.placeholder;
	}

}

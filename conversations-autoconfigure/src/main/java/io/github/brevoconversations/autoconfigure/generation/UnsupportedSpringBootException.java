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

package io.github.brevoconversations.autoconfigure.generation;

/**
 * Thrown if the application's Spring Boot is too old for the starter.
 */
public class UnsupportedSpringBootException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * The version of Spring Boot that the application runs on.
	 */
	private final String version;

	/**
	 * The oldest version that the starter supports.
	 */
	private final String required;

	/**
	 * Create an exception.
	 * @param version the version of Spring Boot that the application runs on
	 * @param required the oldest version that the starter supports
	 */
	public UnsupportedSpringBootException(String version, String required) {
		super("Brevo Conversations for Spring Boot needs Spring Boot %s or newer, but this application runs on Spring Boot %s."
			.formatted(required, version));
		this.version = version;
		this.required = required;
	}

	/**
	 * Return the version of Spring Boot that the application runs on.
	 * @return the version
	 */
	public String getVersion() {
		return this.version;
	}

	/**
	 * Return the oldest version that the starter supports.
	 * @return the version
	 */
	public String getRequired() {
		return this.required;
	}

}

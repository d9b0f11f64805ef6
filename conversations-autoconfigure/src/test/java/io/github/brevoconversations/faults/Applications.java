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

package io.github.brevoconversations.faults;

import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An application for each kind of connector, which the tests of a class share.
 */
final class Applications implements AfterAllCallback {

	private final Map<Connector, Application> applications = new EnumMap<>(Connector.class);

	private final String[] properties;

	/**
	 * Create applications, each of which starts when it is first used.
	 * @param properties properties that they set
	 */
	Applications(String... properties) {
		this.properties = properties;
	}

	Application get(Connector connector) {
		return this.applications.computeIfAbsent(connector, (kind) -> new Application(kind.builder(), this.properties));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.applications.values().forEach(Application::close);
	}

}

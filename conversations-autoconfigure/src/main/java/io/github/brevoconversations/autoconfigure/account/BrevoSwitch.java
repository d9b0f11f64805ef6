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

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The properties that switch parts of the starter off. All code reads them in the same
 * way: a property with an empty value, for example from a placeholder with an empty
 * default, has its default, and a value that is neither true nor false prevents the
 * start.
 */
public final class BrevoSwitch {

	/**
	 * Property that switches everything off.
	 */
	public static final String ALL = "brevo.enabled";

	/**
	 * Property that switches the presence of all agents off.
	 */
	public static final String PRESENCE = "brevo.presence.enabled";

	/**
	 * Property that switches the heartbeat off.
	 */
	public static final String HEARTBEAT = "brevo.heartbeat.enabled";

	private BrevoSwitch() {
	}

	/**
	 * Return whether a switch is on.
	 * @param property the name of the property
	 * @param environment the environment that has it
	 * @return whether it is not switched off
	 */
	public static boolean isOn(String property, Environment environment) {
		return !environment.containsProperty(property)
				|| Binder.get(environment).bind(property, Boolean.class).orElse(true);
	}

}

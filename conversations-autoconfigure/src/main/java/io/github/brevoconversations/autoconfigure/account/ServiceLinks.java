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

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;

/**
 * Recognizes the environment variables that Kubernetes sets for each Service in a
 * namespace. Those of a Service called {@code brevo-accounts} look like properties of
 * accounts.
 */
final class ServiceLinks {

	private static final Pattern ADDRESS = Pattern
		.compile(".*_(SERVICE_HOST|SERVICE_PORT|SERVICE_PORT_.*|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

	private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://.*");

	private ServiceLinks() {
	}

	static boolean isOne(ConfigurationProperty property) {
		String variable = variable(property);
		return variable != null && (ADDRESS.matcher(variable).matches()
				|| (variable.endsWith("_PORT") && URL.matcher(String.valueOf(property.getValue())).matches()));
	}

	/**
	 * Return the environment variable that sets a property.
	 * @param property the property
	 * @return the name of the variable, or {@code null} if it is set in another way
	 */
	static @Nullable String variable(ConfigurationProperty property) {
		Origin origin = property.getOrigin();
		if (origin instanceof PropertySourceOrigin source) {
			origin = source.getOrigin();
		}
		return (origin instanceof SystemEnvironmentOrigin environment) ? environment.getProperty() : null;
	}

}

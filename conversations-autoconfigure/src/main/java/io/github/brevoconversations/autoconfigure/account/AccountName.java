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

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.StringUtils;

/**
 * Compares names of accounts as Spring Boot compares names of properties:
 * {@code north-sales} in a file and {@code NORTHSALES} in an environment variable are the
 * same account.
 */
public final class AccountName {

	/**
	 * Name of the default account, which has no name in the properties.
	 */
	public static final String DEFAULT = "default";

	private AccountName() {
	}

	/**
	 * Return the uniform form of a name, which is equal for all its spellings.
	 * @param name the name, in any spelling
	 * @return lower-case letters and digits; empty if the name has none
	 */
	public static String uniform(String name) {
		StringBuilder uniform = new StringBuilder();
		ConfigurationPropertyName parsed = ConfigurationPropertyName.adapt(name, '.');
		for (int i = 0; i < parsed.getNumberOfElements(); i++) {
			uniform.append(parsed.getElement(i, Form.UNIFORM));
		}
		return uniform.toString();
	}

	/**
	 * Return whether a name can be the name of a named account.
	 * @param name the name, in any spelling
	 * @return whether it begins with a letter, has no dot and is not the name of the
	 * default account
	 */
	public static boolean isValid(String name) {
		String uniform = uniform(name);
		return !uniform.isEmpty() && Character.isLetter(uniform.charAt(0)) && name.indexOf('.') < 0 && !isDefault(name);
	}

	/**
	 * Return whether a name is the name of the default account.
	 * @param name the name, in any spelling
	 * @return whether it means the default account
	 */
	public static boolean isDefault(String name) {
		return uniform(name).equals(DEFAULT);
	}

	/**
	 * Return whether two names are spellings of the same name.
	 * @param name a name
	 * @param other another name
	 * @return whether they mean the same account
	 */
	public static boolean isSame(String name, String other) {
		return uniform(name).equals(uniform(other)) && StringUtils.hasLength(uniform(name));
	}

}

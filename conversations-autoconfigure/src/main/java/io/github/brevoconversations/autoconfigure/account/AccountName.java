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
 * The form in which the names of accounts are compared, which is Spring Boot's for names
 * of properties: a file's {@code north-sales} and the {@code NORTHSALES} of an
 * environment variable are one account.
 */
public final class AccountName {

	/**
	 * Name of the account that has none in the properties.
	 */
	public static final String DEFAULT = "default";

	private AccountName() {
	}

	/**
	 * Return the form of a name that compares equal for all its spellings.
	 * @param name the name, however it is written
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
	 * Return whether a name can be that of an account besides the default one.
	 * @param name the name, however it is written
	 * @return whether it begins with a letter, has no dot and is not that of the default
	 * account
	 */
	public static boolean isValid(String name) {
		String uniform = uniform(name);
		return !uniform.isEmpty() && Character.isLetter(uniform.charAt(0)) && name.indexOf('.') < 0 && !isDefault(name);
	}

	/**
	 * Return whether a name is that of the default account.
	 * @param name the name, however it is written
	 * @return whether it is
	 */
	public static boolean isDefault(String name) {
		return uniform(name).equals(DEFAULT);
	}

	/**
	 * Return whether two names are spellings of one.
	 * @param name a name
	 * @param other another
	 * @return whether they mean the same account
	 */
	public static boolean isSame(String name, String other) {
		return uniform(name).equals(uniform(other)) && StringUtils.hasLength(uniform(name));
	}

}

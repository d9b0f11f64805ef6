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

package io.github.brevoconversations.autoconfigure;

import io.github.brevoconversations.autoconfigure.account.BrevoAccountProperties;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the Brevo Conversations client and of agent presence. Those under
 * {@code brevo.accounts} are not bound here: an environment variable that only looks like
 * one of them would prevent the application from starting.
 */
@ConfigurationProperties("brevo")
public class BrevoProperties extends BrevoAccountProperties {

	/**
	 * Whether to enable Brevo Conversations. If disabled, no beans are defined, no
	 * threads are started and no connections are opened.
	 */
	private boolean enabled = true;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(Boolean enabled) {
		this.enabled = enabled;
	}

}

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

package io.github.brevoconversations.reference.accounts;

// tag::code[]
import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.client.AgentIdentity;

import org.springframework.stereotype.Component;

@Component
class AllAccounts {

	private final BrevoAccounts accounts;

	AllAccounts(BrevoAccounts accounts) {
		this.accounts = accounts;
	}

	void markActiveEverywhere(AgentIdentity agent) {
		this.accounts.names().forEach((name) -> this.accounts.presence(name).markActive(agent));
	}

}
// end::code[]

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

package io.github.brevoconversations.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.BrevoAccountsAutoConfiguration;
import io.github.brevoconversations.autoconfigure.ConditionalOnBrevoHeartbeat;
import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.presence.HeartbeatState;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.util.Assert;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of agent presence: an
 * indicator for the only account with a heartbeat, or one for each of them.
 */
@AutoConfiguration(after = BrevoAccountsAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBrevoHeartbeat
@ConditionalOnEnabledHealthIndicator("brevo")
public final class BrevoHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "brevoHealthIndicator", "brevoHealthContributor" })
	HealthContributor brevoHealthContributor(BrevoAccounts accounts) {
		Map<String, AgentPresenceHealthIndicator> indicators = new LinkedHashMap<>();
		for (String account : accounts.names()) {
			if (accounts.heartbeat(account) != null) {
				indicators.put(account, new AgentPresenceHealthIndicator(account, () -> state(accounts, account)));
			}
		}
		return (indicators.size() == 1) ? indicators.values().iterator().next()
				: CompositeHealthContributor.fromMap(indicators);
	}

	private static HeartbeatState state(BrevoAccounts accounts, String account) {
		AgentPresenceHeartbeat heartbeat = accounts.heartbeat(account);
		Assert.state(heartbeat != null, "The account no longer has a heartbeat");
		return heartbeat.state();
	}

}

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

package io.github.brevoconversations.sample;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;

import io.github.brevoconversations.presence.AgentPresenceHeartbeat;
import io.github.brevoconversations.test.BrevoConversationsServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Chooses how Brevo is observed.
 */
@Configuration(proxyBeanMethods = false)
class ObservedBrevoConfiguration {

	@Bean
	ObservedBrevo observedBrevo(ObjectProvider<BrevoConversationsServer> builtIn, AgentPresenceHeartbeat heartbeat,
			Environment environment) {
		BrevoConversationsServer server = builtIn.getIfAvailable();
		return (server != null) ? new BuiltInBrevo(server)
				: new RemoteBrevo(heartbeat, Clock.systemUTC(), place(environment.getProperty("brevo.base-url", "")));
	}

	private static ObservedBrevo.Place place(String baseUrl) {
		String host = URI.create(baseUrl).getHost();
		boolean here = host != null
				&& (host.equals("localhost") || (host.matches("[\\[\\]:0-9.]+") && isLoopback(host)));
		return here ? ObservedBrevo.Place.THIS_COMPUTER : ObservedBrevo.Place.ACCOUNT;
	}

	private static boolean isLoopback(String address) {
		try {
			return InetAddress.getByName(address).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}

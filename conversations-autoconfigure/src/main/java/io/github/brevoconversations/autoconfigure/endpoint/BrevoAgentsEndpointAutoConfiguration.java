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

package io.github.brevoconversations.autoconfigure.endpoint;

import io.github.brevoconversations.autoconfigure.BrevoAccounts;
import io.github.brevoconversations.autoconfigure.BrevoAccountsAutoConfiguration;
import io.github.brevoconversations.autoconfigure.account.BrevoSwitch;
import io.github.brevoconversations.autoconfigure.account.ConditionalOnBrevoSwitch;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BrevoAgentsEndpoint}, if
 * it is exposed.
 */
@AutoConfiguration(after = BrevoAccountsAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(BrevoAccounts.class)
@ConditionalOnBrevoSwitch(BrevoSwitch.PRESENCE)
@ConditionalOnAvailableEndpoint(BrevoAgentsEndpoint.class)
public final class BrevoAgentsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BrevoAgentsEndpoint brevoAgentsEndpoint(BrevoAccounts accounts) {
		return new BrevoAgentsEndpoint(accounts);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnAvailableEndpoint(endpoint = BrevoAgentsEndpoint.class, exposure = EndpointExposure.WEB)
	static class ReactiveWebExtensionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		BrevoAgentsEndpointWebExtension brevoAgentsEndpointWebExtension(BrevoAgentsEndpoint endpoint) {
			return new BrevoAgentsEndpointWebExtension(endpoint, (problem) -> new WebEndpointResponse<>(problem,
					problem.getStatus(), MediaType.APPLICATION_PROBLEM_JSON));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
	@ConditionalOnAvailableEndpoint(endpoint = BrevoAgentsEndpoint.class, exposure = EndpointExposure.WEB)
	static class ServletWebExtensionConfiguration {

		@Bean
		@ConditionalOnMissingBean
		BrevoAgentsEndpointWebExtension brevoAgentsEndpointWebExtension(BrevoAgentsEndpoint endpoint) {
			return new BrevoAgentsEndpointWebExtension(endpoint,
					(problem) -> ResponseEntity.status(problem.getStatus())
						.contentType(MediaType.APPLICATION_PROBLEM_JSON)
						.body(problem));
		}

	}

}

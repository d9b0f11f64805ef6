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

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Event loops and connections for one desk alone. Those of Reactor Netty are usually
 * shared by all of a JVM: whenever the context of one test is paused or closed, those of
 * the others stop with it, and leave connections that nobody serves.
 */
@Configuration(proxyBeanMethods = false)
class OwnEventLoops {

	/**
	 * Without one, event loops may end with a connection that was just accepted, and
	 * leave it open for as long as the JVM lives.
	 */
	private static final Duration QUIET_PERIOD = Duration.ofMillis(50);

	@Bean
	ReactorResourceFactory reactorResourceFactory() {
		ReactorResourceFactory factory = new ReactorResourceFactory();
		factory.setUseGlobalResources(false);
		factory.setShutdownQuietPeriod(QUIET_PERIOD);
		return factory;
	}

}

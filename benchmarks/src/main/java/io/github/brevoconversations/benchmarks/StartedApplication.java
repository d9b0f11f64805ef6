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

package io.github.brevoconversations.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Starts an application without code of its own, with whatever is on the class path, and
 * prints what that cost. It also runs without the starter, so it uses none of its types.
 * With an argument, the application creates one {@link WebClient} at the start.
 */
public final class StartedApplication {

	static final String WITH_WEB_CLIENT = "with-web-client";

	private StartedApplication() {
	}

	/**
	 * Start, print a line as {@link Start} reads it, and stop.
	 * @param arguments {@value #WITH_WEB_CLIENT}, or none
	 */
	public static void main(String[] arguments) {
		PrintStream answers = System.out;
		System.setOut(System.err);
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties("spring.main.banner-mode=off", "brevo.api-key=" + Sample.API_KEY);
		if (List.of(arguments).contains(WITH_WEB_CLIENT)) {
			builder.sources(WebClientConfiguration.class);
		}
		try (ConfigurableApplicationContext application = builder.run()) {
			answers.println(start(application).format());
		}
	}

	private static Start start(ConfigurableApplicationContext application) {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		long cpuMillis = TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime());
		long mainMillis = TimeUnit.NANOSECONDS.toMillis(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
		long classes = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
		return new Start(application.containsBean("brevoConversationsClient"), millis, cpuMillis, mainMillis, classes);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class WebClientConfiguration {

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.baseUrl("https://api.brevo.com/v3").build();
		}

	}

}

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

import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A client whose calls are reactive, in a Spring Boot application.
 */
abstract class ReactiveClient implements BenchmarkClient {

	private final ConfigurableApplicationContext application;

	ReactiveClient(String... properties) {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "spring.main.log-startup-info=false", "logging.level.root=warn")
			.properties(properties)
			.run();
	}

	<T> T bean(Class<T> type) {
		return this.application.getBean(type);
	}

	abstract Supplier<Mono<?>> calls(MeasuredCall operation);

	@Override
	public void call(MeasuredCall operation, int calls, int callers) {
		Supplier<Mono<?>> call = calls(operation);
		Flux.range(0, calls).flatMap((i) -> call.get(), callers).blockLast();
	}

	@Override
	public void close() {
		this.application.close();
	}

	/**
	 * An application without code of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

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

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The clients that are compared.
 */
enum Contender {

	/**
	 * What an application would write by hand, and what the others are compared with.
	 */
	BARE("bare WebClient", BareClient::new),

	/**
	 * The starter's client as the starter creates it, with its timeouts and retries.
	 */
	STARTER("starter", StarterClient::new),

	/**
	 * The starter's blocking client, called by threads.
	 */
	BLOCKING("starter, blocking", BlockingStarterClient::onPlatformThreads),

	/**
	 * The starter's blocking client, called by virtual threads.
	 */
	VIRTUAL("starter, virtual threads", BlockingStarterClient::onVirtualThreads),

	/**
	 * Brevo's own SDK.
	 */
	SDK("SDK", SdkClient::new),

	/**
	 * OkHttp, as an application would call it by hand.
	 */
	OKHTTP("OkHttp", OkHttpCallsClient::new);

	private final String description;

	private final Function<String, BenchmarkClient> factory;

	Contender(String description, Function<String, BenchmarkClient> factory) {
		this.description = description;
		this.factory = factory;
	}

	static List<Contender> available() {
		return Arrays.stream(values())
			.filter((contender) -> contender != VIRTUAL || BlockingStarterClient.hasVirtualThreads())
			.toList();
	}

	BenchmarkClient create(String baseUrl) {
		return this.factory.apply(baseUrl);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
